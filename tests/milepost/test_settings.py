import json

import pytest
from click.testing import CliRunner

from milepost.command_line import main
from milepost.settings import (
    Effective,
    IssuerIncomplete,
    MailHostIncomplete,
    PortShared,
    SettingInvalid,
    Settings,
    SettingUnknown,
    effective,
    settings_from,
    variables,
)


def test_what_is_left_out_has_its_default() -> None:
    assert settings_from({}) == Settings()
    assert settings_from({"MILEPOST_RULEBOOK": "", "HOME": "/root"}) == Settings()


def test_each_field_is_read_from_its_variable() -> None:
    environment = {"MILEPOST_DATABASE_URL": "sqlite:///x", "MILEPOST_RULEBOOK": "iami", "MILEPOST_ACTOR": "board"}

    assert settings_from(environment) == Settings(database_url="sqlite:///x", rulebook="iami", actor="board")


def test_who_works_at_the_machine_is_the_actor_unless_another_is_named() -> None:
    assert settings_from({"USER": "ada"}).actor == "ada"
    assert settings_from({"USER": "ada", "MILEPOST_ACTOR": "board"}).actor == "board"


def test_a_variable_that_is_no_setting_is_refused() -> None:
    with pytest.raises(SettingUnknown, match="MILEPOST_RULEBOK is not a setting: did you mean MILEPOST_RULEBOOK"):
        settings_from({"MILEPOST_RULEBOK": "imi"})


@pytest.mark.parametrize(
    ("variable", "value", "takes"),
    [
        ("DATABASE_URL", "mysql://ann:secret@db/milepost", "sqlite:///FILE or postgresql://USER@HOST/DATABASE"),
        ("BIND", "8000", "HOST:PORT"),
        ("BIND", "127.0.0.1:65536", "HOST:PORT, with a port from 0 to 65535"),
        ("METRICS_BIND", "127.0.0.1:0", "HOST:PORT, with a port from 1 to 65535"),
        ("WORKERS", "0", "a whole number from 1 to 256"),
        ("THREADS", "secret", "a whole number from 1 to 64"),
        ("RATE_LIMIT", "100", "a number of requests, a slash, and second, minute or hour, or the word off"),
        ("CORS_ORIGINS", "*", "origins such as https://app.example, with commas between them and no blanks"),
        ("CORS_ORIGINS", "https://app.example, https://b.example", "no blanks"),
        ("OIDC_KEYS", "http://login.example/keys", "a file, or an address that begins with https://"),
        ("BODY_LIMIT", "1MB", "a number of bytes from 1024 to 8388608"),
        ("BODY_LIMIT", "8388609", "a number of bytes from 1024 to 8388608: correct it, or leave it out"),
    ],
)
def test_a_value_that_a_setting_does_not_take_is_refused_with_what_it_takes(
    variable: str, value: str, takes: str
) -> None:
    with pytest.raises(SettingInvalid, match=takes) as refused:
        settings_from({f"MILEPOST_{variable}": value})

    assert str(refused.value).startswith(f"MILEPOST_{variable} takes ")
    assert "secret" not in str(refused.value)


def test_numbers_and_lists_are_read_from_their_text() -> None:
    settings = settings_from(
        {"MILEPOST_THREADS": "8", "MILEPOST_CORS_ORIGINS": "https://app.example,http://127.0.0.1:3000"}
    )

    assert settings.threads == 8
    assert settings.cors_origins == "https://app.example,http://127.0.0.1:3000"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("sqlite:////var/lib/milepost/milepost.db?mode=ro", "sqlite:////var/lib/milepost/milepost.db?mode=ro"),
        ("postgresql://ann@db/milepost", "postgresql://ann@db/milepost"),
        ("postgresql://ann:se@cret@db:5432/milepost", "postgresql://ann:***@db:5432/milepost"),
        ("postgresql:///milepost?password=secret&host=/run", "postgresql:///milepost?password=***&host=/run"),
    ],
)
def test_what_is_shown_of_a_setting_has_no_password(value: str, shown: str) -> None:
    environment = {"MILEPOST_DATABASE_URL": value}

    settings = effective(settings_from(environment), environment)

    assert Effective("MILEPOST_DATABASE_URL", shown, given=True) in settings
    assert Effective("MILEPOST_RULEBOOK", "imi", given=False) in settings


def test_milepost_settings_shows_every_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_DATABASE_URL", "postgresql://ann:secret@db/milepost")

    shown = CliRunner().invoke(main, ["settings"], catch_exceptions=False)
    as_json = CliRunner().invoke(main, ["settings", "--json"], catch_exceptions=False)

    assert shown.exit_code == as_json.exit_code == 0
    assert "secret" not in shown.stdout + as_json.stdout
    assert [line.split()[0] for line in shown.stdout.splitlines()] == list(variables())
    assert json.loads(as_json.stdout)["MILEPOST_DATABASE_URL"] == "postgresql://ann:***@db/milepost"


def test_a_command_tells_of_a_setting_with_a_bad_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_WORKERS", "many")

    refused = CliRunner().invoke(main, ["settings"])

    assert refused.exit_code == 3
    assert "MILEPOST_WORKERS takes a whole number from 1 to 256" in refused.output


MAIL = {"MILEPOST_SMTP": "mail.example:587", "MILEPOST_SMTP_SENDER": "milepost@body.example"}
SIGNED_IN = MAIL | {"MILEPOST_SMTP_USER": "milepost", "MILEPOST_SMTP_PASSWORD": "secret"}


def test_a_mail_host_is_named_whole_and_told_no_password_that_anybody_could_read() -> None:
    assert settings_from(MAIL).smtp == "mail.example:587"
    for left_out in SIGNED_IN:
        with pytest.raises(MailHostIncomplete, match="are given together"):
            settings_from({name: value for name, value in SIGNED_IN.items() if name != left_out})
    with pytest.raises(MailHostIncomplete, match="MILEPOST_SMTP_PASSWORD is not sent without encryption"):
        settings_from(SIGNED_IN | {"MILEPOST_SMTP_SECURITY": "none"})
    shown = {each.variable: each.value for each in effective(settings_from(SIGNED_IN), SIGNED_IN)}
    assert (shown["MILEPOST_SMTP_PASSWORD"], shown["MILEPOST_SMTP_USER"]) == ("***", "milepost")


TRUSTED = {
    "MILEPOST_OIDC_ISSUER": "https://login.example",
    "MILEPOST_OIDC_AUDIENCE": "milepost",
    "MILEPOST_OIDC_KEYS": "https://login.example/keys",
}


def test_an_issuer_is_trusted_whole_or_not_at_all() -> None:
    assert settings_from(TRUSTED).oidc_issuer == "https://login.example"
    for left_out in TRUSTED:
        with pytest.raises(IssuerIncomplete, match="are given together"):
            settings_from({name: value for name, value in TRUSTED.items() if name != left_out})


def test_metrics_have_a_port_of_their_own() -> None:
    assert settings_from({"MILEPOST_METRICS_BIND": "127.0.0.1:9100"}).metrics_bind == "127.0.0.1:9100"
    with pytest.raises(PortShared, match="MILEPOST_METRICS_BIND needs a port of its own: that of MILEPOST_BIND"):
        settings_from({"MILEPOST_BIND": "127.0.0.1:9100", "MILEPOST_METRICS_BIND": "127.0.0.2:9100"})
