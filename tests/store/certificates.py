"""Certificates of a cluster's own, and the configuration of Dask that docs/scale.md shows, with these."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from re import DOTALL, search

import yaml
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    CertificateBuilder,
    Name,
    NameAttribute,
    random_serial_number,
)
from cryptography.x509.oid import NameOID

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"
SHOWN = "/etc/milepost/cluster"
"""The folder of the page in which certificates lie."""


def certified(folder: Path) -> Mapping[str, object]:
    """Write certificates and Dask's configuration into a folder, for processes to find; return it for this one."""
    authority = generate_private_key(SECP256R1())
    ours = _name("the cluster")
    _write(folder / "ca.pem", _signed(ours, authority, ours, authority, authority=True))
    for role in ("scheduler", "worker", "client"):
        key = generate_private_key(SECP256R1())
        _write(folder / f"{role}.pem", _signed(_name(role), key, ours, authority))
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{role}.key").write_bytes(private)
    shown = search(r"```yaml\n(distributed:.+?)```", PAGE.read_text(), DOTALL)
    assert shown is not None
    configured = shown[1].replace(SHOWN, str(folder))
    (folder / "dask.yaml").write_text(configured)
    found: Mapping[str, object] = yaml.safe_load(configured)
    return found


def _name(name: str) -> Name:
    return Name([NameAttribute(NameOID.COMMON_NAME, name)])


def _signed(
    subject: Name, key: EllipticCurvePrivateKey, issuer: Name, by: EllipticCurvePrivateKey, *, authority: bool = False
) -> Certificate:
    builder = CertificateBuilder(issuer, subject, key.public_key(), random_serial_number())
    lasting = builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(
        datetime(2100, 1, 1, tzinfo=UTC)
    )
    return lasting.add_extension(BasicConstraints(ca=authority, path_length=None), critical=True).sign(by, SHA256())


def _write(file: Path, certificate: Certificate) -> None:
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
