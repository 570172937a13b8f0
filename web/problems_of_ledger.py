"""Why nothing is proved or signed, and why a receipt is not believed."""

from application.ledger.ledger import CheckpointUnknown, EventNotInLog, LedgerUnusable
from application.ledger.proofs import NotUnderCheckpoint
from application.ledger.receipts import LogContradicted
from domain.ledger.checkpoint import OfAnotherLog
from domain.ledger.note import NoteMalformed, NotSigned
from domain.ledger.proofs import NotInTree
from domain.ledger.receipt import ReceiptMalformed
from domain.ledger.tiles import TileTooShort
from web.problem import Problem
from web.problems_of_recording import EVENT_UNKNOWN

CHECKPOINT_UNKNOWN = Problem(
    name="checkpoint-unknown",
    status=404,
    title="There is no such checkpoint",
    text="No checkpoint of this size was signed, or none at all yet. `/v1/ledger/checkpoints` lists those that there "
    "are.",
)
NOT_UNDER_CHECKPOINT = Problem(
    name="not-under-checkpoint",
    status=422,
    title="The event is not under the checkpoint",
    text="The event was recorded after the checkpoint. Ask for a later one; if it was recorded after the last one, ask "
    "again in a while.",
)
NOT_IN_TREE = Problem(
    name="not-in-tree",
    status=422,
    title="The sizes cannot be compared",
    text="What is to be the beginning of the other log is larger than that. Ask for it the other way round.",
)
LEDGER_UNUSABLE = Problem(
    name="ledger-unusable",
    status=503,
    title="The ledger cannot prove or sign anything at present",
    text="The service has no key of the ledger, or what is kept of the tree was damaged. Nothing is wrong with the "
    "request. The service's log says more.",
    detail="Nothing is wrong with the request. The service's log says more.",
)
RECEIPT_REFUSED = Problem(
    name="receipt-refused",
    status=422,
    title="This is no receipt of this log",
    text="The text is no receipt, or not as it was given, or was not signed with a key of this log. The detail says "
    "which. Send it as it was given, to the last line feed.",
)
LOG_CONTRADICTED = Problem(
    name="log-contradicted",
    status=409,
    title="The log is not the one that the receipt was signed for",
    text="The receipt is true, and the log has not what it was signed for: events were changed or are missing, or the "
    "store was restored from an older copy. Keep the receipt: it is evidence. Tell whoever runs the service and "
    "whoever audits it.",
)

LEDGER: dict[type[Exception], Problem] = {
    CheckpointUnknown: CHECKPOINT_UNKNOWN,
    NotUnderCheckpoint: NOT_UNDER_CHECKPOINT,
    NotInTree: NOT_IN_TREE,
    EventNotInLog: EVENT_UNKNOWN,
    LedgerUnusable: LEDGER_UNUSABLE,
    TileTooShort: LEDGER_UNUSABLE,
    NoteMalformed: RECEIPT_REFUSED,
    ReceiptMalformed: RECEIPT_REFUSED,
    OfAnotherLog: RECEIPT_REFUSED,
    NotSigned: RECEIPT_REFUSED,
    LogContradicted: LOG_CONTRADICTED,
}
OF_RECEIPTS = (RECEIPT_REFUSED, LOG_CONTRADICTED)
OF_LEDGER = (CHECKPOINT_UNKNOWN, NOT_UNDER_CHECKPOINT, NOT_IN_TREE, EVENT_UNKNOWN, LEDGER_UNUSABLE)
