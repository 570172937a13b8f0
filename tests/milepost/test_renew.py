"""``milepost renew`` makes the rows again that a program or the rulebook left behind."""

from milepost.composition import open_milepost
from milepost.settings import Settings
from tests.milepost.running import ADA, Cli, X


def test_rows_are_made_again_once(cli: Cli) -> None:
    cli.run("import", cli.rows(X))
    cli.run("import", cli.rows(ADA))
    cli.run(
        "import",
        cli.rows([{"event": "program renamed", "program": "X", "title": "Another name", "renamed_on": "2025-01-01"}]),
    )

    assert cli.answer("renew") == {"renewed": 1}
    assert cli.says("renew") == "Every standing row is true.\n"

    milepost = open_milepost(Settings(database_url=cli.url))
    assert milepost.store.standing("ada") is not None
    milepost.close()
