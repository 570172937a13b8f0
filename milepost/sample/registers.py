"""A few registers of jurisdictions, with made-up names."""

from datetime import date

from domain.register import JurisdictionListed, JurisdictionListingCorrected, JurisdictionListingEnded, RegisterOpened
from milepost.sample.diary import Diary

JURISDICTIONS = {"SAMPLE-NL": "NL", "SAMPLE-SG": "SG", "SAMPLE-IE": "IE"}


def registers() -> list[Diary]:
    """Return what is recorded of the registers: one relied on throughout, one corrected, one relied on no more."""
    found = {}
    for name, jurisdiction in JURISDICTIONS.items():
        diary = found[name] = Diary(f"register/{name}")
        diary.tell(RegisterOpened(name=f"Sample register {jurisdiction}", keeper="Sample keeper"), date(2018, 1, 8))
        diary.tell(JurisdictionListed(jurisdiction=jurisdiction, from_=date(2018, 2, 1)), date(2018, 2, 1))
    found["SAMPLE-SG"].tell(
        JurisdictionListingCorrected(
            jurisdiction="SG", from_=date(2018, 4, 1), reason="The agreement begins in April."
        ),
        date(2018, 9, 3),
    )
    found["SAMPLE-IE"].tell(
        JurisdictionListingEnded(jurisdiction="IE", ended_on=date(2024, 6, 30), reason="The register was closed."),
        date(2024, 7, 2),
    )
    return list(found.values())
