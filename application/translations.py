"""The languages in which a rulebook can be told."""

from collections.abc import Iterable

from domain.policy.translation import Translation
from domain.refusal import Refusal


class LanguageUnknown(Refusal):
    """Nobody has written words in a language."""

    sentence = "there are no words in the language '{0}'; there are some in: {1}"

    def __init__(self, language: str, known: Iterable[str]) -> None:
        super().__init__(language, ", ".join(sorted(known)) or "none")


class Translations:
    """Words by rulebook and language; those of no rulebook serve every one."""

    def __init__(self, words: Iterable[Translation] = ()) -> None:
        """Take the words; of two for the same rulebook and language, the later stand over the earlier."""
        self._words: dict[tuple[str, str], Translation] = {}
        for each in words:
            before = self._words.get((each.rulebook, each.language))
            self._words[each.rulebook, each.language] = each.over(before) if before else each

    def of(self, rulebook: str, language: str) -> Translation:
        """Return the words of a language for a rulebook. Raises LanguageUnknown."""
        found = [self._words[key] for key in (("", language), (rulebook, language)) if key in self._words]
        if not found:
            raise LanguageUnknown(language, {known for of, known in self._words if of in {"", rulebook}})
        return found[-1].over(found[0])
