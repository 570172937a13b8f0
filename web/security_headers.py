"""What every answer tells browsers not to do with it, as OWASP's REST Security Cheat Sheet advises."""

from flask import Flask, Response, request

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""A resource may set another value; a page to be read in a browser has a policy of its own."""

_TRANSPORT = "max-age=31536000"


def add_security_headers(app: Flask) -> None:
    """Give every answer the headers that it does not have; over HTTPS, also that no other way may be taken."""

    @app.after_request
    def add(response: Response) -> Response:
        there = {name.title() for name, _ in response.headers}
        response.headers.extend([(name, value) for name, value in HEADERS.items() if name.title() not in there])
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = _TRANSPORT
        return response
