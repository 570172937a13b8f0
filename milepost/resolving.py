"""What this machine knows of the addresses of hosts."""

import socket
from collections.abc import Sequence


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, in the order in which the machine would try them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]
