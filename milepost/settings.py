"""The settings: what Milepost is told by its environment."""

from collections.abc import Mapping
from difflib import get_close_matches

import msgspec

PREFIX = "MILEPOST_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Each field is read from the variable of its name in capitals, after `PREFIX`.

    `actor` is who stands in the log for what is recorded from the command line. `words` is a folder with documents of
    words beside those that come with Milepost.
    """

    database_url: str = "sqlite:///milepost.db"
    rulebook: str = "imi"
    actor: str = "command line"
    words: str = ""


class SettingUnknown(Exception):
    """A variable begins as ours do and is none of them."""

    def __init__(self, variable: str) -> None:
        names = [known.removeprefix(PREFIX) for known in variables()]
        near = get_close_matches(variable.removeprefix(PREFIX), names, n=1)
        hint = f"did you mean {PREFIX}{near[0]}?" if near else f"known are {', '.join(variables())}"
        super().__init__(f"{variable} is not a setting: {hint}")


def variables() -> tuple[str, ...]:
    """Return the names of the variables that are read."""
    return tuple(PREFIX + field.name.upper() for field in msgspec.structs.fields(Settings))


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings of an environment. Raises SettingUnknown.

    An empty value is the same as none. Who works at the machine is the actor, unless another is named.
    """
    known = variables()
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            raise SettingUnknown(name)
    given = {name.removeprefix(PREFIX).lower(): environment[name] for name in known if environment.get(name)}
    user = {"actor": environment["USER"]} if environment.get("USER") else {}
    return Settings(**(user | given))
