"""The settings: what Milepost is told by its environment."""

from collections.abc import Mapping
from difflib import get_close_matches

import msgspec

PREFIX = "MILEPOST_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Each field is read from the variable of its name in capitals, after `PREFIX`.

    `actor` is who stands in the log for what is recorded from the command line.
    """

    database_url: str = "sqlite:///milepost.db"
    rulebook: str = "imi"
    actor: str = "command line"


class SettingUnknown(Exception):
    """A variable begins as ours do and is none of them."""

    def __init__(self, variable: str) -> None:
        names = [known.removeprefix(PREFIX) for known in variables()]
        near = get_close_matches(variable.removeprefix(PREFIX), names, n=1)
        hint = f"did you mean {PREFIX}{near[0]}?" if near else f"known are {', '.join(variables())}"
        super().__init__(f"{variable} is not a setting: {hint}")


class SettingImpossible(Exception):
    """A setting has a value that it cannot have."""

    def __init__(self, variable: str, value: str, because: str) -> None:
        super().__init__(f"{variable} cannot be {value!r}: {because}")


def variables() -> tuple[str, ...]:
    """Return the names of the variables that are read."""
    return tuple(PREFIX + field.name.upper() for field in msgspec.structs.fields(Settings))


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings of an environment. Raises SettingUnknown, SettingImpossible.

    An empty value is the same as none. Who works at the machine is the actor, unless another is named.
    """
    known = variables()
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            raise SettingUnknown(name)
    given = {name: value for name in known if (value := environment.get(name))}
    user = {"actor": environment["USER"]} if environment.get("USER") else {}
    return Settings(**(user | {field: _value(field, name, given[name]) for field, name in _named() if name in given}))


def _named() -> list[tuple[str, str]]:
    return list(zip((field.name for field in msgspec.structs.fields(Settings)), variables(), strict=True))


def _value(field: str, variable: str, text: str) -> str:
    annotation = next(each.type for each in msgspec.structs.fields(Settings) if each.name == field)
    try:
        value: str = msgspec.convert(text, annotation, strict=False)
    except msgspec.ValidationError as error:
        raise SettingImpossible(variable, text, str(error)) from None
    return value
