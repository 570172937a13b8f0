"""Whoever writes over HTTP, in a store of their own."""

from itertools import count
from typing import Any

from werkzeug.test import TestResponse

from application.access import Caller
from application.store import EventStore
from tests.web import sample
from tests.web.callers import ANN, signed_in


class Office:
    """A registrar, unless somebody else is named, who gives every write a key of its own."""

    def __init__(self, store: EventStore, caller: Caller = ANN) -> None:
        self.store = store
        self.client = signed_in(sample.app_of(store, sample.assessor_of(store)), caller)
        self._keys = count(1)

    def get(self, address: str, **options: Any) -> TestResponse:  # noqa: ANN401  (of werkzeug)
        return self.client.get(address, **options)

    def post(
        self,
        address: str,
        body: dict[str, Any],
        *,
        key: str = "",
        match: str | None = "*",
        headers: dict[str, str] | None = None,
        bare: bool = False,
    ) -> TestResponse:
        """Post a body with a reason, or ``bare`` where nothing is recorded."""
        given = {"Idempotency-Key": key or f"key-{next(self._keys)}"} | (headers or {})
        if match is not None:
            given["If-Match"] = match
        said = {} if bare else {"reason": "as told by letter", "cause": None}
        return self.client.post(address, json=said | body, headers=given)

    def send(self, address: str, body: bytes, media_type: str = "application/json") -> TestResponse:
        headers = {"Idempotency-Key": f"key-{next(self._keys)}", "If-Match": "*"}
        return self.client.post(address, data=body, content_type=media_type, headers=headers)
