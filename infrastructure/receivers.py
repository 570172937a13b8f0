"""Where webhooks may go: to addresses that anybody could reach, so that nothing within is asked on another's behalf."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

import msgspec
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from application.notices.subscription import SubscriptionImpossible

Address: TypeAlias = IPv4Address | IPv6Address
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host as the machine knows them; raises OSError where there are none."""

_UNICAST = IPv6Network("2000::/3")
"""All that is given out of IPv6 for hosts that anybody may reach."""
_NOT_PUBLIC = (IPv4Network("192.88.99.0/24"), IPv4Network("168.63.129.16/32"), IPv6Network("3fff::/20"))
"""What Python takes for public: relays of 6to4, the host of a virtual machine at Azure, and examples (RFC 9637)."""
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_PORTS = {"https": 443, "http": 80}


class NameUnknown(Exception):
    """A host has no address, or nobody could be asked for it."""


class AddressForbidden(Exception):
    """A host has an address that is not a public one."""


class Place(msgspec.Struct, frozen=True):
    """Where to send: the host that is meant, and the addresses that were checked and are the only ones to be asked."""

    scheme: str
    host: str
    port: int
    target: str
    addresses: tuple[Address, ...]

    @property
    def authority(self) -> str:
        """Return what the header `Host` says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


class Receivers:
    """Finds where an address leads, and refuses what leads anywhere but to public addresses over TLS.

    With ``loopback``, which is for trying things out, this machine itself may be told too, without TLS.
    """

    def __init__(self, resolve: Resolve, *, loopback: bool = False) -> None:
        self._resolve = resolve
        self._loopback = loopback

    def require(self, address: str) -> None:
        """Raise SubscriptionImpossible for an address to which nothing would ever be sent, whatever its name means."""
        url = self._read(address)
        host = _bare(url.host or "")
        literal = _literal(host)
        if _is_number(host) if literal is None else not self._admits(literal, url.scheme or ""):
            message = f"{url.host} is not a public address"
            raise SubscriptionImpossible(message)

    def place(self, address: str) -> Place:
        """Return where an address leads now. Raises NameUnknown and AddressForbidden.

        Every address of the host has to be admitted: one that is not would be reached sooner or later.
        """
        url = self._read(address)
        scheme, host = url.scheme or "", _bare(url.host or "")
        port = url.port or _PORTS[scheme]
        try:
            found = tuple(dict.fromkeys(ip_address(each) for each in self._resolve(host, port)))
        except (OSError, ValueError) as error:
            raise NameUnknown(str(error)) from None
        if not found:
            raise NameUnknown(host)
        refused = [each for each in found if not self._admits(each, scheme)]
        if refused:
            raise AddressForbidden(str(refused[0]))
        return Place(scheme, host, port, url.request_uri, found)

    def _read(self, address: str) -> Url:
        """Return the parts of an address. Raises SubscriptionImpossible."""
        try:
            url = parse_url(address) if address.isascii() and address.isprintable() and " " not in address else Url()
        except LocationParseError:
            url = Url()
        schemes = ("https", "http") if self._loopback else ("https",)
        if url.scheme not in schemes or not url.host or url.auth or url.fragment or "%" in url.host:
            message = "the address of a webhook begins with https://, names a host, and has neither user nor fragment"
            raise SubscriptionImpossible(message)
        return url

    def _admits(self, address: Address, scheme: str) -> bool:
        plain = _plain(address)
        if self._loopback and plain.is_loopback:
            return True
        return scheme == "https" and _is_public(plain)


def _plain(address: Address) -> Address:
    """Return an IPv4 address that is written as one of IPv6 as what it is."""
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _is_public(address: Address) -> bool:
    """Tell whether anybody may reach an address; what leads on to another one (6to4, Teredo, NAT64) is not admitted."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if any(address in network for network in _NOT_PUBLIC):
        return False
    if isinstance(address, IPv4Address):
        return True
    return address in _UNICAST and address.sixtofour is None and address.teredo is None


def _literal(host: str) -> Address | None:
    """Return the address that a host is written as, if it is one."""
    with suppress(ValueError):
        return ip_address(host)
    return None


def _is_number(host: str) -> bool:
    """Tell whether a machine takes a host for an address, such as 127.1 or 0x7f000001: no name ends in a number."""
    return _NUMBER.fullmatch(host.rpartition(".")[2]) is not None


def _bare(host: str) -> str:
    return host.strip("[]").rstrip(".")
