# SPDX-License-Identifier: Apache-2.0
"""What happens while somebody writes: drafts are kept, the preview follows, saving makes a version."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from incident_console.domain.errors import KnownError
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.document_reading import ReadingForm
from incident_console.services.document_writing import SavedVersion, Template, WritableText
from incident_console.services.documents import DocumentsService, VersionLine
from incident_console.services.times import clock
from incident_console.ui.jobs import Lane
from incident_console.ui.latest import Latest
from incident_console.ui.pages.documents.editor_view import EditorView
from incident_console.ui.pages.page import PageContext
from incident_console.ui.readers.images import to_image
from incident_console.ui.theme import Tone

_KEEP_AFTER_MS, _PREVIEW_AFTER_MS = 500, 300
_NAME = "untitled.md"


@dataclass(frozen=True)
class Preview:
    """How a text looks."""

    title: str
    html: str
    pictures: Mapping[str, QImage]


class WritingDesk(QObject):
    """Fills the editor.

    ``began`` comes when there is a text to write on, ``saved(SavedVersion)`` with a new version, ``left`` when its
    author goes away from it, ``discarded(draft)`` when it was given up, ``failed`` when it cannot be opened.
    """

    began = Signal()
    saved = Signal(object)
    left = Signal()
    discarded = Signal(object)
    failed = Signal(object)

    def __init__(self, context: PageContext, view: EditorView, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._view = context, view
        self._draft: DocumentDraft | None = None
        self._original = ("", "")
        self._is_kept, self._is_saving = True, False
        self._openings = Latest(context.jobs, self)
        self._previews = Latest(context.jobs, self, Lane.POOL)
        self._keep = QTimer(self, singleShot=True, interval=_KEEP_AFTER_MS)
        self._keep.timeout.connect(self.keep)
        self._look = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MS)
        self._look.timeout.connect(self._ask_preview)
        view.changed.connect(self._on_changed)
        view.save_wanted.connect(self._on_save_wanted)
        view.discard_wanted.connect(self._on_discard_wanted)
        view.left_wanted.connect(self._on_left_wanted)
        view.bar.action_clicked.connect(self._on_discard_wanted)

    @property
    def draft(self) -> DocumentDraft | None:
        """What is being written; None while nobody writes."""
        return self._draft

    # --- beginning ---------------------------------------------------------------------------------------------

    def open(self, document: bytes, version: bytes) -> None:
        """Write on a version of a document, or go on with what was written on it and not saved."""
        ask = partial(self._context.session.document_writing.open, document, version)
        self._openings.ask(ask, self._on_opened, self.failed.emit)

    def begin(self, template: Template | None) -> None:
        """Write a new document."""
        draft = self._context.session.document_writing.begin(template)
        self._show(draft, "", is_markdown=True)
        self._view.choose_words(draft.title if template else "")

    def go_on(self, draft: DocumentDraft) -> None:
        """Go on with a draft."""
        if draft.is_new:
            self._show(draft, "", is_markdown=True)
            self._tell_restored(draft)
        else:
            self.open(draft.key, draft.version)

    def _on_opened(self, opened: WritableText) -> None:
        fresh = DocumentDraft(opened.document, opened.version, opened.file_name, opened.text)
        self._show(opened.draft or fresh, opened.text, is_markdown=opened.is_markdown)
        if opened.draft is not None:
            self._tell_restored(opened.draft)

    def _show(self, draft: DocumentDraft, original: str, *, is_markdown: bool) -> None:
        self._draft = None  # what the view says while it is filled is nobody's stroke
        self._view.show_text(draft.title, draft.text, draft.why, is_markdown=is_markdown)
        self._draft, self._original = draft, (original, "")
        self._is_kept, self._is_saving = True, False
        self._view.tell_state("")
        self._ask_preview()
        self.began.emit()
        self._view.field.setFocus()

    def _tell_restored(self, draft: DocumentDraft) -> None:
        at = clock(draft.at_ms, self._context.session.now())
        self._view.bar.tell(
            Tone.INFO, f"What you wrote and did not save is here again ({at})", "Save it, or go on.", "", "Discard it"
        )

    def take_changes(self, documents: Collection[bytes]) -> None:
        """Say so if somebody else's version came of what is being written."""
        draft = self._draft
        if draft is not None and draft.key in documents:
            ask = partial(self._context.session.documents.versions, draft.key)
            self._context.jobs.ask(ask, on_success=partial(self._on_versions, draft.version))

    def _on_versions(self, opened: bytes, versions: Sequence[VersionLine]) -> None:
        newer = [each for each in versions if each.is_newest and each.id != opened]
        if newer and self._draft is not None and self._draft.version == opened and not self._is_saving:
            by = f"A version by {newer[0].added_by} ({newer[0].station}) came while you write"
            self._view.bar.tell(Tone.WARN, by, "Yours will stand beside it: save, and compare both.")

    # --- keeping -----------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep what is written, sealed, unless it is kept already or nothing was changed."""
        self._keep.stop()
        draft = self._written()
        if draft is None or self._is_kept or self._is_saving:
            return
        self._is_kept = True
        drafts = self._context.session.document_drafts
        is_same = (draft.text, draft.why) == self._original
        call = partial(drafts.forget, draft.key) if is_same else partial(drafts.keep, draft)
        self._context.jobs.ask(call, on_success=self._on_kept, on_failure=self._view.bar.tell_error)

    def _written(self) -> DocumentDraft | None:
        if self._draft is None:
            return None
        return replace(self._draft, text=self._view.field.text(), why=self._view.why.text())

    def _on_changed(self) -> None:
        if self._draft is None:
            return
        self._is_kept = False
        self._view.tell_state("")
        self._look.start()
        if not self._keep.isActive():  # from the first stroke on: whoever types without a pause is kept too
            self._keep.start()

    def _on_kept(self, _nothing: None) -> None:
        if self._draft is not None and self._is_kept:
            self._view.tell_state(f"Draft kept {clock(self._context.session.now().ms, self._context.session.now())}")

    # --- looking -----------------------------------------------------------------------------------------------

    def _ask_preview(self) -> None:
        draft = self._written()
        if draft is not None and self._view.wants_preview:
            look = partial(_preview, self._context.session.documents, draft)
            self._previews.ask(look, partial(self._on_preview, draft.key), self._on_no_preview)

    def _on_preview(self, key: bytes, preview: Preview) -> None:
        if self._draft is not None and self._draft.key == key:
            self._view.set_title(preview.title)
            self._view.show_preview(preview.html, preview.pictures)

    def _on_no_preview(self, error: KnownError) -> None:
        """What cannot be laid out can be written all the same."""
        if self._draft is not None:
            self._view.tell_state(error.title)

    # --- ending ------------------------------------------------------------------------------------------------

    def _on_save_wanted(self) -> None:
        draft = self._written()
        if draft is None or self._is_saving:
            return
        self._is_saving = True
        save = partial(self._context.session.document_writing.save, draft)
        self._context.jobs.ask(save, on_success=partial(self._on_saved, draft), on_failure=self._on_not_saved)

    def _on_saved(self, draft: DocumentDraft, saved: SavedVersion) -> None:
        self._is_saving = False
        if self._draft is None or self._draft.key != draft.key:
            return
        self._context.tell_saved()
        written = self._written()
        if written is not None and written.text != draft.text:  # strokes that came meanwhile go on from there
            self._draft = replace(written, key=saved.document, version=saved.version)
            self._original, self._is_kept = (draft.text, ""), False
            self.keep()
            return
        self._end()
        self.saved.emit(saved)

    def _on_not_saved(self, error: KnownError) -> None:
        self._is_saving = False
        self._view.bar.tell_error(error)
        self.keep()

    def _on_discard_wanted(self) -> None:
        draft = self._written()
        if draft is not None and not self._is_saving:
            self._end()
            forget = partial(self._context.session.document_drafts.forget, draft.key)
            self._context.jobs.ask(forget, on_success=partial(self._on_discarded, draft))

    def take_back(self, draft: DocumentDraft) -> None:
        """Take back that a draft was discarded."""
        keep = partial(self._context.session.document_drafts.keep, draft)
        self._context.jobs.ask(keep, on_success=partial(self._on_taken_back, draft), on_failure=self.failed.emit)

    def _on_discarded(self, draft: DocumentDraft, _nothing: None) -> None:
        self.discarded.emit(draft)

    def _on_taken_back(self, draft: DocumentDraft, _nothing: None) -> None:
        self.go_on(draft)

    def _on_left_wanted(self) -> None:
        if not self._is_saving:
            self.keep()
            self._end()
            self.left.emit()

    def _end(self) -> None:
        self._keep.stop()
        self._look.stop()
        self._previews.forget()
        self._draft = None
        self._view.forget()


def _preview(documents: DocumentsService, draft: DocumentDraft) -> Preview:
    """A text laid out, its pictures decoded."""
    reading = documents.preview(draft.file_name or _NAME, draft.text)
    if reading.form is not ReadingForm.PAGE:
        return Preview(draft.title, "", {})
    pictures = {name: to_image(picture) for name, picture in reading.pictures.items()}
    return Preview(draft.title, reading.html, pictures)
