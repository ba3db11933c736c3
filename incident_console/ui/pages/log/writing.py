# SPDX-License-Identifier: Apache-2.0
"""Carries what the line and the detail ask for to the log, and back whether it is saved."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from incident_console.domain.citation import Citation
from incident_console.domain.errors import KnownError
from incident_console.services.citations import CitedLine
from incident_console.services.entry_drafts import EntryDraft
from incident_console.services.session import Session
from incident_console.ui.latest import Latest
from incident_console.ui.pages.log.compose import ComposeBar, NewEntry
from incident_console.ui.pages.log.detail import LogDetail
from incident_console.ui.pages.page import PageContext


class LogWriting(QObject):
    """Saves, marks, tags, strikes, and keeps the unfinished line of each incident.

    ``right_changed`` tells who may write.
    """

    right_changed = Signal()

    def __init__(self, context: PageContext, compose: ComposeBar, detail: LogDetail, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._compose, self._detail = context, compose, detail
        self._view = context.session.log_view
        self._incident: bytes | None = None
        self._drafts, self._rights = Latest(context.jobs, self), Latest(context.jobs, self)
        self._keeping, self._offers = Latest(context.jobs, self), Latest(context.jobs, self)
        self.may_write = False
        compose.submitted.connect(self._on_submitted)
        compose.draft_changed.connect(self._on_draft_changed)
        compose.cites.searched.connect(self._on_searched)
        detail.mark_wanted.connect(self._on_mark_wanted)
        detail.tag_wanted.connect(self._on_tag_wanted)
        detail.strike_wanted.connect(self._on_strike_wanted)

    def show_incident(self, incident: bytes | None) -> None:
        """Write in another log; each has its own unfinished line."""
        self.keep_now()
        self._incident = None  # what is cleared now is nobody's draft
        self._compose.clear()
        self._incident = incident
        if incident is not None:
            self.ask_right()
            self._drafts.ask(partial(_draft, self._context.session, incident), self._on_draft)

    def cite(self, cite: Citation) -> None:
        """Let the line that is written cite this version of a document."""
        ask = partial(self._context.session.citations.lines, [cite])
        self._context.jobs.ask(ask, on_success=self._on_cited, on_failure=self._compose.bar.tell_error)

    def keep_now(self) -> None:
        """Keep what is typed for good, before a lock or another incident: after this nothing of it waits."""
        self._keeping.forget()
        if self._incident is not None:
            self._context.jobs.ask(partial(self._view.keep_draft, self._incident, self._compose.draft()))

    def ask_right(self) -> None:
        """See whether this station may write."""
        self._rights.ask(self._view.refusal, self._on_refusal)

    def _on_refusal(self, error: KnownError | None) -> None:
        self.may_write = error is None
        self._compose.refuse(error)
        self.right_changed.emit()

    def _on_submitted(self, entry: NewEntry) -> None:
        if self._incident is not None:
            words = (entry.text, entry.kind, entry.at, entry.cites)
            add = partial(self._context.session.log.add, self._incident, *words)
            self._context.jobs.ask(add, on_success=self._on_saved, on_failure=self._compose.tell_failed)

    def _on_saved(self, _line: object) -> None:
        self._context.tell_saved()
        self._compose.tell_saved()

    def _on_draft_changed(self, draft: EntryDraft) -> None:
        """Keep it at once, in the store's lane; strokes that come meanwhile are kept together after it."""
        if self._incident is not None:
            keep = partial(self._view.keep_draft, self._incident, draft)
            self._keeping.ask(keep, self._on_kept, self._compose.bar.tell_error)

    def _on_draft(self, kept: tuple[EntryDraft, list[CitedLine]]) -> None:
        self._compose.restore(*kept)

    def _on_cited(self, lines: list[CitedLine]) -> None:
        self._compose.cites.add(*lines)

    def _on_searched(self, words: str) -> None:
        offered = partial(self._context.session.citations.offered, words)
        self._offers.ask(offered, self._compose.cites.show_offered, self._compose.bar.tell_error)

    def _on_kept(self, _nothing: None) -> None:
        """A draft that is kept is nothing to tell of."""

    def _on_mark_wanted(self, key: bytes, is_significant: bool) -> None:
        mark = partial(self._context.session.log.mark, key, is_significant)
        self._context.jobs.ask(mark, on_success=self._on_marked, on_failure=partial(self._detail.tell_failed, key))

    def _on_tag_wanted(self, key: bytes, tag: str, is_on: bool) -> None:
        call = partial(self._context.session.log.tag, key, tag, is_on)
        self._context.jobs.ask(call, on_success=self._on_marked, on_failure=partial(self._detail.tell_failed, key))

    def _on_marked(self, _line: object) -> None:
        self._context.tell_saved()

    def _on_strike_wanted(self, key: bytes, reason: str) -> None:
        strike = partial(self._context.session.log.strike, key, reason)
        failed = partial(self._detail.tell_failed, key)
        self._context.jobs.ask(strike, on_success=partial(self._on_struck, key), on_failure=failed)

    def _on_struck(self, key: bytes, _line: object) -> None:
        self._detail.tell_struck(key)
        self._context.tell_saved()


def _draft(session: Session, incident: bytes) -> tuple[EntryDraft, list[CitedLine]]:
    """The line that was typed and not saved, and what is known of the documents that it cites."""
    draft = session.log_view.draft(incident)
    return draft, session.citations.lines(draft.cites)
