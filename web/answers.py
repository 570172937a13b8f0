"""Timelines and explanations as they are given over HTTP."""

from datetime import date
from typing import Literal

import msgspec

from application.desks.answers import Explained
from domain.answer import Answer, Known, Segment, Under
from domain.policy.proof import Proof
from domain.policy.said import Said


class TimelineShown(msgspec.Struct, frozen=True):
    """Every change of level, standing and listing, past and to come if nothing more happens.

    `under` is what was asked for: the name of a version or proposal, or `in force`.
    """

    format: Literal["milepost.timeline/v1"]
    pathway: str
    known: Known
    under: str
    segments: tuple[Segment, ...]


class ProofShown(msgspec.Struct, frozen=True):
    """The proof of a part of the rulebook; `told` says it in the words of a language, if one was asked for.

    `on` is the day asked about; of a route that is not met any more, and by which a level is held, its first day.
    """

    part: str
    name: str
    proof: Proof
    told: tuple[Said, ...] | None
    on: date


class WhyShown(msgspec.Struct, frozen=True):
    """Why a pathway stands where it does: every route, standing, listing need and condition, clause by clause."""

    format: Literal["milepost.why/v1"]
    pathway: str
    on: date
    known: Known
    under: Under
    proofs: tuple[ProofShown, ...]


def why_shown(answer: Answer, explained: tuple[Explained, ...]) -> WhyShown:
    return WhyShown(
        "milepost.why/v1",
        answer.pathway,
        answer.on,
        answer.known,
        answer.under,
        tuple(
            ProofShown(each.proved.part, each.proved.name, each.proved.proof, each.told, each.proved.on)
            for each in explained
        ),
    )
