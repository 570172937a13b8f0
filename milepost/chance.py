"""Chance: the only place where what nobody can guess comes from, and what need only never come twice."""

import random
import secrets


def drawn(count: int) -> bytes:
    """Return so many bytes, fit for a secret."""
    return secrets.token_bytes(count)


def any_id() -> str:
    """Return an id like no other, of any process; others could be guessed from many of them.

    It asks the machine for nothing, for which a thread would let go of the interpreter; Python seeds it anew at a fork.
    """
    return f"{random.getrandbits(128):032x}"
