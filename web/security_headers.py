"""What every answer tells browsers not to do with it, as OWASP's REST Security Cheat Sheet advises."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""A resource may set another value; a page to be read in a browser has a policy of its own."""

_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")
_OF_A_CACHE = "Cache-Control"


def secured(status: str, headers: list[tuple[str, str]], scheme: str) -> list[tuple[str, str]]:
    """Return the headers of an answer with those that it does not have; over HTTPS, also that no other way is taken.

    A 304 says only what a cache needs to know of what it has, which keeps the headers that came with it (RFC 9110,
    section 15.4.5).
    """
    there = {name.title() for name, _ in headers}
    said = HEADERS if status[:3] != "304" else {_OF_A_CACHE: HEADERS[_OF_A_CACHE]}
    more = [(name, value) for name, value in said.items() if name not in there]
    return [*headers, *more, _TRANSPORT] if scheme == "https" else headers + more
