# SPDX-License-Identifier: Apache-2.0
"""Pictures of the reader of each format, each with a document made on the spot. A scene is one entry of `scenes`."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from incident_console.ui.pictures import Look, Scene, draw_scenes
from tests.helpers.shown_documents import write_documents
from tests.helpers.workspaces import a_workspace
from tests.pictures.details import go_to, press_in


def draw_readers(into: Path, looks: Sequence[Look]) -> list[Path]:
    """Draw every scene in every look; returns the pictures."""
    with tempfile.TemporaryDirectory() as aside, a_workspace(Path(aside)) as joy:
        write_documents(Path(aside) / "documents")
        joy.documents.import_paths([Path(aside) / "documents"])
        ids = {line.file_name: line.id for line in joy.documents.lines()}
        word, roster, slides, mail, racks = (
            ids[name]
            for name in (
                *("cooling-plan.docx", "duty-roster.xlsx", "cooling-training.pptx"),
                *("maker-about-restart.eml", "racks.csv"),
            )
        )
        sort_by_load = (press_in("table", "Home"), press_in("table", "Right"), press_in("table", "Right"))
        drawn = [
            Scene("reader-word", (go_to("documents", word),)),
            Scene("reader-workbook", (go_to("documents", roster),)),
            Scene("reader-slides", (go_to("documents", slides),)),
            Scene("reader-mail", (go_to("documents", mail),)),
            Scene("reader-table-sorted", (go_to("documents", racks), *sort_by_load, press_in("table", "S"))),
        ]
        return draw_scenes(joy, into, looks, drawn)
