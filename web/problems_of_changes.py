"""Why it is not told what changed from one answer to another."""

from application.walking import GoesBack
from web.problem import Problem

GOES_BACK = Problem(
    name="goes-back",
    status=422,
    title="The change goes back",
    text="What changed is asked for up to a day before the first one, or up to less knowledge than in the beginning. "
    "Ask for it the other way round.",
)

OF_CHANGES: dict[type[Exception], Problem] = {GoesBack: GOES_BACK}
