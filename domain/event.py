"""What an event is: a frozen statement of what happened, under a lasting topic."""

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="topic"):
    """A statement of what happened; each concrete class names its topic with ``tag=``.

    The topic is part of the stored bytes, so that they explain themselves without the store.
    """

    @classmethod
    def topic(cls) -> str:
        """Return the lasting name of this event, such as ``pathway.course-completed.v1``."""
        return str(cls.__struct_config__.tag)
