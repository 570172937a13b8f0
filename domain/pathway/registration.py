"""Registration on a register of a jurisdiction, as the mediator evidences it."""

from datetime import date
from typing import ClassVar

from domain.evidence import Evidence, Remark


class RegistrationEvidenced(Evidence, tag="pathway.registration-evidenced.v1"):
    """The mediator is on a register from `since`; somebody looked it up on `checked_on`. Without `until` it is open."""

    gives: ClassVar = "registration"
    order: ClassVar = (("since", "until"), ("since", "checked_on"))

    register: str
    jurisdiction: str
    level: str | None = None
    since: date
    until: date | None = None
    proof: str | None = None
    checked_on: date | None = None


class RegistrationEnded(Remark, tag="pathway.registration-ended.v1"):
    """The registration no longer holds from `ended_on`, which becomes its `until`."""

    upon: ClassVar = (RegistrationEvidenced,)
    shown_as: ClassVar = {"ended_on": "until"}

    ended_on: date
    reason: str | None = None


class ResignedFromRegister(Evidence, tag="pathway.resigned-from-register.v1"):
    """The mediator left the certifying body's own register, by their own wish, from `resigned_on`."""

    gives: ClassVar = "resignation"
    order: ClassVar = (("resigned_on", "until"),)
    ahead: ClassVar = frozenset({"resigned_on"})

    resigned_on: date


class ReRegistered(Remark, tag="pathway.re-registered.v1"):
    """The mediator is back on the register from `re_registered_on`, which becomes the `until` of the resignation."""

    upon: ClassVar = (ResignedFromRegister,)
    shown_as: ClassVar = {"re_registered_on": "until"}

    re_registered_on: date
