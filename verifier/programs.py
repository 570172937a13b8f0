"""Facts of the programs and registers that a pathway's evidence names: approvals, sites, documents, listings."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from verifier.calendar import shown
from verifier.facts import Event, Fact, UnreadableEvent, readable, value_of, values
from verifier.topics import PROGRAMS, REGISTERS, fields

AB_INITIO = "ab initio"


class Program:
    """A program as its events leave it; facts are by their ids, and a value that is None is absent."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kind: str | None = None
        self.suspended: dict[str, int | None] = {}
        self.suspended_on: int | None = None
        self.facts: dict[str, dict[str, Fact]] = {
            kind: {}
            for kind in ("approval", "approved site", "adaptation", "face-to-face offer", "audit", "lapsed listing")
        }
        self._event = ""

    def take(self, event: Event) -> None:
        """Take in the next event."""
        self._event = event.id
        topic = readable(event)["topic"]
        if topic not in PROGRAMS:
            raise UnreadableEvent(f"{event.id} is no event of a program")
        said = _said(event.payload, PROGRAMS[topic])
        TAKEN[topic](self, said)

    def stated(self) -> dict[str, list[Fact]]:
        """Return the facts by kind; approvals that were void from the start are apart."""
        found: dict[str, list[Fact]] = {}
        for kind, facts in self.facts.items():
            for name, fact in facts.items():
                if kind == "adaptation" and fact.get("accepted_on") is None:
                    continue
                named = "voided approval" if kind == "approval" and fact["voided_on"] is not None else kind
                of_kind = {"kind": self.kind} if kind == "approval" else {}
                given = _present({**fact, **of_kind})
                found.setdefault(named, []).append({"id": name, **given})
        return found

    def _named(self, *parts: object) -> str:
        return "/".join((self.name, *map(str, parts)))

    def _state(self, kind: str, name: str, **fact: Any) -> None:
        self.facts[kind][name] = {"event": self._event, "program": self.name, **fact}

    def _approvals(self, version: str, format_: str | None = None) -> list[tuple[str, Fact]]:
        found = self.facts["approval"].items()
        return [
            (name, each) for name, each in found if each["version"] == version and format_ in (None, each["format"])
        ]

    def _approve(self, fact: Fact) -> None:
        count = len(self._approvals(fact["version"], fact["format"]))
        name = self._named(fact["version"], fact["format"])
        self.facts["approval"][f"{name}/{count + 1}" if count else name] = fact

    def _submitted(self, said: Fact) -> None:
        self.kind = said["kind"]

    def _approved(self, said: Fact) -> None:
        for format_ in said["formats"]:
            self._approve(self._approval(said, format_))
        self._add_sites(said["version"], said["sites"] or (), said["effective_on"])

    def _approval(self, said: Fact, format_: str) -> Fact:
        return {
            "event": self._event,
            "program": self.name,
            "version": said["version"],
            "format": format_,
            "from": said["effective_on"],
            "until": None,
            "withdrawn_on": None,
            "mode": None,
            "teach_out_until": None,
            "voided_on": None,
            "min_hours": said["min_hours"],
            "retrospective": said["retrospective"],
            "retro_months": said["retro_window_months"],
            "resumed": False,
        }

    def _add_sites(self, version: str, sites: Iterable[str], from_: int) -> None:
        for site in sites:
            name = self._named(version, "site", site, shown(from_))
            self._state("approved site", name, version=version, site=site, **{"from": from_, "until": None})

    def _corrected(self, said: Fact) -> None:
        latest = {
            each["format"]: (name, each)
            for name, each in self._approvals(said["version"], said["format"])
            if not each["resumed"]
        }
        for name, approval in latest.values():
            ended = approval["withdrawn_on"]
            if ended is None and name in self.suspended:
                ended = self.suspended_on
            if ended is not None and approval["until"] == approval["from"]:
                approval["until"] = max(ended, said["effective_on"])
            approval["from"] = said["effective_on"]

    def _amended(self, said: Fact) -> None:
        model = self._approvals(said["version"])[-1][1]
        for format_ in said["remove_formats"] or ():
            for _, approval in self._approvals(said["version"], format_):
                if is_open(approval):
                    approval["until"] = said["effective_on"]
        given = {
            "min_hours": model["min_hours"],
            "retrospective": model["retrospective"],
            "retro_window_months": model["retro_months"],
        }
        given.update({name: said[name] for name in given if said[name] is not None})
        for format_ in said["add_formats"] or ():
            self._approve(self._approval({**said, **given}, format_))
        for site in self.facts["approved site"].values():
            removed = site["version"] == said["version"] and site["site"] in (said["remove_sites"] or ())
            if removed and site["until"] is None:
                site["until"] = said["effective_on"]
        self._add_sites(said["version"], said["add_sites"] or (), said["effective_on"])

    def _withdrawn(self, said: Fact) -> None:
        for name, approval in self._approvals(said["version"]):
            on = said["effective_on"]
            if said["mode"] == AB_INITIO:
                approval.update(withdrawn_on=on, mode=said["mode"], voided_on=on)
            elif approval["voided_on"] is None and _goes_on(self.suspended.get(name, approval["until"]), on):
                days, last = said["teach_out_days"], max(on, approval["from"])
                approval.update(
                    until=last if approval["until"] is None else min(last, approval["until"]),
                    withdrawn_on=on,
                    mode=said["mode"],
                    teach_out_until=None if days is None else on + days // 1000,
                )
                if name in self.suspended:
                    self.suspended[name] = last

    def _put_off(self, said: Fact) -> None:
        approvals, on = self.facts["approval"], said["effective_on"]
        self.suspended_on = on
        self.suspended = {
            name: each["until"]
            for name, each in approvals.items()
            if each["voided_on"] is None and _goes_on(each["until"], on)
        }
        for name in self.suspended:
            approvals[name]["until"] = max(on, approvals[name]["from"])

    def _reinstated(self, said: Fact) -> None:
        for name, until in self.suspended.items():
            approval, since = self.facts["approval"][name], said["effective_on"]
            if since <= approval["from"]:
                approval["until"] = until
            elif approval["voided_on"] is None and _goes_on(until, since):
                goes_on = {"event": self._event, "from": since, "until": until, "resumed": True}
                self._approve({**approval, **goes_on, "retrospective": False, "retro_months": None})
        self.suspended, self.suspended_on = {}, None

    def _filed(self, said: Fact) -> None:
        self._state("adaptation", self._named("adaptation", said["document"]), **said)

    def _accepted(self, said: Fact) -> None:
        name = self._named("adaptation", said["document"])
        filed = self.facts["adaptation"].get(name, {})
        known = {key: said[key] or filed.get(key) for key in ("version", "filed_on")}
        self._state("adaptation", name, **{**said, **known})

    def _rejected(self, said: Fact) -> None:
        name = self._named("adaptation", said["document"])
        self.facts["adaptation"][name] = {
            **self.facts["adaptation"][name],
            "accepted_on": None,
            "rejected_on": said["rejected_on"],
        }

    def _numbered(self, kind: str, named: str, fact: Fact) -> None:
        self._state(kind, self._named(named, len(self.facts[kind]) + 1), **fact)

    def _offered(self, said: Fact) -> None:
        self._numbered("face-to-face offer", "face-to-face", said)

    def _audit_due(self, said: Fact) -> None:
        self._numbered("audit", "audit", said)

    def _audit_passed(self, said: Fact) -> None:
        self._numbered("audit", "audit", {**said, "result": "passed"})

    def _audit_failed(self, said: Fact) -> None:
        self._numbered("audit", "audit", {"audited_on": said["audited_on"], "result": "failed"})

    def _lapsed(self, said: Fact) -> None:
        self._numbered("lapsed listing", "lapsed listing", {"from": said["effective_on"], "until": None})

    def _restored(self, said: Fact) -> None:
        for lapse in self.facts["lapsed listing"].values():
            if lapse["until"] is None:
                lapse["until"] = said["effective_on"]

    def _renamed(self, said: Fact) -> None:
        """Take in another title; it is no fact."""


