"""Why something is recorded, and what led to it: as bodies and queries say it."""

from marshmallow import ValidationError, validate

_BLANKS = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
"""What `\\s` means in ECMA-262 and so in JSON Schema; Python means some control characters too."""

_LETTERS = "A text with letters is expected."
_WITH_LETTERS = r"[\s\S]*\S"


def _with_letters(text: str) -> None:
    if not text.strip(_BLANKS):
        raise ValidationError(_LETTERS)


OF_A_REASON = (validate.Length(max=2000), _with_letters)
OF_A_CAUSE = (validate.Length(max=200), _with_letters)


def described(description: str) -> dict[str, str]:
    """Return what is said of such a text to those who read the description of the service."""
    return {"description": description, "pattern": _WITH_LETTERS}
