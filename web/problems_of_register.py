"""Why an entry of the public register is not given."""

from application.public_register import NotListed
from web.problem import Problem

ENTRY_UNKNOWN = Problem(
    name="entry-unknown",
    status=404,
    title="Nobody of this id is listed",
    text="On the day `on`, today if it was left out, nobody of this id is on the public register. Whether there is "
    "such a mediator is not told.",
)

OF_REGISTER: dict[type[Exception], Problem] = {NotListed: ENTRY_UNKNOWN}
