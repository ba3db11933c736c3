# SPDX-License-Identifier: Apache-2.0
"""The library, and in its place what needs the whole page: two versions, a document being written, steps to choose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from incident_console.domain.citation import Citation
from incident_console.domain.events import Event, ThingsChanged
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.document_writing import SavedVersion, Template
from incident_console.ui.pages.documents.compare_view import CompareView
from incident_console.ui.pages.documents.comparing import ComparingDesk
from incident_console.ui.pages.documents.document_reader import DocumentReader
from incident_console.ui.pages.documents.draft_note import DraftNote
from incident_console.ui.pages.documents.editor_view import EditorView
from incident_console.ui.pages.documents.making_tasks import TaskMakingDesk
from incident_console.ui.pages.documents.tasks_view import TasksView
from incident_console.ui.pages.documents.writing import WritingDesk
from incident_console.ui.pages.page import PageContext
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.visibility import refuse

_NO_INCIDENT = "Tasks belong to an incident: open one first"
_NO_LOG = "A log belongs to an incident: open one first"


class Workbench(QStackedWidget):
    """``left`` comes when the library is shown again, ``made(document)`` when a document was written or settled.

    ``bar`` of the library is told what came of the work, ``note`` belongs below it.
    """

    left = Signal()
    made = Signal(object)

    def __init__(self, context: PageContext, library: QWidget, reader: DocumentReader, bar: InlineBar) -> None:
        super().__init__()
        self.setObjectName("document-workbench")
        self._context, self._library, self._reader, self._bar = context, library, reader, bar
        self.compare, self.editor, self.tasks, self.note = CompareView(), EditorView(), TasksView(), DraftNote()
        self._incident: bytes | None = None
        self._refusal = ""
        for part in (library, self.compare, self.editor, self.tasks):
            self.addWidget(part)
        self._comparing = ComparingDesk(context, self.compare, self)
        self.writing = WritingDesk(context, self.editor, self)
        self._making = TaskMakingDesk(context, self.tasks, self)
        self._connect()
        self.show_incident(None)
        self._look_for_drafts()

    def _connect(self) -> None:
        reader, writing, comparing = self._reader, self.writing, self._comparing
        reader.compare_wanted.connect(self._on_compare_wanted)
        reader.head.write_wanted.connect(self._on_write_wanted)
        self.compare.left_wanted.connect(self.show_library)
        comparing.began.connect(partial(self.setCurrentWidget, self.compare))
        comparing.kept.connect(self._on_kept)
        comparing.failed.connect(self._bar.tell_error)
        reader.head.tasks_wanted.connect(self._on_tasks_wanted)
        self.tasks.left_wanted.connect(self.show_library)
        self._making.began.connect(partial(self.setCurrentWidget, self.tasks))
        self._making.made.connect(self._on_tasks_made)
        self._making.failed.connect(self._bar.tell_error)
        reader.head.cite_wanted.connect(self._on_cite_wanted)
        writing.began.connect(self._on_writing_began)
        writing.left.connect(self._on_writing_left)
        writing.saved.connect(self._on_saved)
        writing.discarded.connect(self._on_discarded)
        writing.failed.connect(self._bar.tell_error)
        self.note.go_on_wanted.connect(writing.go_on)
        self.note.take_back_wanted.connect(writing.take_back)

    @property
    def is_library_shown(self) -> bool:
        """Whether nothing stands in its place."""
        return self.currentWidget() is self._library

    def show_library(self) -> None:
        """Go back to the library; what is being written is kept as a draft."""
        if self.currentWidget() is self.editor:
            self.editor.left_wanted.emit()
        elif not self.is_library_shown:
            self.setCurrentWidget(self._library)
            self.compare.forget()
            self.tasks.forget()
            self.left.emit()

    def focus_work(self) -> None:
        """Put the keyboard where one goes on, if something stands in place of the library."""
        places = {self.editor: self.editor.field, self.compare: self.compare.reader, self.tasks: self.tasks.rows}
        next(place for view, place in places.items() if view is self.currentWidget()).setFocus()

    def show_incident(self, incident: bytes | None) -> None:
        """Make tasks and cite in this incident; without one there is nothing to make and no log."""
        self._incident = incident
        if self.currentWidget() is self.tasks:
            self.show_library()
        self.refuse(self._refusal)

    def take_events(self, events: Sequence[Event]) -> None:
        """Tell whoever writes what others brought meanwhile."""
        changes = [change for event in events if isinstance(event, ThingsChanged) for change in event.changes]
        self.writing.take_changes({change.key for change in changes if change.thing == "document"})

    def keep_unsaved(self) -> None:
        """Keep what is being written."""
        self.writing.keep()

    def refuse(self, reason: str) -> None:
        """Let nobody write here, for this reason; empty lets them again."""
        self._refusal = reason
        refuse(self._reader.head.write, reason)
        refuse(self._reader.head.tasks, reason or ("" if self._incident else _NO_INCIDENT))
        refuse(self._reader.head.cite, reason or ("" if self._incident else _NO_LOG))

    def show_templates(self, below: Button) -> None:
        """Offer what a new document may begin with."""
        menu = QMenu(self)
        menu.setObjectName("templates")
        menu.setAccessibleName("New document")
        menu.aboutToHide.connect(menu.deleteLater)
        for template in (*self._context.session.document_writing.templates(), None):
            action = QAction(template.name if template else "Empty", menu)
            action.triggered.connect(partial(self._begin, template))
            menu.addAction(action)
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))

    # --- comparing ---------------------------------------------------------------------------------------------

    def _on_compare_wanted(self, version: bytes) -> None:
        if self._reader.opened is not None:
            self._comparing.open(self._reader.opened, version)

    def _on_kept(self, document: bytes) -> None:
        self._context.tell_saved()
        self._bar.tell(Tone.OK, "Settled", "The version that was kept follows both; the other one stays among them.")
        self.show_library()
        self.made.emit(document)

    # --- making tasks ------------------------------------------------------------------------------------------

    def _on_tasks_wanted(self) -> None:
        if self._reader.opened is not None and self._incident is not None:
            self._making.open(self._incident, self._reader.opened)

    def _on_tasks_made(self, title: str, tasks: Sequence[bytes]) -> None:
        self.show_library()
        count = "1 task is" if len(tasks) == 1 else f"{len(tasks)} tasks are"
        self._bar.tell(Tone.OK, f"{count} made of “{title}”", "They stand in Tasks, and open this version.")

    # --- citing ------------------------------------------------------------------------------------------------

    def _on_cite_wanted(self) -> None:
        if (opened := self._reader.opened) is not None and self._incident is not None:
            self._context.go_to("log", Citation(opened.line.id, opened.version.id).thing)

    # --- writing -----------------------------------------------------------------------------------------------

    def _begin(self, template: Template | None, *_checked: bool) -> None:
        self.writing.begin(template)

    def _on_write_wanted(self) -> None:
        if (opened := self._reader.opened) is not None:
            self.writing.open(opened.line.id, opened.version.id)

    def _on_writing_began(self) -> None:
        self.note.forget_draft()
        self.setCurrentWidget(self.editor)

    def _on_writing_left(self) -> None:
        self._leave_editor()
        self._look_for_drafts()

    def _on_saved(self, saved: SavedVersion) -> None:
        self._leave_editor()
        if saved.is_apart:
            words = f"“{saved.title}” is saved beside another version", "Both are newest: compare them, and keep one."
            self._bar.tell(Tone.WARN, *words)
        else:
            self._bar.tell(Tone.OK, f"“{saved.title}” is saved as a new version")
        self._look_for_drafts()
        self.made.emit(saved.document)

    def _on_discarded(self, draft: DocumentDraft) -> None:
        self._leave_editor()
        self.note.tell_discarded(draft)

    def _leave_editor(self) -> None:
        self.setCurrentWidget(self._library)
        self.left.emit()

    def _look_for_drafts(self) -> None:
        self._context.jobs.ask(self._context.session.document_drafts.all, on_success=self._on_drafts)

    def _on_drafts(self, drafts: Sequence[DocumentDraft]) -> None:
        if self.writing.draft is None:
            self.note.offer(drafts, self._context.session.now())
