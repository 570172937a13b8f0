"""What changed from one answer to another, told to the person concerned."""

from msgspec.structs import replace

from application.assessing import IN_FORCE, Assessor
from application.translations import Translations
from application.walking import Walk
from domain.recounting import Recounting


def recounted(walk: Walk, assessor: Assessor, translations: Translations, language: str) -> Walk:
    """Return the same with each step told in the words of a language. Raises LanguageUnknown."""
    chains = [
        assessor.rules(end.known.position, None if end.under == IN_FORCE else end.under, hindsight=True).chain
        for end in (walk.from_, walk.to)
    ]
    policies = [version.policy for chain in chains for version, _ in chain.covers]
    rulebook = policies[-1].rulebook if policies else ""
    telling = Recounting(translations.of(rulebook, language), {policy.version: policy for policy in policies})
    return replace(walk, told=tuple(map(telling.of, walk.steps)))
