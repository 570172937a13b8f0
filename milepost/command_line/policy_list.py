"""``milepost policy list``."""

import click
import msgspec

from application.assessing import Instant
from application.rulebooks import Told
from domain.measures import MeasureDrafted, in_words, terms_of
from domain.rulebook import PolicyPublished
from milepost.command_line.console import console, heading, named, print_json, shown, table
from milepost.command_line.coordinates import AS_JSON, KNOWN
from milepost.command_line.desk import Desk


@click.command("list")
@KNOWN
@AS_JSON
@click.pass_obj
def list_versions(desk: Desk, known: Instant | None, *, as_json: bool) -> None:
    """List the versions of the rulebook, what is proposed, and how its open questions are read."""
    rulebooks = desk.milepost.rulebooks
    position = desk.milepost.assessor.position(known)
    versions, proposals = rulebooks.told(position)
    measures = rulebooks.measures(position)
    readings = rulebooks.rulebook(position).readings
    if as_json:
        print_json(
            {
                "rulebook": desk.settings.rulebook,
                "versions": [_as_json(each) for each in versions],
                "proposals": [_as_json(each) for each in proposals],
                "measures": [_measure_as_json(each) for each in measures],
                "readings": [msgspec.to_builtins(each) for each in readings],
            }
        )
        return
    out = console()
    for title, listed, by in (("Versions", versions, "adopted by"), ("Proposals", proposals, "proposed by")):
        if listed:
            lines = table("version", "in force from", "published", "hash", by, "title")
            for each in listed:
                lines.add_row(
                    shown(each.policy.version),
                    shown(each.policy.in_force_from),
                    shown(each.policy.published),
                    each.content_hash[:19],
                    _by(each),
                    shown(each.policy.title),
                )
            out.print(heading(title), lines, sep="\n")
    if measures:
        out.print(heading("Measures that are proposed"))
        for proposed in measures:
            says = f"{in_words(terms_of(proposed).measure)}, proposed by {proposed.drafted_by}"
            out.print(named([(proposed.measure, says), ("", proposed.content_hash)]))
    if readings:
        out.print(heading("Readings"))
        out.print(
            named(
                [
                    (each.parameter, f"{each.value}, in {each.version or 'every version'}, since {each.chosen_on}")
                    for each in readings
                ]
            )
        )
    if not versions and not proposals:
        how = "milepost policy adopt FOLDER --proposed-by NAME --reason …"
        out.print(f"No version of {desk.settings.rulebook} is adopted yet: {how}", soft_wrap=True)


def _by(told: Told) -> str:
    """Return who adopted a version, or proposed one."""
    event = told.recorded.event
    named = event.adopted_by if isinstance(event, PolicyPublished) else getattr(event, "drafted_by", None)
    return shown(named)


def _measure_as_json(proposed: MeasureDrafted) -> dict[str, object]:
    return {
        "measure": proposed.measure,
        "terms": msgspec.to_builtins(terms_of(proposed)),
        "content_hash": proposed.content_hash,
        "proposed_by": proposed.drafted_by,
        "proposed_on": proposed.drafted_on,
    }


def _as_json(told: Told) -> dict[str, object]:
    return {
        "version": told.policy.version,
        "title": told.policy.title,
        "published": told.policy.published,
        "in_force_from": told.policy.in_force_from,
        "in_force_until": told.policy.in_force_until,
        "content_hash": told.content_hash,
        "adopted_by": (_by(told) if isinstance(told.recorded.event, PolicyPublished) else "") or None,
        "event": told.recorded.event_id,
        "recorded_at": told.recorded.recorded_at,
        "reason": told.recorded.reason,
    }
