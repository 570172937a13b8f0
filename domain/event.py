"""What an event is: a frozen statement of what happened, under a lasting topic."""

from typing import Any, ClassVar, dataclass_transform

import msgspec


class _Stated(msgspec.StructMeta):
    """Makes the fields of every event keyword-only; msgspec does not hand that setting down to subclasses."""

    def __new__(
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        **settings: Any,  # noqa: ANN401 - as msgspec takes them
    ) -> type:
        return super().__new__(cls, name, bases, namespace, kw_only=True, **settings)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Event(
    msgspec.Struct,
    metaclass=_Stated,
    frozen=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="topic",
):
    """A statement of what happened; each concrete class names its topic with ``tag=``.

    The topic is part of the stored bytes, so that they explain themselves without the store.
    """

    ahead: ClassVar[frozenset[str]] = frozenset()
    """Its days that may still be to come when it is recorded; `domain.happening` names those that always may."""

    on_the_day: ClassVar[frozenset[str]] = frozenset()
    """Its days that are those of recording: what somebody says is recorded when it is said."""

    reason_stays_open: ClassVar[bool] = False
    """Whether why it is recorded stays legible, also where it is about a person."""

    @classmethod
    def topic(cls) -> str:
        """Return the lasting name of this event, such as ``pathway.course-completed.v1``."""
        return str(cls.__struct_config__.tag)
