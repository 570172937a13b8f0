"""Why a caller is not let in, or not so far."""

from application.access import NotIdentified, NotPermitted
from application.authentication import KeySetUnreachable, TokenRefused
from application.keys import KeyRefused
from web.authentication import CredentialsUnreadable
from web.problem import Problem

_CHALLENGE = 'Bearer realm="milepost"'

NOT_PERMITTED = Problem(
    name="not-permitted",
    status=403,
    title="This is not permitted",
    text="None of the caller's roles may do this, or not with what was named; whether that exists is not told. "
    "docs/access.md has what each role may do.",
    challenge=f'{_CHALLENGE}, error="insufficient_scope"',
)

ACCESS: dict[type[Exception], Problem] = {
    NotIdentified: Problem(
        name="credentials-missing",
        status=401,
        title="Say who you are",
        text="This is not public. Send a key or an access token in the header `Authorization: Bearer …`. Whoever runs "
        "the service makes keys with `milepost keys add`.",
        challenge=_CHALLENGE,
    ),
    CredentialsUnreadable: Problem(
        name="credentials-unreadable",
        status=401,
        title="The credentials cannot be read",
        text="The header `Authorization` has to be given once, and be `Bearer`, a blank, and one key or access token.",
        challenge=f'{_CHALLENGE}, error="invalid_request"',
    ),
    KeyRefused: Problem(
        name="key-refused",
        status=401,
        title="The key opens nothing",
        text="The key is unknown, has expired, or was revoked. Whoever runs the service makes another with "
        "`milepost keys add` or `milepost keys rotate`.",
        challenge=f'{_CHALLENGE}, error="invalid_token"',
    ),
    TokenRefused: Problem(
        name="token-refused",
        status=401,
        title="The access token is refused",
        text="The access token is not one that the trusted issuer made out for this service, or not for now. The "
        "detail says what is wrong with it. Ask the issuer for another.",
        challenge=f'{_CHALLENGE}, error="invalid_token"',
    ),
    KeySetUnreachable: Problem(
        name="issuer-unreachable",
        status=503,
        title="Access tokens cannot be verified",
        text="Nothing is wrong with the request. The keys of the issuer cannot be read, so no access token can be "
        "verified. The service's log says more. Ask again in half a minute; keys are taken meanwhile.",
        detail="The keys of the issuer cannot be read, so no access token can be verified.",
        retry_after=30,
    ),
    NotPermitted: NOT_PERMITTED,
}
