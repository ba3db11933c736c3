# SPDX-License-Identifier: Apache-2.0
"""Above the library: what was written and not saved, or given up just now, with the way back to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from incident_console.domain.clock import Moment
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.times import clock
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.inline_bar import InlineBar


class DraftNote(InlineBar):
    """``go_on_wanted(draft)`` and ``take_back_wanted(draft)`` come from its button."""

    go_on_wanted = Signal(object)
    take_back_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("draft-note")
        self._draft: DocumentDraft | None = None
        self._is_discarded = False
        self.action_clicked.connect(self._on_action_clicked)

    def offer(self, drafts: Sequence[DocumentDraft], now: Moment) -> None:
        """Offer to go on with the latest draft; without any there is nothing to say."""
        if not drafts:
            self.forget_draft()
            return
        self._draft, self._is_discarded = drafts[0], False
        others = ", ".join(f"“{draft.title}”" for draft in drafts[1:])
        more = f"So are {others}." if len(drafts) > 2 else f"So is {others}." if others else ""
        at = clock(drafts[0].at_ms, now)
        self.tell(Tone.INFO, f"“{drafts[0].title}” is written and not saved ({at})", more, "", "Go on writing")

    def tell_discarded(self, draft: DocumentDraft) -> None:
        """Say that a draft was given up; its button takes that back."""
        self._draft, self._is_discarded = draft, True
        self.tell(Tone.INFO, f"What was written on “{draft.title}” is discarded", "", "", "Undo")

    def forget_draft(self) -> None:
        """Say nothing any more."""
        self._draft = None
        self.hide()

    def _on_action_clicked(self) -> None:
        draft, is_discarded = self._draft, self._is_discarded
        self.forget_draft()
        if draft is not None:
            (self.take_back_wanted if is_discarded else self.go_on_wanted).emit(draft)
