"""The settings: what Milepost is told by its environment."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any, get_args, get_type_hints

import msgspec
from msgspec import Meta

PREFIX = "MILEPOST_"

_HOST = r"[A-Za-z0-9.\-\[\]:]+"
_PORT = r"([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])"
_ORIGIN = r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?"
_SECRET = {"smtp_password", "ledger_key", "master_key"}
_IN_AUTHORITY = re.compile(r"(://[^:@/]*:).*@")
_IN_QUERY = re.compile(r"((?:ssl)?password=)[^&]*")

Text = Annotated[str, Meta(description="any text")]
StoreUrl = Annotated[
    str,
    Meta(
        pattern=r"^(sqlite:///.|postgres(ql)?(\+psycopg)?://)",
        description="sqlite:///FILE or postgresql://USER@HOST/DATABASE",
    ),
]
StoreUrlOrNone = Annotated[
    str,
    Meta(
        pattern=r"^(|sqlite:///.+|postgres(ql)?(\+psycopg)?://.*)$",
        description="sqlite:///FILE or postgresql://USER@HOST/DATABASE",
    ),
]
Address = Annotated[str, Meta(pattern=rf"^{_HOST}:(0|{_PORT})$", description="HOST:PORT, with a port from 0 to 65535")]
AddressOrNone = Annotated[
    str, Meta(pattern=rf"^({_HOST}:{_PORT})?$", description="HOST:PORT, with a port from 1 to 65535")
]
Origins = Annotated[
    str,
    Meta(
        pattern=rf"^({_ORIGIN}(,{_ORIGIN})*)?$",
        description="origins such as https://app.example, with commas between them and no blanks",
    ),
]
KeySetAt = Annotated[
    str, Meta(pattern=r"^(https://.*|(?!.*://).*)$", description="a file, or an address that begins with https://")
]
Rate = Annotated[
    str,
    Meta(
        pattern=r"^(off|[1-9]\d{0,8}/(second|minute|hour))$",
        description="a number of requests, a slash, and second, minute or hour, or the word off",
    ),
]
Security = Annotated[str, Meta(pattern=r"^(starttls|tls|none)$", description="starttls, tls or none")]
Reach = Annotated[str, Meta(pattern=r"^(public|loopback)$", description="public or loopback")]
LogName = Annotated[
    str,
    Meta(
        pattern=r"^([!-*,-~]{1,200})?$",
        description="the name of the log, such as milepost.body.example/log, without blanks and plus signs",
    ),
]
WitnessAt = Annotated[str, Meta(pattern=r"^(https?://[!-~]+)?$", description="an address that begins with https://")]
Mailbox = Annotated[
    str, Meta(pattern=r"^([!-?A-~]+@[A-Za-z0-9.\-]+)?$", description="an e-mail address, such as milepost@body.example")
]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Each field is read from the variable of its name in capitals, after `PREFIX`; docs/settings.md tells of each."""

    database_url: StoreUrl = "sqlite:///milepost.db"
    vault_url: StoreUrlOrNone = ""
    master_key: Text = ""
    master_key_file: Text = ""
    rulebook: Text = "imi"
    actor: Text = "command line"
    words: Text = ""
    bind: Address = "127.0.0.1:8000"
    metrics_bind: AddressOrNone = ""
    workers: Annotated[int, Meta(ge=1, le=256, description="a whole number from 1 to 256")] = 2
    threads: Annotated[int, Meta(ge=1, le=64, description="a whole number from 1 to 64")] = 8
    recycle_after: Annotated[int, Meta(ge=0, le=10**9, description="a whole number, 0 for never")] = 100_000
    request_seconds: Annotated[int, Meta(ge=1, le=600, description="a whole number from 1 to 600")] = 20
    body_limit: Annotated[int, Meta(ge=1024, le=2**23, description="a number of bytes from 1024 to 8388608")] = 2**23
    rate_limit: Rate = "6000/minute"
    kept_answers: Annotated[int, Meta(ge=0, le=2**16, description="a number of MiB from 0 to 65536")] = 128
    cors_origins: Origins = ""
    proxies: Annotated[int, Meta(ge=0, le=9, description="a whole number from 0 to 9")] = 0
    lag_limit: Annotated[int, Meta(ge=0, le=10**9, description="a whole number of events")] = 1000
    webhooks: Reach = "public"
    smtp: AddressOrNone = ""
    smtp_security: Security = "starttls"
    smtp_user: Text = ""
    smtp_password: Text = ""
    smtp_sender: Mailbox = ""
    notices_file: Text = "notices.jsonl"
    ledger_origin: LogName = ""
    ledger_key: Text = ""
    ledger_key_file: Text = ""
    ledger_checkpoint_file: Text = ""
    ledger_witness: WitnessAt = ""
    ledger_witness_key: Text = ""
    oidc_issuer: Text = ""
    oidc_audience: Text = ""
    oidc_keys: KeySetAt = ""
    oidc_name: Text = "sub"
    oidc_roles: Text = "roles"
    oidc_programs: Text = "programs"
    oidc_pathways: Text = "pathways"


