"""What the service is compared with: a Flask view that returns a constant JSON, behind the same gunicorn."""

import os
import sys
from pathlib import Path
from typing import Any

from flask import Flask, Response

from milepost.serving import Server
from milepost.settings import settings_from


class Constant(Server):
    """The server, with another service."""

    def load(self) -> Any:  # noqa: ANN401  (as the server has it)
        """Return the plain application: no caller is identified, no request logged, no store asked."""
        app = Flask("constant")
        body = Path(sys.argv[1]).read_bytes()

        @app.get("/v1/pathways/<pathway>/standing")
        def standing(pathway: str) -> Response:  # noqa: ARG001  (of the address)
            return Response(body, mimetype="application/json")

        return app


if __name__ == "__main__":
    Constant(settings_from(os.environ)).run()
