"""How often Python looks for circles of objects that nothing else refers to."""

import gc

_YOUNG, _OLDER, _OLDEST = 50_000, 20, 20


def look_seldom() -> None:
    """Let this process look a seventieth as often as Python would.

    Facts, timelines and proofs hold no circles and are gone with their last reference, so there is little to find;
    where hundreds of pathways are at hand at once, looking takes a tenth of the time.
    """
    gc.set_threshold(_YOUNG, _OLDER, _OLDEST)
