"""What ``milepost policy try`` tells of an expectation that differs: why, by proofs, and the whole answer."""

from collections.abc import Iterator
from typing import Any

import msgspec
from rich.console import Console

from application.explanations import Explained, explanations
from application.scenarios import Difference, Documents, Question, Scenario, found_by
from domain.answer import Answer
from milepost.command_line.console import heading, print_json, shown
from milepost.command_line.why import print_proof

NOTHING_TO_PROVE = "no proof tells of this; --answer prints the whole answer"


class Wanted(msgspec.Struct, frozen=True):
    """Which scenarios are played, by a part of their names, and what is told where one differs."""

    only: str
    why: bool
    answer: bool


class Account(msgspec.Struct, frozen=True):
    """What is told of the differences at one question of a scenario."""

    question: Question
    differences: list[Difference]
    proofs: list[Explained] | None
    answer: Answer | None

    def told(self) -> dict[str, Any]:
        """Return it as it is printed in JSON."""
        return {
            "question": self.question,
            "differences": [str(each) for each in self.differences],
            **({"proofs": self.proofs} if self.proofs is not None else {}),
            **({"answer": self.answer} if self.answer else {}),
        }


def accounts_of(
    scenario: Scenario, differences: list[Difference], documents: Documents, wanted: Wanted
) -> Iterator[Account]:
    """Yield what is wanted of each question of a scenario that was answered otherwise than expected."""
    asked: list[Question] = []
    for each in differences if wanted.why or wanted.answer else ():
        if each.question is not None and each.question not in asked:
            asked.append(each.question)
    for question in asked:
        found = found_by(question, scenario, documents)
        own = [each for each in differences if each.question == question]
        proofs = list(explanations(own, found, question.on)) if wanted.why else None
        yield Account(question, own, proofs, found.answer if wanted.answer else None)


def print_account(out: Console, account: Account) -> None:
    """Print the differences at a question, with what was wanted of them."""
    out.print(heading(f"{account.question}"))
    for difference in account.differences:
        out.print(f"  {shown(difference.place)}: {shown(difference.message)}", soft_wrap=True)
    if account.proofs == []:
        out.print(f"  {NOTHING_TO_PROVE}")
    for each in account.proofs or ():
        day = "" if each.on == account.question.on else f" on {each.on}"
        print_proof(out, f"{each.part} {each.name}{day}", each.proof, each.on)
    if account.answer:
        print_json(account.answer)
