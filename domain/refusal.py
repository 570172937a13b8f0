"""Why something may not be recorded, said in a sentence."""

from typing import ClassVar


class Refusal(Exception):
    """What was asked for does not follow from what is recorded, or cannot be true.

    The class names the case; its sentence, filled with the arguments, tells it to whoever asked.
    """

    sentence: ClassVar[str] = "{0}"

    def __str__(self) -> str:
        return self.sentence.format(*self.args)