TAKEN: dict[str, Callable[[Program, Fact], None]] = {
    "program.program-submitted.v1": Program._submitted,
    "program.program-approved.v1": Program._approved,
    "program.approval-effective-date-corrected.v1": Program._corrected,
    "program.scope-amended.v1": Program._amended,
    "program.approval-withdrawn.v1": Program._withdrawn,
    "program.program-suspended.v1": Program._put_off,
    "program.program-reinstated.v1": Program._reinstated,
    "program.program-renamed.v1": Program._renamed,
    "program.adaptation-document-filed.v1": Program._filed,
    "program.adaptation-document-accepted.v1": Program._accepted,
    "program.adaptation-document-rejected.v1": Program._rejected,
    "program.face-to-face-component-offered.v1": Program._offered,
    "program.audit-due.v1": Program._audit_due,
    "program.audit-passed.v1": Program._audit_passed,
    "program.audit-failed.v1": Program._audit_failed,
    "program.listing-lapsed.v1": Program._lapsed,
    "program.listing-restored.v1": Program._restored,
}


def program_facts(name: str, events: Iterable[Event]) -> dict[str, list[Fact]]:
    """Return the facts that a program states, given its events in their order."""
    program = Program(name)
    for event in events:
        program.take(event)
    return program.stated()


def register_facts(name: str, events: Iterable[Event]) -> dict[str, list[Fact]]:
    """Return on which days a register is relied on, for each jurisdiction."""
    listings: dict[str, list[Fact]] = {}
    for event in events:
        topic = readable(event)["topic"]
        if topic not in REGISTERS:
            raise UnreadableEvent(f"{event.id} is no event of a register")
        said = _said(event.payload, REGISTERS[topic])
        if topic == "register.jurisdiction-listed.v1":
            listing = {"event": event.id, "register": name, **said}
            listings.setdefault(said["jurisdiction"], []).append(listing)
        elif topic == "register.jurisdiction-listing-ended.v1":
            listings[said["jurisdiction"]][-1]["until"] = said["ended_on"]
        elif topic == "register.jurisdiction-listing-corrected.v1":
            listings[said["jurisdiction"]][-1].update({"from": said["from"], "until": said["until"]})
    found = [
        {"id": f"{name}/{jurisdiction}" + (f"/{count}" if count > 1 else ""), **_present(each)}
        for jurisdiction, several in listings.items()
        for count, each in enumerate(several, start=1)
    ]
    return {"listed register": found} if found else {}


def _goes_on(until: int | None, day: int) -> bool:
    return until is None or until > day


def is_open(approval: Mapping[str, Any]) -> bool:
    return approval["until"] is None and approval["withdrawn_on"] is None


def _present(fact: Fact) -> Fact:
    return {key: value for key, value in fact.items() if value is not None}


def _said(payload: Mapping[str, Any], written: str) -> Fact:
    """Return every field of an event, None where it says nothing."""
    said: Fact = {field.name: None for field in fields(written)}
    for field, value in values(payload, written):
        said[field.name] = value if field.holds == "texts" else value_of(field.holds, value)
    return said
