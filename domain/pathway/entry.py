"""What a pathway's own events say of its entry in the public register, whatever the rulebook makes of them."""

from unicodedata import combining, normalize

import msgspec

from domain.evidence import Retraction
from domain.pathway.listing import ListingEnded, ListingRequested
from domain.pathway.record import PersonalDataErased
from domain.pathway.state import Pathway


class Entry(msgspec.Struct, frozen=True):
    """The country of the mediator, and the name that they want shown, sealed or not, if they want one shown.

    `wished` tells that they have asked to be listed, so that a name may have been shown before.
    """

    country: str | None = None
    name: str | None = None
    wished: bool = False


def entry_of(state: Pathway) -> Entry:
    """Return the entry. The name is that of the latest wish to be listed, for as long as nothing took it back.

    A wish that was ended or retracted, or whose private text was erased, shows no name, on earlier days neither.
    """
    country = state.opened.country if state.opened else None
    if state.forgotten:
        return Entry(country, wished=True)
    wishes = [each for each in state.evidence.values() if isinstance(each[1], ListingRequested)]
    if not wishes:
        return Entry(country)
    _, wish = max(wishes, key=lambda each: each[0])
    said = [remark for _, remark in state.remarks.get(wish.ref, ())]
    taken_back = any(isinstance(remark, Retraction | ListingEnded | PersonalDataErased) for remark in said)
    private = getattr(wish, "private", None)
    return Entry(country, None if taken_back or private is None else private.name, wished=True)


def sought_as(name: str) -> str:
    """Return a name, or a part of one, as it is compared: without regard to case, marks and width of letters."""
    apart = normalize("NFKD", name.casefold())
    return " ".join("".join(letter for letter in apart if not combining(letter)).split())
