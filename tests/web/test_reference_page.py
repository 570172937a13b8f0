"""The description in a browser: whatever the page loads, this service gives."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from application.access import ANYONE
from tests.web.callers import signed_in
from web.reference_page import PAGE, POLICY, SHOWN_WITH, START

AT = "http://localhost/reference"


class Addresses(HTMLParser):
    """Each address that the page names, and what stands where a script could."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.found += [str(given[name]) for name in ("src", "href", "action", "data", "srcset") if name in given]
        self.inline |= tag in {"script", "style"} and "src" not in given
        self.inline |= any(name.startswith("on") or name == "style" for name in given)


@pytest.fixture
def anyone(client: FlaskClient) -> FlaskClient:
    return signed_in(client.application, ANYONE)


@pytest.fixture
def addresses() -> Addresses:
    read = Addresses()
    read.feed(PAGE)
    return read


def test_everybody_may_read_it(anyone: FlaskClient) -> None:
    response = anyone.get("/reference")

    assert (response.status_code, response.mimetype, response.text) == (200, "text/html", PAGE)


def test_each_address_on_it_is_answered_by_this_service(anyone: FlaskClient, addresses: Addresses) -> None:
    assert len(addresses.found) == len(SHOWN_WITH) + 2
    for address in addresses.found:
        whole = urljoin(AT, address)
        assert whole.startswith("http://localhost/")
        response = anyone.get(whole.removeprefix("http://localhost"))
        assert response.status_code == 200, address
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        response.close()


def test_it_starts_with_the_description_of_this_service_and_no_validator() -> None:
    assert 'url: "openapi.json"' in START
    assert "validatorUrl: null" in START
    assert not re.search(r"//|https?:", PAGE + START)


def test_the_style_sheet_loads_nothing(anyone: FlaskClient) -> None:
    response = anyone.get("/reference/swagger-ui.css")
    loaded = re.findall(r"url\(\s*[\"']?(\w*:?)", response.text)
    response.close()

    assert set(loaded) <= {"data:"}
    assert "@import" not in response.text


def test_browsers_load_nothing_for_it_from_elsewhere(anyone: FlaskClient, addresses: Addresses) -> None:
    sources = {source for directive in POLICY.split("; ") for source in directive.split(" ")[1:]}

    assert anyone.get("/reference").headers["Content-Security-Policy"] == POLICY
    assert POLICY.startswith("default-src 'none'; script-src 'self'; ")
    assert sources == {"'none'", "'self'", "'unsafe-inline'", "data:"}
    assert not addresses.inline


def test_what_lies_beside_the_files_is_not_given(anyone: FlaskClient) -> None:
    for name in ("oauth2-redirect.html", "..%2F__init__.py", "VERSION", "nothing.js"):
        assert anyone.get(f"/reference/{name}").status_code == 404
