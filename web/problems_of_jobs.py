"""Why work that takes long is not asked for, or what is kept of it is not touched."""

from application.asked_impacts import OneChangeAtATime
from application.desks.jobs import JobUnknown
from application.generations import NotKept
from application.reprojecting import AskedOtherwise, NothingKept, StillLive, Unfinished
from domain.refusal import Refusal
from web.problem import Problem


class JobUnderWay(Refusal):
    """The one job of its kind is not finished: what is said of it, and its address."""

    @property
    def job(self) -> str:
        return str(self.args[1])


JOB_UNKNOWN = Problem(
    name="job-unknown", status=404, title="The job is unknown", text="No job of this number was ever asked for."
)
JOB_UNDER_WAY = Problem(
    name="job-under-way",
    status=409,
    title="Another is under way",
    text="Of these jobs one is done at a time, and it is not finished: `job` is its address. Wait for it, or discard "
    "what it has built.",
    members=("job",),
    detail="Another one is not finished: wait for it, or discard what it has built.",
)
UNFINISHED = Problem(
    name="reprojection-unfinished",
    status=409,
    title="A re-projection is not finished",
    text="A re-projection that was begun otherwise, or before, is not finished: go on with it as it was asked for, or "
    "discard what it has built. `/v1/reprojection` tells how it is.",
)
NOT_KEPT = Problem(
    name="generation-not-kept",
    status=409,
    title="The generation is not kept",
    text="No complete generation of this number is kept beside the live one, so answers cannot come from it. "
    "`/v1/reprojection` lists those that are.",
)

OF_JOBS: dict[type[Exception], Problem] = {
    JobUnknown: JOB_UNKNOWN,
    JobUnderWay: JOB_UNDER_WAY,
    **dict.fromkeys((AskedOtherwise, Unfinished), UNFINISHED),
    **dict.fromkeys((NothingKept, NotKept), NOT_KEPT),
    StillLive: Problem(
        name="generation-live",
        status=409,
        title="The generation is live",
        text="Answers come from the generation, so it is not deleted. Roll back first.",
    ),
    OneChangeAtATime: Problem(
        name="one-change-at-a-time",
        status=422,
        title="One change is tried at a time",
        text="Name one of `draft`, `rows` and `choice`.",
    ),
}
