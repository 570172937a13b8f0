import pytest

from milepost.settings import Settings, SettingUnknown, settings_from


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
