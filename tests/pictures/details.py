# SPDX-License-Identifier: Apache-2.0
"""Pictures of the details beside the lists: each page with something chosen and opened, by the keys of a person.

A scene is one entry of SCENES. At large text list and detail take turns, so that these show what a page's own picture
does not.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget

from incident_console.demo import PASSPHRASE
from incident_console.resources_path import resource_path
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.session import Session, join_session, open_session
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.pages.calls.import_pane import ImportPane
from incident_console.ui.pages.reports.evidence_pane import EvidencePane
from incident_console.ui.pictures import Scene
from incident_console.ui.widgets.button import Button, SecondaryButton
from incident_console.ui.widgets.chips import Chip
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.search_field import SearchField
from tests.helpers.workspaces import CHEAP_MIB

_TORN = "power-failure-runbook.md"
Step = Callable[[WorkspaceView], object]
Part = TypeVar("Part", bound=QWidget)


def prepare(demo: Path) -> None:
    """Let two stations disagree on a task and a role, one cite what changes then, and somebody ask to join."""
    workspaces = demo / "workspaces"
    newcomer = join_session(
        workspaces / "field-3", PASSPHRASE, folder=demo / "share", member="Tom Brandt", kdf_memory_mib=CHEAP_MIB
    )
    newcomer.close()
    joy, lars = (open_session(workspaces / name, PASSPHRASE) for name in ("ops-1", "ops-3"))
    try:
        _cite(joy)
        _disagree(joy, lars)
    finally:
        joy.close()
        lars.close()


def _cite(joy: Session) -> None:
    """A decision that rests on a document of which there will be another version, and on one that stays."""
    named = (joy.documents.named(name) for name in (_TORN, "stand-down-checklist.md"))
    cites = [joy.citations.current(line.id) for line in named if line is not None]
    joy.log.add(
        joy.incidents.lines()[0].id, "Stay on one generator until the fuel truck is here", "decision", cites=cites
    )


def _disagree(joy: Session, lars: Session) -> None:
    incident = joy.incidents.lines()[0].id
    task = next(line for line in joy.tasks.lines(incident) if line.is_open and line.steps)
    joy.tasks.change(task.id, owner="Marta Reyes")
    lars.tasks.change(task.id, owner="Petr Novák")
    role = next(line for line in joy.roles.lines(incident) if line.holder)
    joy.roles.set_deputies(incident, role.key, ["Marta Reyes", "Petr Novák"])
    joy.roles.assign(incident, role.key, "Marta Reyes")
    lars.roles.assign(incident, role.key, "Petr Novák")
    document = joy.documents.named(_TORN)
    assert document is not None
    for session, old, new in ((joy, "at the generator", "two at the generator"), (lars, "Log both", "Log both twice")):
        opened = session.document_writing.open(document.id)
        text = opened.text.replace(old, new)
        session.document_writing.save(DocumentDraft(document.id, opened.version, opened.file_name, text, "after drill"))
    for session in (joy, lars, joy):
        session.folders.sync()


def scenes(session: Session) -> list[Scene]:
    """Every picture of a detail, for the workspace of the demo after `prepare`."""
    incident = session.incidents.lines()[0].id
    apart = next(line.id for line in session.documents.lines() if line.has_two_versions)
    documents = {line.file_name: line.id for line in session.documents.lines()}
    checklist = documents["stand-down-checklist.md"]
    struck = next(line.id for line in session.log.lines(incident) if line.is_struck)
    of_another = next(line.id for line in session.log.lines(incident) if line.station != "Ops-1")
    torn = next(line.id for line in session.tasks.lines(incident) if line.conflict_fields)
    citing = next(line.id for line in session.log.lines(incident) if line.cites)
    cite = session.citations.current(checklist)
    tagged = session.log.lines(incident)[3].id
    station = next(line.device for line in session.team.members() if not line.is_self)
    held = next(line.id for line in session.roles.lines(incident) if line.conflict_fields)
    contacts = resource_path("resources", "demo", "contacts.vcf")
    evidence = _spoiled_evidence(
        session, incident, session.station.workspace.path.parent / f"evidence-{secrets.token_hex(2)}"
    )
    return [
        Scene("log-entry", (go_to("log", of_another), press_in("log-list", "Return"))),
        Scene("log-tagged", (go_to("log", tagged), press_in("log-list", "Return"))),
        Scene("log-struck", (go_to("log", struck), press_in("log-list", "Return"))),
        Scene("log-strike-form", (go_to("log", of_another), press_in("log-list", "X"))),
        Scene("log-cited", (go_to("log", citing), press_in("log-list", "Return"))),
        Scene("log-cite", (go_to("log", cite.thing), press("Alt+D"), press("o"))),
        Scene("task-conflict", (go_to("tasks", torn), press_in("task-list", "Return"))),
        Scene("task-lower-half", (go_to("tasks", torn), press_in("task-list", "Return"), scroll_down("task-detail"))),
        Scene("task-form", (go_to("tasks"), press_in("task-list", "N"))),
        Scene("task-board", (go_to("tasks"), click_chip("Board"))),
        Scene("call", (go_to("calls"), press_in("call-queue", "Return"))),
        Scene("call-number", (go_to("calls"), press_in("call-queue", "C"))),
        Scene("person", (go_to("calls"), click_chip("People"), press_in("people-list", "Return"))),
        Scene("person-form", (go_to("calls"), click_chip("People"), press_in("people-list", "E"))),
        Scene("contacts-preview", (go_to("calls"), click_chip("People"), preview_contacts(contacts))),
        Scene("document", (go_to("documents"), press_in("document-list", "Return"))),
        Scene("document-properties", (go_to("documents"), press_in("document-list", "P"))),
        Scene("document-review", (go_to("documents"), click_chip("Review"), press_in("document-list", "Space"))),
        Scene("document-found", (go_to("documents"), search("chiller restart"), press_in("document-list", "Return"))),
        Scene("document-compare", (go_to("documents", apart), press_bar("document-reader"))),
        Scene("document-editor", (go_to("documents", checklist), press_button("write"), press("Ctrl+End"))),
        Scene("document-tasks", (go_to("documents", checklist), press_button("make-tasks"))),
        Scene("report-draft", (go_to("reports"), press_in("report-list", "Return"))),
        Scene("report-issued", (go_to("reports"), press_in("report-list", "Down"), press("Return"))),
        Scene("evidence", (go_to("reports"), press_in("report-list", "V"))),
        Scene("evidence-exported", (go_to("reports"), press_in("report-list", "V"), export_into(evidence))),
        Scene(
            "evidence-faults", (go_to("reports"), press_in("report-list", "V"), click_chip("Verify"), verify(evidence))
        ),
        Scene("team-own", (go_to("team", session.station.device), press_in("team-list", "Return"))),
        Scene("team-station", (go_to("team", station), press_in("team-list", "Return"))),
        Scene("team-folder", (go_to("team"), choose_last("team-list"), press("Return"))),
        Scene("team-request", (go_to("team"), press_in("team-list", "Return"))),
        Scene("team-add-folder", (go_to("team"), press_in("team-list", "N"))),
        Scene("team-evidence", (go_to("team"), press_in("team-list", "V"))),
        Scene("team-evidence-faults", (go_to("team"), press_in("team-list", "V"), verify(evidence))),
        Scene("keys", (go_to("log"), press("F1"))),
        Scene("roles", (go_to("overview", held),)),
        Scene("roles-assign", (go_to("overview", held), press_in("role-list", "A"))),
        Scene("roles-add", (go_to("overview", held), press_in("role-list", "N"))),
        Scene("overview-lower-half", (go_to("overview"), scroll_down("overview-tiles"))),
    ]


def _spoiled_evidence(session: Session, incident: bytes, package: Path) -> Path:
    """A package in which somebody changed words, with entries tagged in the record."""
    lines = session.log.lines(incident)[3:7]
    for line, tag in zip(lines, ("privileged", "personal", "personal"), strict=False):
        session.log.tag(line.id, tag, True)
    session.evidence.export(incident, package)
    batches = package / "batches.bin"
    words = lines[0].text.encode()
    batches.write_bytes(batches.read_bytes().replace(words, words.upper()))
    return package


def go_to(key: str, thing: bytes | None = None) -> Step:
    """Show a page, and on it one thing."""

    def step(view: WorkspaceView) -> None:
        view.activateWindow()
        view.go_to(key, thing)
        if thing is None:
            view.focus_first()

    return step


def press(keys: str) -> Step:
    """Press a key where the keyboard is."""
    return lambda view: QTest.keySequence(QApplication.focusWidget() or view, keys)


def press_in(name: str, keys: str) -> Step:
    """Press a key in a list."""

    def step(view: WorkspaceView) -> None:
        rows = part_of(view, QWidget, name)
        rows.setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keySequence(rows, keys)

    return step


def press_bar(name: str) -> Step:
    """Press what the bar of a part offers."""

    def step(view: WorkspaceView) -> None:
        bars = part_of(view, QWidget, name).findChildren(InlineBar)
        button = next(each for bar in bars for each in bar.findChildren(SecondaryButton) if each.isVisible())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return step


def press_button(name: str) -> Step:
    """Press a button of the page."""
    return lambda view: part_of(view, Button, name).click()


def choose_last(name: str) -> Step:
    """Choose the last row of a list."""

    def step(view: WorkspaceView) -> None:
        rows = part_of(view, QAbstractItemView, name)
        rows.setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keyClick(rows, Qt.Key.Key_End)

    return step


def scroll_down(name: str) -> Step:
    """Scroll to the end of a pane."""

    def step(view: WorkspaceView) -> None:
        bar = part_of(view, QScrollArea, name).verticalScrollBar()
        bar.setValue(bar.maximum())

    return step


def part_of(view: WorkspaceView, kind: type[Part], name: str) -> Part:
    """The part of the window with this name, the one in sight if there are several."""
    found = [part for part in view.findChildren(kind, name) if part.isVisible()] or view.findChildren(kind, name)
    assert found, f"the window has no {name}"
    return found[0]


def click_chip(words: str) -> Step:
    """Click on the filter chip with these words."""

    def step(view: WorkspaceView) -> None:
        chips = [chip for chip in view.findChildren(Chip) if chip.isVisible() and chip.text().startswith(words)]
        QTest.mouseClick(chips[0], Qt.MouseButton.LeftButton)

    return step


def search(text: str) -> Step:
    """Search on the page that is shown."""

    def step(view: WorkspaceView) -> None:
        next(field for field in view.findChildren(SearchField) if field.isVisible()).set_text(text)

    return step


def export_into(package: Path) -> Step:
    """Export evidence, with personal words withheld."""

    def step(view: WorkspaceView) -> None:
        pane = part_of(view, EvidencePane, "evidence-pane")
        pane.export.tags["personal"].setChecked(True)
        pane.export.folder.set_path(package.with_name(f"{package.name}-{secrets.token_hex(2)}"))
        pane.export.do.click()

    return step


def verify(package: Path) -> Step:
    """Verify a package."""

    def step(view: WorkspaceView) -> None:
        pane = part_of(view, EvidencePane, "evidence-pane")
        pane.verify.package.set_path(package)
        pane.verify.do.click()

    return step


def preview_contacts(path: Path) -> Step:
    """Look at what an import would do."""
    return lambda view: part_of(view, ImportPane, "contact-import").preview(str(path))
