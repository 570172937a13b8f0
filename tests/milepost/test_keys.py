"""``milepost keys`` makes, lists, rotates and revokes keys."""

import json
import re

from application.access import Caller, Role
from milepost.composition import open_milepost
from milepost.settings import Settings
from tests.milepost.running import MARCH_1, Cli


def test_a_key_is_shown_once_and_alone_on_standard_output(cli: Cli) -> None:
    result = cli.run("keys", "add", "website", "--role", "service")
    text = result.stdout.strip()

    assert re.fullmatch("mp_[0-9a-f]{12}_[0-9a-f]{64}", text)
    assert "for website expires at 2026-05-30T12:00:00Z" in result.stderr
    assert text not in result.stderr + cli.says("keys", "list") + cli.says("keys", "list", "--json")
    assert text.encode() not in cli.file.read_bytes()


def test_the_key_opens_what_was_asked_for(cli: Cli) -> None:
    text = cli.says("keys", "add", "ada", "--role", "mediator", "--pathway", "ada", "--days", 1).strip()

    milepost = open_milepost(Settings(database_url=cli.url))
    caller = milepost.keyring.check(text, MARCH_1).caller
    milepost.close()
    assert caller == Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"}))


def test_keys_are_listed_with_their_state(cli: Cli) -> None:
    assert "No key was made yet" in cli.says("keys", "list")
    made = json.loads(cli.says("keys", "add", "academy", "--role", "provider", "--program", "X", "--json"))

    assert cli.says("keys", "revoke", made["id"]).startswith(f"The key {made['id']} is revoked")
    assert re.search(rf"{made['id']} +academy +provider +X +2026-03-01T12:00:00Z +revoked", cli.says("keys", "list"))
    assert cli.answer("keys", "list")["keys"][0]["revoked_by"] == "registrar"


def test_a_key_is_rotated(cli: Cli) -> None:
    made = json.loads(cli.says("keys", "add", "website", "--role", "service", "--json"))

    cli.run("keys", "rotate", made["id"], "--overlap", 2, "--days", 30)

    listed = cli.answer("keys", "list")["keys"]
    assert sorted(key["expires_at"] for key in listed) == ["2026-03-01T14:00:00Z", "2026-03-31T12:00:00Z"]


def test_what_cannot_be_is_refused_in_words(cli: Cli) -> None:
    assert "names a program if it has the role provider" in cli.refuses("keys", "add", "academy", "--role", "provider")
    assert "no key has the id none" in cli.refuses("keys", "revoke", "none")
