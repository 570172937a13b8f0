"""What a pathway's events have in common: evidence states a fact under a name, a remark speaks of it by that name.

Two conventions hold for every event. A day named ``until``, or one that becomes an ``until``, is the first day on
which the thing no longer holds; every other day, such as ``valid_until`` on a certificate, is included. A field that
is absent is not known, unless its event says what absence means.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal, TypeAlias

import msgspec

from domain.event import Event

Format: TypeAlias = Literal["face to face", "online", "blended"]
Medium: TypeAlias = Literal["in room", "online", "hybrid"]
Result: TypeAlias = Literal["passed", "failed"]
Written: TypeAlias = str | int | bool | tuple[str, ...] | dict[str, str] | None


TOLD = ("reason", "reasons")
"""Fields that say why, to those who read the trail: they join no facts, so that they can be forgotten."""


class Private(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Text about persons. It never becomes a fact, so that erasing it changes no count, status or reason."""

    name: str | None = None
    email: str | None = None
    parties: str | None = None
    reflections: str | None = None
    comments: str | None = None


class Evidence(Event, rename={"from_": "from"}):
    """An event that states a fact about the mediator, under a name of its own within the pathway."""

    gives: ClassVar[str] = ""
    """The kind of fact it becomes."""

    order: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of facts of which the first may not come after the second; a pair lacking either is not looked at."""

    positive: ClassVar[frozenset[str]] = frozenset()
    """Numbers that have to be more than zero; all others may be zero, none may be less."""

    shown_as: ClassVar[Mapping[str, str]] = {}
    """Fields whose fact has another name than the field."""

    always: ClassVar[Mapping[str, bool]] = {}
    """Facts that follow from the event being what it is."""

    filled: ClassVar[Mapping[str, str]] = {}
    """Facts that say whether another fact, a list, has any member."""

    otherwise_as: ClassVar[Mapping[str, str]] = {}
    """Facts that, where they are absent, are as another fact, which is always there."""

    told_apart_by: ClassVar[str] = ""
    """The field that tells two of them apart that are alike in all others, if there is one for that."""

    ref: str


class Remark(Event, rename={"from_": "from"}):
    """An event that speaks of evidence recorded before; what it says joins the facts of that evidence.

    Of two remarks that say different things under the same
    name, the later one is believed.
    """

    upon: ClassVar[tuple[type[Evidence], ...]] = (Evidence,)
    """The evidence that it may speak of."""

    shown_as: ClassVar[Mapping[str, str]] = {}
    """Fields whose fact has another name than the field."""

    joins: ClassVar[bool] = True
    """Whether what it says joins the facts at all."""

    of: str
    ref: str | None = None


class Correction(Remark):
    """A remark that replaces fields of the evidence; a field given as null is taken away."""

    fields: dict[str, Written]
    reason: str | None = None


class Retraction(Remark):
    """A remark that takes the evidence back: as if never recorded, or from `effective_on` when that is given."""

    reason: str
    effective_on: date | None = None
