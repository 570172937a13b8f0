"""The chapters of the demo about whoever trusts neither the body's database nor its staff."""

from shutil import copy

import msgspec

from milepost.demo.stage import KEY_FILE, Stage

AUDITOR = "auditor"
"""The folder that stands for the machine of the auditor."""
VERIFIER = "milepost_verifier.py"
PUBLIC_KEY = "ledger.pub"
KEPT = "kept.txt"
ENDED, MOVED = "2025-05-31", "2025-06-01"
"""The day on which Greta's course ended, and the next: the first that a retrospective approval would reach."""


def checkpoint(stage: Stage) -> None:
    stage.title("6. An auditor takes a checkpoint home")
    stage.say(
        "Every event is a leaf of one tree of hashes. A checkpoint is its size and its root, signed. The auditor takes "
        "one along, with the public key and the verifier: one file of Python that shares no code with the service, and "
        "needs the package `cryptography` alone."
    )
    (stage.folder / AUDITOR).mkdir()
    stage.keep(f"ledger key {KEY_FILE}", f"{AUDITOR}/{PUBLIC_KEY}")
    stage.run("checkpoint", "Checkpoint of size")
    stage.keep("ledger show", f"{AUDITOR}/{KEPT}")
    stage.keep("verifier", f"{AUDITOR}/{VERIFIER}")
    stage.out.print(f"$ cat {AUDITOR}/{KEPT}", style="bold")
    for line in (stage.folder / AUDITOR / KEPT).read_text(encoding="utf-8").splitlines():
        stage.out.print(f"  {line}", soft_wrap=True)


def dossier(stage: Stage) -> None:
    stage.title("9. A dossier, checked offline")
    stage.say(
        "Greta appeals. Her dossier is one file: where she stands, by which events and texts, with the proof that each "
        "of them is in the log, and that the log goes on from what the auditor took home."
    )
    stage.run("checkpoint", "Checkpoint of size")
    stage.keep(f"dossier greta --on 2026-10-01 --since {AUDITOR}/{KEPT}", "greta.json")
    copy(stage.folder / "greta.json", stage.folder / AUDITOR)
    stage.say(f"In the folder {AUDITOR} there are this file, the verifier, the public key and the checkpoint alone:")
    verified = (
        "The log goes on from your earlier checkpoint",
        "The answer was worked out again from these events by these texts, and comes to the same.",
        f"Trained, not recognised (trained_unrecognised) is held since {ENDED}.",
        " VERIFIED ",
    )
    _verify(stage, "greta.json", 0, *verified)


def forgery(stage: Stage) -> None:
    stage.title("10. The dossier, forged and caught")
    stage.say("One day later, and her course would be within a year of the approval. Somebody moves its end:")
    whole = stage.folder / AUDITOR / "greta.json"
    before, after = (f'"ended_on":"{day}"' for day in (ENDED, MOVED))
    stage.say(f"  {before}  becomes  {after}")
    text = whole.read_text(encoding="utf-8")
    forged = text.replace(_quoted(before), _quoted(after))
    stage.check(text.count(_quoted(before)) == 1, f"the dossier does not say once: {before}")
    whole.with_name("forged.json").write_text(forged, encoding="utf-8")
    _verify(stage, "forged.json", 1, "NO pathway/greta@2", "it was changed", "NOT VERIFIED: EventNotInLog")


def _verify(stage: Stage, file: str, status: int, *told: str) -> None:
    stage.elsewhere(f"{VERIFIER} {file} --key {PUBLIC_KEY} --checkpoint {KEPT}", AUDITOR, status, *told)


def _quoted(text: str) -> str:
    """Return a text as it stands within a text of JSON."""
    return msgspec.json.encode(text).decode()[1:-1]
