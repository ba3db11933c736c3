# SPDX-License-Identifier: Apache-2.0
"""An issued report is the same bytes for ever: tests/golden holds one of each layout as sealed, and the
SHA-256 of its PDF.

If the golden test fails, issued reports have changed their looks. Never renew the hash for that: give the new drawing
a new layout number and keep the old one. (It may also fail on another reportlab than the locked one.)
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from incident_console.domain.status_report import LAYOUT, StatusReport
from incident_console.domain.status_report_plain import from_plain, to_plain
from incident_console.reports.status_report import render_status_report
from incident_console.resources_path import resource_path
from tests.helpers.pdf_reading import fonts
from tests.helpers.status_reports import a_report, an_empty_report

GOLDEN = Path(__file__).parents[2] / "golden"
FONTS = resource_path("resources", "fonts")
DRAW_GOLDEN = """
import hashlib, json, sys
from pathlib import Path
from incident_console.domain.status_report_plain import from_plain
from incident_console.reports.status_report import render_status_report
report = from_plain(json.loads(Path(sys.argv[1]).read_text("utf-8")))
pdf = render_status_report(report, bytes(range(32)), Path(sys.argv[2])).pdf
print(hashlib.sha256(pdf).hexdigest())
"""


def golden_report(layout: int = LAYOUT) -> StatusReport:
    return from_plain(json.loads((GOLDEN / f"status_report_{layout}.json").read_text("utf-8")))


def golden_pdf(layout: int = LAYOUT) -> bytes:
    return render_status_report(golden_report(layout), bytes(range(32)), FONTS).pdf


def golden_hash(layout: int = LAYOUT) -> str:
    return (GOLDEN / f"status_report_{layout}.pdf.sha256").read_text("ascii").strip()


@pytest.mark.parametrize("layout", range(1, LAYOUT + 1))
def test_an_issued_report_is_drawn_as_on_the_day_it_was_issued(layout: int) -> None:
    assert golden_report(layout).layout == layout
    assert hashlib.sha256(golden_pdf(layout)).hexdigest() == golden_hash(layout)


def test_the_golden_report_is_of_this_layout_and_shows_many_scripts() -> None:
    golden = json.loads((GOLDEN / f"status_report_{LAYOUT}.json").read_bytes())
    assert golden["layout"] == LAYOUT
    assert to_plain(from_plain(golden)) == golden
    assert len(fonts(golden_pdf())) >= 10


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"},
        {"PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    ],
)
def test_another_process_time_zone_and_locale_draw_the_same_bytes(surroundings: dict[str, str]) -> None:
    command = [sys.executable, "-c", DRAW_GOLDEN, str(GOLDEN / f"status_report_{LAYOUT}.json"), str(FONTS)]
    done = subprocess.run(
        command, env=os.environ | surroundings, cwd=GOLDEN.parents[1], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == golden_hash(), done.stderr


def test_what_was_drawn_before_leaves_no_trace() -> None:
    first = golden_pdf()
    render_status_report(a_report(incident_name="東京 Ωmega"), bytes(32), FONTS)
    assert golden_pdf() == first


def test_every_font_is_inside_the_pdf() -> None:
    for report in (a_report(), an_empty_report(), a_report(is_exercise=False)):
        pdf = render_status_report(report, bytes(32), FONTS).pdf
        found = fonts(pdf)
        assert found
        assert all(found.values()), found
        assert b"Helvetica" not in pdf
    assert all(fonts(golden_pdf()).values())


def test_a_change_in_the_snapshot_or_its_hash_changes_the_pdf() -> None:
    pdf = render_status_report(a_report(), bytes(32), FONTS).pdf
    assert pdf != render_status_report(a_report(), b"1" + bytes(31), FONTS).pdf
    assert pdf != render_status_report(a_report(severity="Severity 2 of 4"), bytes(32), FONTS).pdf


def test_importing_the_report_does_not_load_the_pdf_library() -> None:
    code = "import sys, incident_console.reports.status_report as r; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=GOLDEN.parents[1], check=False).returncode == 0