class SettingUnknown(Exception):
    """A variable begins as ours do and is none of them."""

    def __init__(self, variable: str) -> None:
        names = [known.removeprefix(PREFIX) for known in variables()]
        near = get_close_matches(variable.removeprefix(PREFIX), names, n=1)
        hint = f"did you mean {PREFIX}{near[0]}?" if near else f"known are {', '.join(variables())}"
        super().__init__(f"{variable} is not a setting: {hint}")


class IssuerIncomplete(Exception):
    """An issuer of access tokens is trusted in part."""

    def __init__(self) -> None:
        together = ", ".join(_variable(f"oidc_{name}") for name in ("issuer", "audience", "keys"))
        super().__init__(f"{together} are given together or not at all")


class PortShared(Exception):
    """Metrics would be served at the port of the service, by which the two are told apart."""

    def __init__(self) -> None:
        super().__init__(f"{_variable('metrics_bind')} needs a port of its own: that of {_variable('bind')} is taken")


class MailHostIncomplete(Exception):
    """A mail host is named in part, or would be told a password that anybody could read on the way."""

    def __init__(self, told: str) -> None:
        super().__init__(told.format(**{name: _variable(name) for name in _names() if name.startswith("smtp")}))


class SettingInvalid(Exception):
    """A setting has a value that it does not take. The value is not repeated, because it may hold a secret."""

    def __init__(self, name: str, takes: str) -> None:
        super().__init__(f"{_variable(name)} takes {takes}: correct it, or leave it out")


class Effective(msgspec.Struct, frozen=True):
    """A setting as it is in effect, fit to be shown: secrets are masked."""

    variable: str
    value: str
    given: bool


def variables() -> tuple[str, ...]:
    """Return the names of the variables that are read."""
    return tuple(_variable(name) for name in Settings.__struct_fields__)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings of an environment.

    Raises SettingUnknown, SettingInvalid, IssuerIncomplete, PortShared and MailHostIncomplete.

    An empty value is the same as none. Who works at the machine is the actor, unless another is named.
    """
    known = variables()
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            raise SettingUnknown(name)
    given = {name: environment[_variable(name)] for name in _names() if environment.get(_variable(name))}
    user = {"actor": environment["USER"]} if environment.get("USER") else {}
    settings = Settings(**(user | {name: _read(name, text) for name, text in given.items()}))
    if len({bool(each) for each in (settings.oidc_issuer, settings.oidc_audience, settings.oidc_keys)}) > 1:
        raise IssuerIncomplete
    require_ports_apart(settings)
    _require_mail_host(settings)
    return settings


def effective(settings: Settings, environment: Mapping[str, str]) -> list[Effective]:
    """Return every setting in effect, and whether the environment gave it."""
    return [
        Effective(_variable(name), _shown(name, str(getattr(settings, name))), bool(environment.get(_variable(name))))
        for name in _names()
    ]


def _shown(name: str, value: str) -> str:
    return "***" if name in _SECRET and value else masked(value)


def masked(value: str) -> str:
    """Return a value with the passwords of a URL replaced by ``***``."""
    return _IN_QUERY.sub(r"\1***", _IN_AUTHORITY.sub(r"\1***@", value))


def require_ports_apart(settings: Settings) -> None:
    """Raise PortShared if metrics would be served at the port of the service, on whatever host."""
    if settings.metrics_bind and settings.metrics_bind.rpartition(":")[2] == settings.bind.rpartition(":")[2]:
        raise PortShared


def _require_mail_host(settings: Settings) -> None:
    if bool(settings.smtp) != bool(settings.smtp_sender):
        told = "{smtp} and {smtp_sender} are given together or not at all"
        raise MailHostIncomplete(told)
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        told = "{smtp_user} and {smtp_password} are given together or not at all"
        raise MailHostIncomplete(told)
    if settings.smtp_user and settings.smtp_security == "none":
        told = "{smtp_password} is not sent without encryption: {smtp_security} has to be starttls or tls"
        raise MailHostIncomplete(told)


def _names() -> tuple[str, ...]:
    return Settings.__struct_fields__


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _read(name: str, text: str) -> Any:  # noqa: ANN401  (text or a number, by the type of the field)
    kind = get_type_hints(Settings, include_extras=True)[name]
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError:
        raise SettingInvalid(name, get_args(kind)[1].description) from None
