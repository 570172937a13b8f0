"""A kind of problem, and how its documents and its page tell of it (RFC 9457)."""

import msgspec

MEDIA_TYPE = "application/problem+json"
FAULTS = 500
"""From this status on the fault is the service's own, and whoever runs it reads of it in the log."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of problem. Its name is part of a lasting address, ``/problems/<name>``, and never changes.

    ``text`` says what is the case and what to do. ``members`` are what a document has beside those of RFC 9457: the
    attributes of that name of the error. ``detail`` takes the place of the error's own words where these are meant for
    whoever runs the service and not for whoever calls it.
    """

    name: str
    status: int
    title: str
    text: str
    members: tuple[str, ...] = ()
    detail: str = ""
    retry_after: int | None = None
    """Seconds after which asking again makes sense."""
    challenge: str = ""
    """What `WWW-Authenticate` tells (RFC 6750)."""

    @property
    def type(self) -> str:
        return f"/problems/{self.name}"

    @property
    def page(self) -> str:
        """What is read at the address of the type."""
        return f"# {self.title}\n\nStatus {self.status}.{self._also}\n\n{self.text}\n"

    @property
    def section(self) -> str:
        """The same as a section of docs/problems.md."""
        return f"## {self.type}\n\n**{self.title}.** Status {self.status}.{self._also}\n\n{self.text}\n"

    @property
    def _also(self) -> str:
        named = ", ".join(f"`{member}`" for member in self.members)
        return f" Its documents also have {named}." if named else ""
