"""A re-projection is watched over HTTP while it is made."""

from typing import cast

from application.crew import Alone
from application.recording import Registrar
from application.reprojecting import Reprojecting
from application.store import Command
from infrastructure.event_store import SqlEventStore
from tests.web.office import Office
from tests.web.sample import NOW, assessor_of


def test_a_reprojection_is_watched(office: Office) -> None:
    assert office.get("/v1/reprojection").json == {
        "format": "milepost.reprojection/v1",
        "live": 1,
        "generations": [{"number": 1, "known": 0, "complete": True}],
        "last": None,
    }
    store, assessor = cast("SqlEventStore", office.store), assessor_of(office.store)
    found = Reprojecting(store, Registrar(store, assessor), assessor, store.generations, store.jobs, lambda: NOW)
    ann = Command("ann", "watched")

    with found.begun(ann, "this process", from_events=False) as run:
        at_work = office.get("/v1/reprojection").json
        assert at_work is not None
        assert (at_work["last"]["state"], at_work["last"]["finished"]) == ("building", False)
        assert at_work["last"]["held_until"] is not None
        for _ in found.build(run, Alone(found.builder())):
            pass
        found.bring_in(run, ann)

    done = office.get("/v1/reprojection").json
    assert done is not None
    assert (done["live"], done["last"]["done"], done["last"]["held_until"]) == (2, done["last"]["whole"], None)
