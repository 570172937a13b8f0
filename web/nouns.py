"""What can be recorded at a resource: the events it takes, the member that holds one, and what it is for."""

from collections.abc import Mapping

import msgspec

from domain.event import Event
from web.events import EventField


class Noun(msgspec.Struct, frozen=True, kw_only=True):
    """A resource that takes events of a stream.

    `rule` is its address below that of the stream, and `named` tells which fields of its events this address gives.
    The first sentence of `says` stands above the others where resources are listed.
    """

    rule: str
    member: str
    component: str
    kinds: tuple[type[Event], ...]
    named: Mapping[str, str] = {}
    says: str

    @property
    def field(self) -> EventField:
        return EventField(self.component, self.kinds, self.named, only=len(self.kinds) == 1)
