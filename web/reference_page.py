"""The description of the service, to be read in a browser; nothing on the page comes from another address."""

from importlib.resources import files

from flask import Blueprint, Response, abort, send_from_directory

from web.given import given

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Swagger UI writes styles into what it draws, and its style sheet has pictures in itself."""

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Milepost: the HTTP interface</title>
<link rel="icon" type="image/png" href="reference/favicon-32x32.png">
<link rel="stylesheet" href="reference/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<noscript>This page is drawn by a script. It shows what <a href="openapi.json">openapi.json</a> says.</noscript>
<script src="reference/swagger-ui-bundle.js"></script>
<script src="reference/start.js"></script>
</body>
</html>
"""
START = """\
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "none",
  supportedSubmitMethods: [],
  validatorUrl: null,
});
"""
"""Without a validator, because the usual one stands at an outside address; nothing is sent from here, only read."""

SHOWN_WITH = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"})
_FOUND_IN = str(files("flask_swagger_ui") / "dist")


def reference_page() -> Blueprint:
    """Return the page at ``/reference``, and what it is drawn with."""
    pages = Blueprint("reference_page", __name__)

    @pages.get("/reference")
    def page() -> Response:
        response = given(PAGE, "text/html")
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @pages.get("/reference/start.js")
    def start() -> Response:
        return given(START, "text/javascript")

    @pages.get("/reference/<name>")
    def drawn_with(name: str) -> Response:
        if name not in SHOWN_WITH:
            abort(404)
        return send_from_directory(_FOUND_IN, name)

    return pages
