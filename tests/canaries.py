"""Words that stand for a person, planted where texts go in and looked for in every byte that is left of them."""

from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote


class Canary(NamedTuple):
    """A word with a letter that is written differently by whoever writes it: plain, escaped, folded, in base64."""

    word: str
    folded: str

    def forms(self) -> list[bytes]:
        """Return how the word may stand in bytes, small letters alone."""
        escaped = "".join(each if each.isascii() else f"\\u{ord(each):04x}" for each in self.word)
        plain = (self.word, self.folded, escaped, quote(self.word))
        return [*(each.lower().encode() for each in plain), self.word.lower().encode("latin-1")]

    def in_base64(self) -> list[bytes]:
        """Return how the word stands in base64 after any number of bytes, without what its neighbours share."""
        found = []
        for before, cut in ((0, 0), (1, 2), (2, 3)):
            text = b64encode(bytes(before) + self.word.encode())
            found.append(text.rstrip(b"=")[cut:-1])
        return found

    def stands_in(self, content: bytes) -> bool:
        """Tell whether the word stands in the bytes in any form."""
        small = content.lower()
        return any(form in small for form in self.forms()) or any(form in content for form in self.in_base64())

    def files(self, folders: Iterable[Path]) -> list[str]:
        """Return the names of all files in which the word stands."""
        return [
            path.name
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.is_file() and self.stands_in(path.read_bytes())
        ]
