"""An answer beside the words of a language: what its codes and ids mean, for those that it names."""

from collections.abc import Iterable, Mapping

from domain.answer import Answer, Worded
from domain.policy.translation import Translation


def words_for(answer: Answer, words: Translation) -> Worded:
    """Return the words for what an answer names; what the language has none for is left out."""
    renewals = [period.renewal for period in answer.periods if period.renewal]
    standing = answer.standing
    codes = [
        *answer.reasons,
        standing.reason,
        *(each.reason for each in answer.possible_conditions),
        *answer.listing.reasons,
        *(code for base in answer.basis for code in base.reasons),
        *(code for each in answer.lost for code in each.reasons),
        *(code for each in answer.missing for code in each.reasons),
        *(code for each in renewals for code in each.reasons),
    ]
    clauses = [
        *(no for base in answer.basis for no in base.clauses),
        *(no for each in answer.lost for no in each.clauses),
        *(no for each in answer.missing for no in each.clauses),
        *(no for each in renewals for no in each.clauses),
        *(each.clause for each in answer.refused),
    ]
    levels = [
        *(each.id for each in (*answer.levels, *answer.specialisations)),
        *(each.id for each in answer.lost),
        *answer.possible_levels,
        *(name for each in answer.missing for name in (each.level, *each.needs)),
    ]
    routes = [*(base.route for base in answer.basis), *(each.route for each in answer.missing)]
    amounts = [*(each.short for each in answer.missing), *(each.short for each in renewals)]
    changes = [what for each in answer.next_changes for what in each.what]
    return Worded(
        language=words.language,
        reasons=_among(words.reasons, codes),
        clauses=_among(words.clauses, clauses),
        levels=_among(words.levels, levels),
        routes=_among(words.routes, routes),
        periods=_among(words.periods, (period.name for period in answer.periods)),
        standings=_among(words.standings, (standing.id, *standing.also, *standing.possible)),
        conditions=_among(
            words.conditions, (each.id for each in (*answer.open_conditions, *answer.possible_conditions))
        ),
        notes=_among(words.notes, (each.id for each in answer.notes)),
        amounts={each: words.amounts(each) for each in amounts if each},
        changes={each: words.change(each) for each in changes},
    )


def _among(words: Mapping[str, str], ids: Iterable[str]) -> dict[str, str]:
    return {each: words[each] for each in ids if each in words}
