"""A notice and those who are told of it."""

from datetime import UTC, datetime

from application.notices.delivery import Errand
from application.notices.notice import Kind, Notice, id_of
from application.notices.subscription import Subscription, Way

NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105  (of the published examples)


def notice(key: str = "reminder/ada/level/certified/2027-02-01/30", kind: Kind = Kind.REMINDER) -> Notice:
    return Notice(
        id=id_of(key),
        kind=kind,
        pathway="ada",
        says="Level certified of ada ends on 2027-02-01.",
        data={"name": "certified", "days": 30},
        position=7,
        made_at=NOON,
    )


def subscription(
    name: str = "crm", address: str = "https://crm.example/hook", way: Way = Way.WEBHOOK, kinds: tuple[Kind, ...] = ()
) -> Subscription:
    return Subscription(id=name, way=way, address=address, kinds=kinds, made_at=NOON, made_by="ann")


def errand(to: Subscription, of: Notice | None = None, attempts: int = 0) -> Errand:
    return Errand(of or notice(), to, SECRET if to.way is Way.WEBHOOK else None, attempts)
