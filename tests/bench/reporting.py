# SPDX-License-Identifier: Apache-2.0
"""Drawing a long status report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from incident_console.reports.status_report import render_status_report
from incident_console.resources_path import resource_path
from tests.bench.measuring import Finding, against, interleaved
from tests.helpers.status_reports import DOCUMENT_HASH, a_long_report

RENDER_S = 3.0
ENTRIES = 1000


def bench(_root: Path, is_quick: bool) -> Iterator[Finding]:
    """A status report with a thousand significant entries, from its snapshot to the finished PDF."""
    report, fonts = a_long_report(ENTRIES), resource_path("resources", "fonts")
    (times,) = interleaved(lambda: render_status_report(report, DOCUMENT_HASH, fonts), rounds=2 if is_quick else 7)
    yield against(f"draw {ENTRIES} entries / 3 s", times, RENDER_S)
