"""Notices put together: who may be told, and what takes notices there. What sends is loaded where something is sent."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, cast

from application.notices.delivery import Courier, Deliveries
from application.notices.dispatch import Dispatch
from application.notices.subscription import Subscribing, Subscriptions, Way
from milepost.clock import Clock
from milepost.release import release
from milepost.resolving import resolve
from milepost.settings import Settings


def subscribing_to(subscriptions: Subscriptions, settings: Settings) -> Subscribing:
    """Return what makes subscriptions, as far as the settings let somebody be told."""
    return Subscribing(subscriptions, _requirement(settings))


def dispatch_of(deliveries: Deliveries, settings: Settings, clock: Clock) -> Dispatch:
    """Return what takes the notices that wait to those who subscribed."""
    return Dispatch(deliveries, _couriers(settings), clock)


def _requirement(settings: Settings) -> Callable[[str], None]:
    def require(address: str) -> None:
        from infrastructure.receivers import Receivers  # noqa: PLC0415

        Receivers(resolve, loopback=settings.webhooks == "loopback").require(address)

    return require


def _couriers(settings: Settings) -> Mapping[Way, Courier]:
    from infrastructure.letters import LetterFile, Mail, MailHost  # noqa: PLC0415
    from infrastructure.receivers import Receivers  # noqa: PLC0415
    from infrastructure.webhooks import Webhooks  # noqa: PLC0415

    receivers = Receivers(resolve, loopback=settings.webhooks == "loopback")
    letters: Courier = LetterFile(Path(settings.notices_file), settings.rulebook, os.fsync)
    if settings.smtp:
        host, _, port = settings.smtp.rpartition(":")
        security = cast("Literal['tls', 'starttls', 'none']", settings.smtp_security)
        signed_in = (settings.smtp_user, settings.smtp_password)
        letters = Mail(MailHost(host.strip("[]"), int(port), settings.smtp_sender, security, *signed_in))
    return {Way.WEBHOOK: Webhooks(receivers, settings.rulebook, f"milepost/{release()}"), Way.EMAIL: letters}
