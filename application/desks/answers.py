"""The desk at which answers are explained, and found again."""

import msgspec

from application.access import Access, Caller
from application.answer_ids import AnswerId
from application.answering import Answering
from application.assessing import Assessor, Coordinates
from application.proving import Proved, everything_proved
from application.recounting import recounted
from application.revealing import Revealing
from application.telling import Telling
from application.translations import Translations
from application.walking import Walk, Walks
from domain.answer import Answer, Known, Segment
from domain.explained import Explanation
from domain.policy.said import Said
from domain.refusal import Refusal


class AnswerDiffers(Refusal):
    """An answer that was given once comes out otherwise now."""

    sentence = "the answer about {0} on {1}, known at position {2}, comes out otherwise than it was given"


class Explained(msgspec.Struct, frozen=True):
    """A proof, and how it is told to the person concerned, if a language was asked for."""

    proved: Proved
    told: tuple[Said, ...] | None


class AnswerDesk:
    """Serves callers who ask why, since when and until when, or for an answer that was given before."""

    def __init__(
        self,
        access: Access,
        assessor: Assessor,
        answering: Answering,
        translations: Translations,
        revealing: Revealing,
    ) -> None:
        self._access = access
        self._assessor = assessor
        self._answering = answering
        self._translations = translations
        self._revealing = revealing

    def timeline(self, caller: Caller, pathway: str, at: Coordinates) -> tuple[tuple[Segment, ...], Known]:
        """Return every change, past and to come. Raises NotPermitted and what `Assessor.case` raises."""
        self._access.permit(caller, "pathways.timeline", pathway=pathway)
        case, known = self._assessor.case(pathway, at)
        return case.segments(), known

    def why(
        self, caller: Caller, pathway: str, at: Coordinates, language: str | None
    ) -> tuple[Answer, tuple[Explained, ...]]:
        """Return the answer and what proves it. Raises NotPermitted, LanguageUnknown, and what the assessor raises."""
        self._access.permit(caller, "pathways.why", pathway=pathway)
        answer = self._assessor.answer(pathway, at)
        case, _ = self._assessor.case(pathway, msgspec.structs.replace(at, known=answer.known.position), thorough=True)
        explanation = None
        if language:
            titles = {level.id: level.title for level in case.version(at.on).policy.levels}
            explanation = Explanation(self._translations.of(answer.under.rulebook, language), at.on, titles)
        return answer, tuple(
            Explained(each, explanation.of(each.proof) if explanation else None)
            for each in everything_proved(case, at.on)
        )

    def changes(
        self, caller: Caller, pathway: str, ends: tuple[Coordinates, Coordinates], language: str | None, *, every: bool
    ) -> Walk:
        """Return the steps from one answer to another.

        Raises NotPermitted, LanguageUnknown, and what `Walks.walk` raises.
        """
        self._access.permit(caller, "pathways.changes", pathway=pathway)
        walk = self._revealing.walk(Walks(self._assessor).walk(pathway, *ends, every=every), caller.name)
        return recounted(walk, self._assessor, self._translations, language) if language else walk

    def again(self, caller: Caller, given: AnswerId) -> Telling:
        """Return an answer as it was given, worked out anew.

        Raises NotPermitted, AnswerDiffers, and what the assessor raises.
        """
        self._access.permit(caller, "answers.read", pathway=given.pathway)
        telling = self._answering.tell(given.pathway, given.coordinates, given.language)
        if telling.digest != given.digest:
            raise AnswerDiffers(given.pathway, given.on, given.known)
        return telling
