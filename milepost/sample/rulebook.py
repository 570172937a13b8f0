"""The rulebook's stream: each version published on its day, each proposal drafted on its own."""

from application.rulebooks import published
from application.scenarios import Document
from domain.event import Event
from domain.rulebook import PolicyDrafted
from milepost.composition import RULEBOOKS, chains
from milepost.folder import Folder
from milepost.sample.diary import Diary

RULEBOOK = "imi"
BOARD = "board"
"""Who adopts the texts in the sample: made up, because IMI itself has recorded nothing here."""


def rulebook() -> Diary:
    """Return what is recorded of the rulebook: what lies in its folder, each text on the day of its publication."""
    diary = Diary(f"policy/{RULEBOOK}")
    documents = Folder(RULEBOOKS / RULEBOOK).documents(chains())
    for document in documents.versions:
        diary.write(published(document, BOARD), document.policy.published)
    for document in documents.proposals:
        diary.write(_drafted(document), document.policy.published)
    return diary


def _drafted(document: Document) -> Event:
    return PolicyDrafted(
        version=document.policy.version,
        document=document.text,
        content_hash=document.content_hash,
        drafted_on=document.policy.published,
    )
