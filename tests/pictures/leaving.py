# SPDX-License-Identifier: Apache-2.0
"""Pictures of documents on their way in and out: the questions before a plain copy, and the copies that lie outside."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from incident_console.services.document_leaving import EXPORT
from incident_console.services.session import Session
from incident_console.services.taking_out import OPEN
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.pages.documents.reader_head import ReaderHead
from incident_console.ui.pages.documents.taking_out import TakingOutPart
from incident_console.ui.pictures import Look, Scene, draw_scenes
from tests.helpers.documents import a_library
from tests.helpers.workspaces import a_workspace
from tests.pictures.details import Step, go_to, part_of


def draw_leaving(into: Path, looks: Sequence[Look]) -> list[Path]:
    """Draw every scene in every look; returns the pictures."""
    with tempfile.TemporaryDirectory() as aside, a_workspace(Path(aside)) as joy:
        joy.documents.import_paths([a_library(Path(aside))])
        return draw_scenes(joy, into, looks, scenes(joy))


def scenes(joy: Session) -> list[Scene]:
    """Every picture of this file, over a small library."""
    ids = {line.file_name: line.id for line in joy.documents.lines()}
    runbook, plan = ids["cooling.md"], ids["power.md"]
    joy.document_properties.restrict([plan], "restricted", ["Admin", "Facilities lead"])
    open_copy = joy.taking_out.open_copy(runbook)
    changed = joy.taking_out.open_copy(plan)
    changed.path.write_bytes(b"# Power plan\n\nFuel for two days.\n")
    assert open_copy.path.exists()
    return [
        Scene("taking-out-open", (go_to("documents", runbook), want(OPEN))),
        Scene("taking-out-export", (go_to("documents", plan), want(EXPORT))),
        Scene("taking-out-copies", (go_to("documents", plan), look)),
    ]


def want(way: str) -> Step:
    """Ask for a way out of the library, as the menu does."""
    return lambda view: part_of(view, ReaderHead, "reader-head").way_out_wanted.emit(way)


def look(view: WorkspaceView) -> None:
    """See what lies outside."""
    part_of(view, TakingOutPart, "taking-out").look()
