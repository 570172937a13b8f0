"""Answers as bytes. Those given lately are kept, and given again for as long as they are true."""

import msgspec

from application.assessing import Assessor, Coordinates
from application.kept_answers import KeptAnswers
from application.store import StandingRows
from application.telling import Telling, telling_of
from application.translations import Translations
from domain.answer import Known
from domain.worded import words_for

MEGABYTE = 2**20
KEPT = 128 * MEGABYTE
"""How many bytes of answers are kept where nothing else is said."""


class Answering:
    """Tells answers, of which it keeps those told last.

    A standing row that is true of the whole log says with one small query that an answer kept since that row was made
    is true still. What was known up to a position, and what some text says of it, never changes at all.
    """

    def __init__(self, assessor: Assessor, rows: StandingRows, translations: Translations, room: int = KEPT) -> None:
        """Take what works answers out, and how many bytes may be kept; at 0 none are."""
        self._assessor = assessor
        self._rows = rows
        self._translations = translations
        self._kept = KeptAnswers(room)

    def tell(self, pathway: str, at: Coordinates, language: str | None = None) -> Telling:
        """Return the answer. Raises what `Assessor.answer` raises, and LanguageUnknown."""
        if at.known is None and at.under is None:
            fresh = self._rows.freshness(pathway)
            if fresh.known is not None:
                telling = self._told(pathway, at, language, fresh.known)
                known = telling.known if telling.known.position > fresh.head else Known(fresh.head, fresh.recorded_at)
                return msgspec.structs.replace(telling, known=known)
        return self._told(pathway, msgspec.structs.replace(at, known=self._assessor.position(at.known)), language, None)

    def _told(self, pathway: str, at: Coordinates, language: str | None, row: int | None) -> Telling:
        key = (pathway, at, language)
        kept = self._kept.get(key, row)
        if kept is not None:
            return kept
        answer = self._assessor.answer(pathway, at)
        if language:
            words = self._translations.of(answer.under.rulebook, language)
            answer = msgspec.structs.replace(answer, words=words_for(answer, words))
        telling = telling_of(answer)
        self._kept.keep(key, row, telling)
        return telling
