# SPDX-License-Identifier: Apache-2.0
"""The stand-alone verifier, which every evidence package carries, as the program itself uses it.

It is one file among the resources, so that what checks a package here is byte for byte what a stranger reads and runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from incident_console.domain.errors import KnownError
from incident_console.resources_path import resource_path
from incident_console.storage.file_tree import is_directory

_NAME = "incident_console_evidence_verifier"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the verifier says: each fault with the number of its entry, if it is about one; notes are no faults."""

    faults: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    entries: int

    @property
    def is_ok(self) -> bool:
        """Whether everything holds."""
        return not self.faults


def check(
    directory: Path, fingerprint: str | None = None, watch: Callable[[str, int, int], None] | None = None
) -> Checked:
    """Check an evidence package. Raises KnownError where there is none.

    ``watch`` is told which file is read and how many of its bytes are done; what it raises stops the check.
    """
    if not is_directory(directory):
        raise KnownError(f"{directory} is no directory", "", "Name the directory of an evidence package.")
    report = verifier().Report(watch=watch or (lambda *_: None))
    _, package = verifier().verify(directory, fingerprint, report)
    return Checked(tuple(report.findings), tuple(report.notes), len(package.lines) if package else 0)


def source() -> bytes:
    """The bytes of verify.py."""
    return resource_path("resources", "evidence", "verify.py").read_bytes()


@cache
def verifier() -> Any:
    """The verifier as a module."""
    module = ModuleType(_NAME)
    sys.modules[_NAME] = module  # its dataclasses look for it there
    exec(compile(source(), "verify.py", "exec"), module.__dict__)  # noqa: S102 - a file of this program
    return module
