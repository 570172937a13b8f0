"""What a document of words may hold: a language, and words for the ids of each part of a rulebook."""

from domain.policy.translation import FORMAT, LANGUAGE, PARTS, PHRASES
from infrastructure.schemas.shapes import DRAFT, Shape, closed, line, named, text

DESCRIPTIONS = {
    "reasons": "reason codes, each a sentence",
    "clauses": "clauses, by their numbers, which stand in quotes",
    "levels": "levels, by their ids",
    "conditions": "what is owed",
    "kinds": "kinds of evidence",
    "units": "units of amounts, in the singular and in the plural",
}


def words() -> Shape:
    """Return the schema of a document of words."""
    parts = {part: named(text(), DESCRIPTIONS.get(part, part)) for part in PARTS if part != "phrases"}
    keys = {
        "format": {"const": FORMAT},
        "rulebook": text("whose words these are; without it, those of every rulebook"),
        "language": line("the language, such as en, de or pt-BR", pattern=f"^{LANGUAGE.pattern}$"),
        **parts,
        "phrases": closed(
            {phrase: text() for phrase in sorted(PHRASES)}, (), "the fixed phrases, by what they are in English"
        ),
    }
    return {"$schema": DRAFT, "title": "Words of a language for a rulebook", **closed(keys, ["format", "language"])}
