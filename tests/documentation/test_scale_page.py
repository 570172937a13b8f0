"""The page about scale quotes what is told, and options and settings that Dask has."""

import re
import ssl
import subprocess
from pathlib import Path
from shutil import which

import dask
import pytest
from click import Command
from distributed.cli import dask_scheduler, dask_worker

from milepost.cluster import NoWorkers, Patience, SchedulerLost, SchedulerUnreachable, WorkersEnd

PAGE = (Path(__file__).parents[2] / "docs" / "scale.md").read_text()
AT = "tls://scheduler.internal:8786"
TOLD = [SchedulerUnreachable(AT, ""), SchedulerLost(AT), NoWorkers(AT, Patience().workers), WorkersEnd(AT)]


def test_what_is_quoted_is_told() -> None:
    section = PAGE.partition("### When something goes wrong")[2].partition("\n## ")[0]

    quoted = re.findall(r"(?<!\*)\*([a-z][^*]+)\*(?!\*)", section)

    assert len(quoted) == len(TOLD)
    assert [words for words in quoted if not any(words in str(each) for each in TOLD)] == []


@pytest.mark.parametrize(("name", "command"), [("scheduler", dask_scheduler.main), ("worker", dask_worker.main)])
def test_options_of_dask_are_those_that_it_has(name: str, command: Command) -> None:
    lines = re.findall(rf"^dask {name} (.+)$", PAGE, re.MULTILINE)

    there = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
    assert lines
    assert set(re.findall(r"--[a-z-]+", " ".join(lines))) <= there


@pytest.mark.skipif(which("openssl") is None, reason="there is no openssl here")
def test_certificates_of_the_page_are_such_as_python_loads(tmp_path: Path) -> None:
    (script,) = re.findall(r"```sh\n(openssl .+?)```", PAGE, re.DOTALL)
    subprocess.run(["sh", "-ec", script], cwd=tmp_path, check=True, capture_output=True)

    context = ssl.create_default_context(cafile=tmp_path / "ca.pem")
    for role in ("scheduler", "worker", "client"):
        context.load_cert_chain(tmp_path / f"{role}.pem", tmp_path / f"{role}.key")


def test_a_worker_that_hangs_is_given_up_when_the_page_says() -> None:
    (key,) = re.findall(r"after five minutes \(`([a-z.-]+)`\)", PAGE)

    assert dask.config.get(key) == "5 minutes"
