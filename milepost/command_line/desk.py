"""Where a command works: the settings, the clock, and Milepost once a command needs its store."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from application.store import Command
from milepost.clock import Clock, now
from milepost.composition import Milepost, open_milepost
from milepost.settings import Settings, settings_from


class Desk:
    """What a command finds in its place; one instant lasts for the whole command."""

    def __init__(self, settings: Settings, clock: Clock = now) -> None:
        self.settings = settings
        self._clock = clock

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Desk":
        """Return the desk that an environment sets up."""
        return cls(settings_from(environment))

    @cached_property
    def now(self) -> datetime:
        return self._clock()

    @property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def milepost(self) -> Milepost:
        return open_milepost(self.settings, lambda: self.now)

    @cached_property
    def running(self) -> Milepost:
        """Milepost by a clock that goes on, for work that lasts and has to be held on to meanwhile."""
        return open_milepost(self.settings, self._clock)

    def close(self) -> None:
        """Give up the store, if it was opened."""
        for opened in ("milepost", "running"):
            if opened in vars(self):
                getattr(self, opened).close()

    def command(self, command_id: str, reason: str | None = None) -> Command:
        """Return who asks, and for what."""
        return Command(actor=self.settings.actor, command_id=command_id, reason=reason)
