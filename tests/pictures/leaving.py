# SPDX-License-Identifier: Apache-2.0
"""Pictures of documents on their way in and out: the questions before a plain copy, and the copies that lie outside."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QColor, QGuiApplication, QImage

from incident_console.services.document_leaving import EXPORT
from incident_console.services.session import Session
from incident_console.services.taking_out import OPEN
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.pages.documents.importing import ImportPart
from incident_console.ui.pages.documents.pasting import PastePart
from incident_console.ui.pages.documents.reader_head import ReaderHead
from incident_console.ui.pages.documents.taking_out import TakingOutPart
from incident_console.ui.pictures import Look, Scene, draw_scenes
from tests.helpers.documents import a_library
from tests.helpers.workspaces import a_workspace
from tests.pictures.details import Step, go_to, part_of


def draw_leaving(into: Path, looks: Sequence[Look]) -> list[Path]:
    """Draw every scene in every look; returns the pictures."""
    with tempfile.TemporaryDirectory() as aside, a_workspace(Path(aside)) as joy:
        folder = a_library(Path(aside))
        joy.documents.import_paths([folder])
        drawn = draw_scenes(joy, into, looks, coming_in(folder))
        return [*drawn, *draw_scenes(joy, into, looks, going_out(joy))]


def coming_in(folder: Path) -> list[Scene]:
    """What an import would do, and a picture that was pasted."""
    (folder / "power.md").write_text("# Power plan\n\nFuel for two days.\n", encoding="utf-8")
    (folder / "cooling again.md").write_bytes((folder / "cooling.md").read_bytes())
    (folder / "~$water loss.docx").write_bytes(b"another program's")
    sites = folder / "sites"
    sites.mkdir()
    for name in ("north", "south", "harbour"):
        (sites / f"{name}.md").write_text(f"# Site {name}\n", encoding="utf-8")
    return [
        Scene("import-preview", (go_to("documents"), look_at(folder))),
        Scene("import-picture", (go_to("documents"), paste_picture)),
    ]


def going_out(joy: Session) -> list[Scene]:
    """The questions before a plain copy, and the copies that lie outside."""
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


def look_at(folder: Path) -> Step:
    """Drop a folder on the page."""
    return lambda view: part_of(view, ImportPart, "document-import").look_at([folder])


def paste_picture(view: WorkspaceView) -> None:
    """Paste a picture that the library has."""
    image = QImage(400, 240, QImage.Format.Format_RGB32)
    image.fill(QColor(90, 130, 150))
    QGuiApplication.clipboard().setImage(image)
    part_of(view, PastePart, "paste-picture").paste()


def want(way: str) -> Step:
    """Ask for a way out of the library, as the menu does."""
    return lambda view: part_of(view, ReaderHead, "reader-head").way_out_wanted.emit(way)


def look(view: WorkspaceView) -> None:
    """See what lies outside."""
    part_of(view, TakingOutPart, "taking-out").look()
