"""Where webhooks may go: nowhere but to public addresses over TLS, unless this machine is allowed to try things out."""

from collections.abc import Sequence

import pytest

from application.notices.subscription import SubscriptionImpossible
from infrastructure.receivers import AddressForbidden, NameUnknown, Receivers

PRIVATE = (
    *("127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1"),  # noqa: S104  (refused)
    *("::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "100::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::7f00:1"),
    *("192.88.99.1", "168.63.129.16", "3fff::1", "fec0::1", "5f00::1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:a00:1::", "2001:0:7f00:1::"),
)
PUBLIC = ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34")


def knowing(*addresses: str, loopback: bool = False) -> Receivers:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return Receivers(resolve, loopback=loopback)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_an_address_within_is_refused(address: str) -> None:
    with pytest.raises(AddressForbidden):
        knowing(address).place("https://crm.example/")
    with pytest.raises(AddressForbidden):
        knowing(*PUBLIC, address).place("https://crm.example/")


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_within_cannot_be_subscribed(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(SubscriptionImpossible):
        knowing().require(f"https://{host}/")


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f000001", "0177.0.0.1", "0"])
def test_an_address_within_that_is_written_otherwise_cannot_be_subscribed(host: str) -> None:
    with pytest.raises(SubscriptionImpossible, match="is not a public address"):
        knowing().require(f"https://{host}/")


def test_public_addresses_are_asked_as_they_were_found() -> None:
    place = knowing(*PUBLIC).place("https://CRM.example./a/b?c=d")

    assert [str(each) for each in place.addresses] == [*PUBLIC[:2], "::ffff:5db8:d822"]
    assert (place.host, place.port, place.target, place.authority) == ("crm.example", 443, "/a/b?c=d", "crm.example")
    assert knowing(PUBLIC[1]).place(f"https://[{PUBLIC[1]}]:444/").authority == f"[{PUBLIC[1]}]:444"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "crm.example",
            "//crm.example/",
            "https://",
            "https:///hook",
            "http://crm.example/",
            "ftp://crm.example/",
        ),
        *("https://ann:secret@crm.example/", "https://crm.example/#part", "https://crm.example/a b"),
        *(
            "https://crm.example:99999/",
            "https://crm.example/\r\nHost: x",
            "https://crm.exämple/",
            "https://[::1%25lo]/",
        ),
    ],
)
def test_what_is_no_address_of_a_webhook_is_refused(address: str) -> None:
    with pytest.raises(SubscriptionImpossible):
        knowing().require(address)


def test_this_machine_is_told_only_where_that_is_allowed() -> None:
    here = knowing("127.0.0.1", "::1", loopback=True)

    here.require("http://127.0.0.1:8080/hook")
    here.require("http://localhost:8080/hook")
    assert here.place("http://localhost:8080/hook").port == 8080
    with pytest.raises(AddressForbidden):
        knowing("127.0.0.1", "93.184.216.34", loopback=True).place("http://crm.example/")
    with pytest.raises(AddressForbidden):
        knowing("10.0.0.1", loopback=True).place("https://crm.example/")
    with pytest.raises(SubscriptionImpossible):
        here.require("http://10.0.0.1/hook")


@pytest.mark.parametrize("addresses", [(), ("nonsense",)])
def test_a_name_without_an_address_is_unknown(addresses: tuple[str, ...]) -> None:
    with pytest.raises(NameUnknown):
        knowing(*addresses).place("https://crm.example/")


def test_a_host_that_is_written_as_a_number_is_what_it_leads_to() -> None:
    with pytest.raises(AddressForbidden):
        knowing("127.0.0.1").place("https://2130706433/")
