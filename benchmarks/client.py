"""Callers over HTTP: some connections, each of which asks again as soon as it is answered, as those of wrk do.

They ask in bursts, which servers that are compared can take in turns; wrk asks one server for seconds at a time, and a
machine that is shared changes its speed meanwhile.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from selectors import EVENT_READ, DefaultSelector
from socket import create_connection
from time import perf_counter

CONNECTIONS = 8
HOST = "127.0.0.1"

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_NO_BODY = b"HTTP/1.1 304"
_PIECE = 65_536


class Unexpected(Exception):
    """A server answered otherwise than it should have."""


def request(method: str, target: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return a request as it is sent."""
    length = {"Content-Length": str(len(body))} if body else {}
    lines = [f"{name}: {value}" for name, value in {"Host": HOST, **headers, **length}.items()]
    return "\r\n".join((f"{method} {target} HTTP/1.1", *lines, "", "")).encode() + body


def burst(port: int, requests: Iterable[bytes], status: int = 200) -> float:
    """Return the seconds until all requests are answered; connecting is not among them. Raises Unexpected."""
    return _burst(port, iter(requests), b"HTTP/1.1 %d " % status, [])


def asked(port: int, requests: Iterable[bytes], status: int = 200) -> list[bytes]:
    """Return the answers to requests, in no order. Raises Unexpected."""
    answers: list[bytes] = []
    _burst(port, iter(requests), b"HTTP/1.1 %d " % status, answers)
    return answers


def _burst(port: int, requests: Iterator[bytes], expected: bytes, answers: list[bytes]) -> float:
    with ExitStack() as end, DefaultSelector() as selector:
        connections = [end.enter_context(create_connection((HOST, port))) for _ in range(CONNECTIONS)]
        began = perf_counter()
        for connection, first in zip(connections, requests, strict=False):
            selector.register(connection, EVENT_READ, (connection, bytearray()))
            connection.sendall(first)
        while selector.get_map():
            for key, _ in selector.select():
                connection, answer = key.data
                piece = connection.recv(_PIECE)
                answer += piece
                if not piece or not answer.startswith(expected[: len(answer)]):
                    raise Unexpected(bytes(answer))
                if not _whole(answer):
                    continue
                answers.append(bytes(answer))
                answer.clear()
                following = next(requests, None)
                if following is None:
                    selector.unregister(connection)
                else:
                    connection.sendall(following)
        return perf_counter() - began


def _whole(answer: bytearray) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found or answer.startswith(_NO_BODY):
        return bool(found)
    length = _LENGTH.search(head)
    return length is not None and len(body) >= int(length[1])
