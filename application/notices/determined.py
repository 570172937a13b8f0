"""Determinations as notices: each is told of once, by where it is in the log."""

from application.notices.notice import Kind, Notice, id_of
from domain.brief import Brief
from domain.determination import Determination


def noticed(found: Determination) -> Notice:
    """Return the notice of a determination. Whoever subscribed after what brought it was recorded is not told."""
    touched = found.touched
    return Notice(
        id=id_of(f"determination/{found.position}/{found.pathway}"),
        kind=Kind.DETERMINATION,
        pathway=found.pathway,
        says=f"{found.pathway} {_stands(touched.after)}; before, {_stands(touched.before)}. "
        f"It is put down to: {found.category}.",
        data={
            "on": found.on.isoformat(),
            "category": found.category,
            "version": found.version,
            "causes": found.causes,
            "effects": touched.effects,
            "clauses": touched.clauses,
            "before": _data(touched.before),
            "after": _data(touched.after),
        },
        position=found.position,
        made_at=found.recorded_at,
    )


def _stands(brief: Brief) -> str:
    level = "holds no level" if not brief.levels else f"holds the level {brief.level}"
    return f"{level}, stands as {brief.standing}, and is {brief.listing}"


def _data(brief: Brief) -> dict[str, object]:
    return {
        "level": brief.level,
        "since": brief.since and brief.since.isoformat(),
        "until": brief.until and brief.until.isoformat(),
        "levels": brief.levels,
        "standing": brief.standing,
        "listing": brief.listing,
    }
