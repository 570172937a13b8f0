"""Documents of a rulebook read in the order of their amendments, each on the text that it amends."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from application.scenarios import Document, Documents
from domain.policy.places import place_of
from domain.policy.reading import read_policy
from domain.policy.text import Policy
from domain.policy.typed import DocumentRefused, Fault, Mapping, Place, Text, Typed, entries_of, text_of
from domain.policy.vocabulary import Vocabulary


class Stated(msgspec.Struct, frozen=True):
    """What the head of a document says, as far as it can be told."""

    version: str
    amends: str | None
    place: Place


def stated(typed: Typed) -> Stated:
    """Return which version a document is, and which it amends; both are empty if it does not say."""
    said: dict[str, Text] = {}
    if isinstance(typed, Mapping):
        said = {key: value for key, (_, value) in typed.entries.items() if isinstance(value, Text)}
    amends = said.get("amends")
    version = said["version"].value if "version" in said else ""
    return Stated(version, amends.value if amends else None, amends.place if amends else typed.place)


def rulebook_of(typed: Typed) -> str:
    """Return which rulebook a document says that it is of. Raises DocumentRefused."""
    try:
        entries = entries_of(typed, "a document")
        return text_of(entries["rulebook"][1], "a rulebook").value if "rulebook" in entries else ""
    except Fault as fault:
        raise DocumentRefused([fault]) from None


def undecided(policy: Policy, typed: Typed, others: Iterable[Policy]) -> Iterator[Fault]:
    """Yield a fault for each other text that takes effect and was published on the same days."""
    for other in others:
        same_days = (other.in_force_from, other.published) == (policy.in_force_from, policy.published)
        if same_days and other.version != policy.version:
            same = f"published and in force from the same days as version '{other.version}'"
            place = place_of(typed, ("in force from",))
            yield Fault(place, f"{same}: nobody can tell which of them decides; one has to be later")


def amending_the_same(documents: Iterable[Typed]) -> Iterator[Fault]:
    """Yield a fault for each document that amends a version which another amends before it."""
    amended: dict[str, str] = {}
    for head in map(stated, documents):
        if head.amends in amended:
            other = amended[head.amends]
            lost = f"what that changed would be lost; amend '{other}', or make one of them a proposal"
            yield Fault(head.place, f"version '{other}' amends '{head.amends}' as well: {lost}")
        elif head.amends is not None:
            amended[head.amends] = head.version


class Chains:
    """Reads documents; `vocabulary` are the kinds that every rulebook may read."""

    def __init__(
        self, vocabulary: Vocabulary, canonical_bytes: Callable[[Policy], bytes], content_hash: Callable[[bytes], str]
    ) -> None:
        self._vocabulary = vocabulary
        self._canonical_bytes = canonical_bytes
        self._content_hash = content_hash

    def read(self, typed: Typed, before: Policy | None) -> Document:
        """Return the whole text of a document; `before` is the last text, read by one that amends."""
        return self.written(read_policy(typed, self._vocabulary, before if stated(typed).amends else None))

    def written(self, policy: Policy) -> Document:
        """Return a text with its canonical JSON and the hash of that."""
        text = self._canonical_bytes(policy)
        return Document(policy=policy, text=text.decode(), content_hash=self._content_hash(text))

    def in_order(self, documents: Sequence[Typed]) -> list[Typed]:
        """Return documents so that each comes after the one that it amends.

        Raises DocumentRefused for two of one version, and for documents that amend each other in a circle.
        """
        heads = [stated(each) for each in documents]
        names = [head.version for head in heads]
        twice = [head for place, head in enumerate(heads) if head.version in names[:place]]
        if twice:
            raise DocumentRefused(Fault(head.place, f"version '{head.version}' stands twice") for head in twice)
        found: dict[str, Typed] = {}
        waiting = dict(zip(names, zip(documents, heads, strict=True), strict=True))
        while waiting:
            ready = [name for name, (_, head) in waiting.items() if head.amends not in waiting]
            if not ready:
                raise DocumentRefused(
                    Fault(head.place, f"'{name}' amends '{head.amends}' in a circle")
                    for name, (_, head) in waiting.items()
                )
            for name in ready:
                found[name] = waiting.pop(name)[0]
        return list(found.values())

    def documents(
        self, versions: Sequence[Typed], proposals: Sequence[Typed] = (), known: Sequence[Document] = ()
    ) -> Documents:
        """Return documents read on one another, and on known ones. Raises DocumentRefused with the faults of all."""
        read = {each.policy.version: each for each in known}
        faults: list[Fault] = []
        broken: set[str] = set()
        for typed in (*self.in_order(versions), *proposals):
            head = stated(typed)
            if head.amends in broken:
                broken.add(head.version)
                continue
            try:
                read[head.version] = self._read_among(typed, head, read)
            except DocumentRefused as refused:
                faults += refused.faults
                broken.add(head.version)
        faults += amending_the_same(self.in_order(versions))
        adopted = [each.policy for each in known]
        for typed in self.in_order(versions):
            name = stated(typed).version
            if name in read and name not in broken:
                faults += undecided(read[name].policy, typed, adopted)
                adopted.append(read[name].policy)
        if faults:
            raise DocumentRefused(faults)
        chosen = [
            tuple(read[stated(typed).version] for typed in group) for group in (self.in_order(versions), proposals)
        ]
        rulebook = next((each.policy.rulebook for each in (*chosen[0], *chosen[1])), "")
        return Documents(rulebook=rulebook, versions=chosen[0], proposals=chosen[1])

    def _read_among(self, typed: Typed, head: Stated, read: dict[str, Document]) -> Document:
        if head.amends and head.amends not in read:
            known = f"; known are {', '.join(read)}" if read else ""
            raise DocumentRefused([Fault(head.place, f"amends '{head.amends}', which is not at hand{known}")])
        return self.read(typed, read[head.amends].policy if head.amends else None)
