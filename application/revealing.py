"""Sealed texts opened for those who may read them, each reading logged; whoever was forgotten is told of as such."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from application.store import Recorded
from application.vault import Opening, Reading, Vault, VaultNotNamed
from application.walking import Walk
from domain.attribution import Cause
from domain.consultation.events import ResponseGiven, ResponseReplaced
from domain.consultation.question import OwnWords
from domain.consultation.state import Consultation, Response
from domain.pathway.forgetting import LegalHoldPlaced
from domain.pathway.listing import ListingRequested
from domain.sealed import is_private, is_sealed, place_of, place_of_reason, texts_of, with_texts

PATHWAY = "pathway/"
REASON = "reason"
SHOWN_NAME = place_of(ListingRequested, "private.name")


class Revealing:
    """Opens texts of a vault. Where there is none nothing is sealed, and all is as it was given."""

    def __init__(self, vault: Vault | None, clock: Callable[[], datetime]) -> None:
        self._vault = vault
        self._clock = clock

    def events(self, recorded: Sequence[Recorded], by: str, purpose: str) -> list[Recorded]:
        """Return events of pathways and others with why they were recorded; what is private stays sealed.

        The texts of each person are read once. Raises VaultUnusable.
        """
        sealed = sorted({each.stream for each in recorded if each.stream.startswith(PATHWAY) and _says_why(each)})
        openings = {person: self._opening(person, by, purpose) for person in sealed}
        return [_revealed(each, openings[each.stream]) if each.stream in openings else each for each in recorded]

    def whole(self, recorded: Sequence[Recorded], person: str, by: str, purpose: str) -> list[Recorded]:
        """Return events about one person with all their texts, which are read once. Raises VaultUnusable."""
        if not any(is_sealed(each.reason) or _has_sealed(each) for each in recorded):
            return list(recorded)
        opening = self._opening(person, by, purpose)
        return [_opened(each, opening) for each in recorded]

    def event(self, recorded: Recorded, by: str, purpose: str, person: str) -> Recorded:
        """Return an event about a person with why it was recorded. Raises VaultUnusable."""
        if not _says_why(recorded):
            return recorded
        return _revealed(recorded, self._opening(person, by, purpose, recorded.event_id))

    def walk(self, walk: Walk, by: str) -> Walk:
        """Return a walk with why those events were recorded along which it leads. Raises VaultUnusable."""
        persons = {_stream(cause) for step in walk.steps for cause in step.causes if is_sealed(cause.reason)}
        openings = {person: self._opening(person, by, "changes") for person in sorted(persons)}
        steps = tuple(
            msgspec.structs.replace(step, causes=tuple(_told(cause, openings) for cause in step.causes))
            for step in walk.steps
        )
        return msgspec.structs.replace(walk, steps=steps)

    def responses(self, responses: Iterable[Response], by: str, of: str) -> list[Response]:
        """Return responses to a consultation with what was written in own words. Raises VaultUnusable."""
        return [
            _in_words(each, self._opening(each.respondent, by, "responses", of)) if _written(each) else each
            for each in responses
        ]

    def published(self, consultation: Consultation) -> Consultation:
        """Return a consultation with the own words that may be published, which everybody may read unlogged."""
        opened = {
            name: _in_words(each, self._published(each.respondent))
            for name, each in consultation.responses.items()
            if _written(each) and "own words" in each.may_publish
        }
        return replace(consultation, responses=consultation.responses | opened) if opened else consultation

    def hold(self, person: str, hold: LegalHoldPlaced, by: str) -> LegalHoldPlaced:
        """Return a hold with its reason. Raises VaultUnusable."""
        if not is_sealed(hold.reason):
            return hold
        opening = self._opening(person, by, "legal hold", hold.ref)
        return with_texts(hold, lambda place, text: opening.open((place,), text))

    def _opening(self, person: str, by: str, purpose: str, of: str = "") -> Opening:
        return self._there().opening(Reading(person, self._clock(), by, purpose, of))

    def _published(self, person: str) -> Opening:
        return self._there().publishing(person)

    def _there(self) -> Vault:
        if self._vault is None:
            message = "texts about persons are sealed here, and no vault is named that opens them"
            raise VaultNotNamed(message)
        return self._vault


def shown_name(vault: Vault, pathway: str, name: str) -> str | None:
    """Return a name that the public register shows, none of whoever was forgotten. Raises VaultUnusable."""
    opening = vault.publishing(f"{PATHWAY}{pathway}")
    return None if opening.tombstone else opening.open((SHOWN_NAME,), name)


def _says_why(recorded: Recorded) -> bool:
    return is_sealed(recorded.reason) or any(
        is_sealed(text) and not is_private(place) for place, text in texts_of(recorded.event)
    )


def _has_sealed(recorded: Recorded) -> bool:
    return any(is_sealed(text) for _, text in texts_of(recorded.event))


def _revealed(recorded: Recorded, opening: Opening) -> Recorded:
    return _opened(recorded, opening, lambda place: not is_private(place))


def _opened(recorded: Recorded, opening: Opening, wanted: Callable[[str], bool] = bool) -> Recorded:
    def opened(place: str, text: str) -> str:
        return opening.open((place,), text) if is_sealed(text) and wanted(place) else text

    reason = recorded.reason
    if is_sealed(reason):
        reason = opening.open((place_of_reason(recorded.event_id),), reason)
    return msgspec.structs.replace(recorded, reason=reason, event=with_texts(recorded.event, opened))


def _stream(cause: Cause) -> str:
    return cause.event.partition("@")[0]


def _told(cause: Cause, openings: Mapping[str, Opening]) -> Cause:
    if not is_sealed(cause.reason):
        return cause
    places = (place_of_reason(cause.event), f"{cause.topic} {REASON}")
    return msgspec.structs.replace(cause, reason=openings[_stream(cause)].open(places, cause.reason))


def _written(response: Response) -> bool:
    words = response.private
    return words is not None and any(map(is_sealed, (words.name, words.email, *words.answers.values())))


def _in_words(response: Response, opening: Opening) -> Response:
    if opening.tombstone:
        return msgspec.structs.replace(response, private=None, forgotten_on=opening.tombstone.destroyed_at.date())
    words = response.private or OwnWords()

    def opened(path: str, text: str | None) -> str | None:
        places = tuple(place_of(kind, f"private.{path}") for kind in (ResponseGiven, ResponseReplaced))
        return opening.open(places, text) if is_sealed(text) else text

    answers = {name: opened(f"answers.{name}", text) or "" for name, text in words.answers.items()}
    told = OwnWords(name=opened("name", words.name), email=opened("email", words.email), answers=answers)
    return msgspec.structs.replace(response, private=told)
