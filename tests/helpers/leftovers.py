# SPDX-License-Identifier: Apache-2.0
"""A test fails that leaves a thread, a child process or a file behind, or that logs a warning it did not announce.

What one test leaves makes another fail, later and elsewhere; and what a test leaves, the program leaves.
"""

from __future__ import annotations

import logging
import re
import shutil
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

GRACE_SECONDS = 2.0


_PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether the test itself passed: one that failed may leave what its traceback still holds."""
    report = yield
    if report.when == "call":
        item.stash[_PASSED] = report.passed
    return report


def has_passed(request: pytest.FixtureRequest) -> bool:
    """Tell, after the test, whether it passed; leftovers of a failed test are not worth a second message."""
    node: pytest.Item = request.node
    return node.stash.get(_PASSED, False)


def what_stays(leftovers: Callable[[], list[str]]) -> list[str]:
    """What is still left after a moment of grace for what is ending by itself."""
    until = time.monotonic() + GRACE_SECONDS
    while (left := leftovers()) and time.monotonic() < until:
        time.sleep(0.01)
    return left


def child_processes() -> set[int]:
    """The children of this process, also those that ended and were not waited for; empty where /proc is missing."""
    found: set[int] = set()
    for file in Path("/proc/self/task").glob("*/children"):
        try:
            found.update(int(pid) for pid in file.read_text(encoding="ascii").split())
        except OSError:  # that thread has just ended
            continue
    return found


def describe_process(pid: int) -> str | None:
    """The command line of a child, or None for the helper that multiprocessing keeps for the whole session."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    line = b" ".join(words).decode(errors="replace").strip()
    return None if "multiprocessing.resource_tracker" in line else f"child process {pid}: {line or 'not waited for'}"


def real_threads() -> set[threading.Thread]:
    """The threads that Python code started; a Qt thread that only passed through Python is qt_leftovers' affair."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


class _LoudRecords(logging.Handler):
    """Keeps every record of level WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def unexpected_log_lines(records: list[logging.LogRecord], patterns: list[str]) -> list[str]:
    """Complaints about loud records that no pattern announced, and about patterns that nothing matched."""
    lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in records]
    loud = [line for line in lines if not any(re.search(pattern, line) for pattern in patterns)]
    silent = [pattern for pattern in patterns if not any(re.search(pattern, line) for line in lines)]
    return [f"log line {line}" for line in loud] + [f"no log line matches {pattern!r}" for pattern in silent]


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compare threads, child processes and files before and after the test, and read what was logged."""
    workplace = Path.cwd()
    threads, children, files = real_threads(), child_processes(), set(workplace.iterdir())
    log = _LoudRecords()
    logging.getLogger().addHandler(log)
    yield
    logging.getLogger().removeHandler(log)
    new_files = sorted(set(workplace.iterdir()) - files)
    remove(new_files)
    if not has_passed(request):
        return
    patterns = [mark.args[0] for mark in request.node.iter_markers("expects_log")]
    complaints = [
        *what_stays(lambda: [f"thread {thread.name}" for thread in real_threads() - threads]),
        *what_stays(lambda: [line for pid in child_processes() - children if (line := describe_process(pid))]),
        *(f"file {path.name} in the working directory or TMPDIR" for path in new_files),
        *unexpected_log_lines(log.records, patterns),
    ]
    if complaints:
        pytest.fail("this test left behind: " + "; ".join(complaints), pytrace=False)


def remove(paths: list[Path]) -> None:
    """Clear away what one test left, so that only that test is told of it."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
