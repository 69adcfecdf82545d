"""Whatever write the system refuses, what was there goes on answering, and another try succeeds.

``QUOTH_REFUSALS=1 pytest tests/crash/test_refused_writes.py`` has every call fail once, for a full
disk, for a limit on the size of files and for want of permission; the suite every twentieth.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lacking import lacking

if TYPE_CHECKING:
    from typing import Any

    Case = dict[str, Any]

STEP = int(os.environ.get("QUOTH_REFUSALS", "20"))
HERE = Path(__file__).parent
REFUSED = 507


@pytest.fixture
def refusing(tmp_path: Path) -> Path:
    """`refusing.c`, compiled."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if sys.platform != "linux":
        pytest.skip("it needs Linux")
    if compiler is None:
        lacking("no C compiler: install it to refuse writes (apt install gcc libc6-dev)")
    library = tmp_path / "refusing.so"
    options = ["-shared", "-fPIC", "-o", str(library), str(HERE / "refusing.c"), "-ldl"]
    subprocess.run([compiler, *options], check=True)
    return library


def cases(refusing: Path) -> list[Case]:
    ended = subprocess.run(
        [sys.executable, str(HERE / "refused.py"), str(STEP)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        env={
            **os.environ,
            "LD_PRELOAD": str(refusing),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]


def is_withstood(case: Case) -> bool:
    """Whether only the change was refused, and only as long as it had to be."""
    told = case["refused"] == REFUSED or case["refused"] < 300
    answering = case["meanwhile"] == case["afterwards"] == 200
    return told and answering and case["again"] < 300 and not case["harm"]


def test_a_refused_write_spoils_nothing_and_can_be_tried_again(refusing: Path) -> None:
    found = cases(refusing)

    assert [case for case in found if not is_withstood(case)] == []
    refused = Counter(case["change"] for case in found if case["refused"] == REFUSED)
    assert set(refused) == {"update", "upload", "delete", "converse", "rate"}
    sys.stdout.write(f"{len(found)} cases, {refused.total()} of them refused\n")
