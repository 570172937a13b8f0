"""Chance: the only place where what nobody can guess comes from."""

import secrets


def drawn(count: int) -> bytes:
    """Return so many bytes, fit for a secret."""
    return secrets.token_bytes(count)
