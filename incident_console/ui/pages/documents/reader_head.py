# SPDX-License-Identifier: Apache-2.0
"""Above the reader: what document this is, its properties, its versions, and what one can do while reading."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.sizes import size_words
from incident_console.services.documents import DocumentLine
from incident_console.services.times import clock, full
from incident_console.ui.document_words import day_words, kind_words, version_words
from incident_console.ui.models.library_view import Category, category_of
from incident_console.ui.pages.documents.leaving_menus import add_leavings, ways_out
from incident_console.ui.pages.documents.opened import OpenedDocument
from incident_console.ui.pages.documents.reader_tools import ReaderTools
from incident_console.ui.readers.reader import Tool
from incident_console.ui.theme import Role, TextStyle, Tone, follow_theme, theme
from incident_console.ui.widgets.badge import Badge
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

_DOT = " \N{MIDDLE DOT} "


class ReaderHead(QWidget):
    """Asks by signals: ``back_wanted``, ``forward_wanted``, ``version_wanted(id)``, ``match_wanted(step)``.

    ``compare_wanted(id)`` names the version to set beside the one that is read. ``tools`` asks for what changes how
    the document is shown, ``properties_wanted`` for what it is called and how it is kept, ``way_out_wanted(way)`` for a
    plain copy, ``write_wanted`` to write on it, ``tasks_wanted`` to make tasks of its steps, ``cite_wanted`` to cite
    this version in the log, and ``reviewed`` says that it was read and nothing has to change.
    """

    back_wanted = Signal()
    forward_wanted = Signal()
    version_wanted = Signal(object)
    compare_wanted = Signal(object)
    properties_wanted = Signal()
    reviewed = Signal()
    write_wanted = Signal()
    tasks_wanted = Signal()
    cite_wanted = Signal()
    match_wanted = Signal(int)
    way_out_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reader-head")
        set_ground(self, "surface", "bottom")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._title = Label("", TextStyle.TITLE, is_bold=True, is_wrapped=True)
        self._title.make_selectable()
        self._vital = Badge("", Tone.DANGER)
        self._facts = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._facts.make_selectable()
        self._presence = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._place = Label("", TextStyle.SMALL, Role.MUTED)
        self._matches = Label("", TextStyle.SMALL, Role.MUTED)
        self._opened: OpenedDocument | None = None
        self._now = Moment(0, 0)
        self._make_buttons()
        self._lay_out()
        self._show(self._tool_parts, is_shown=False)
        follow_theme(self._restyle)

    def _make_buttons(self) -> None:
        self._back = _small("Back", "arrow-left", "Alt+Left", self.back_wanted.emit)
        self._versions = Button("Versions", icon="history", key="V")
        self._versions.clicked.connect(self.show_versions)
        self._properties = Button("Properties", icon="pencil", key="P")
        self._properties.clicked.connect(self.properties_wanted)
        self._reviewed = Button("Reviewed, no change", icon="badge-check", key="N")
        self._reviewed.clicked.connect(self.reviewed)
        self._take_out = _small("Take out", "file-up", "X", self.show_ways_out)
        self._forward = _small("Forward", "arrow-right", "Alt+Right", self.forward_wanted.emit)
        self.tools = ReaderTools(self)
        self.write = Button("Write", ButtonKind.QUIET, icon="file-text", key="E")
        self.write.clicked.connect(self.write_wanted)
        self.tasks = Button("Make tasks", ButtonKind.QUIET, icon="list-plus", key="T")
        self.tasks.clicked.connect(self.tasks_wanted)
        self.cite = Button("Cite", ButtonKind.QUIET, icon="scroll-text", key="C")
        self.cite.clicked.connect(self.cite_wanted)
        self._before = _small("Match before", "chevron-up", "Shift+F3", partial(self.match_wanted.emit, -1))
        self._after = _small("Next match", "chevron-down", "F3", partial(self.match_wanted.emit, 1))

    def _lay_out(self) -> None:
        self._row, self._column = QHBoxLayout(), QVBoxLayout(self)
        self._row.addWidget(self._title, 1)
        self._row.addWidget(self._vital)
        self._column.addLayout(self._row)
        self._column.addWidget(self._facts)
        self._column.addWidget(self._presence)
        self._tools = QWidget()
        self._tools.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(self._tools, gap=6)
        self._tool_parts = (
            *(self.write, self.tasks, self.cite, self._reviewed, self._back, self._forward, self._place),
            *(*self.tools.parts, self._matches, self._before, self._after),
        )
        for part in (self._versions, self._properties, self._take_out, *self._tool_parts):
            flow.addWidget(part)
        self._column.addWidget(self._tools)

    def show_document(self, opened: OpenedDocument, now: Moment) -> None:
        """Tell what is read now."""
        self._opened, self._now = opened, now
        self._title.setText(opened.line.title if opened.is_latest else opened.version.title)
        self._vital.set_text("vital" if opened.line.is_vital else "")
        self._facts.setText(_DOT.join(filter(None, _facts(opened, now))))
        self._facts.setToolTip(f"Imported {full(opened.version.added_at_ms, now.utc_offset_min)}\n{opened.line.path}")
        self._show([self.write], is_shown=opened.is_writable)
        self._show([self.tasks], is_shown=opened.may_have_steps)
        self._show([self.cite], is_shown=not opened.line.is_hidden)
        count = len({version.sha256 for version in opened.versions})
        self._versions.set_words("1 version" if count == 1 else f"{count} versions")

    def set_ways(self, *, is_back: bool, is_forward: bool) -> None:
        """Whether something was read before, and after."""
        self._show([self._back], is_shown=is_back)
        self._show([self._forward], is_shown=is_forward)

    def set_presence(self, words: str) -> None:
        """Tell where a vital document is; nothing of others."""
        self._presence.setText(words)
        show_when(self._presence, is_shown=bool(words))

    def set_reviewable(self, *, is_due: bool) -> None:
        """Offer to note the document as reviewed while that is due."""
        self._show([self._reviewed], is_shown=is_due)

    def set_place(self, words: str) -> None:
        """Show the page and zoom."""
        self._place.setText(words)
        self._show([self._place], is_shown=bool(words))

    def offer_tools(self, tools: Sequence[Tool]) -> None:
        """Show what can be done with what is shown."""
        self.tools.offer(tools)

    def set_matches(self, number: int, count: int, *, has_words: bool) -> None:
        """Show which of how many matches is before the eye."""
        words = f"Match {number:,} of {count:,}" if count else "No match in this document"
        self._matches.setText(words if has_words else "")
        self._show([self._matches], is_shown=has_words)
        self._show([self._before, self._after], is_shown=has_words and count > 0)

    def show_versions(self) -> None:
        """Open the list of versions, the latest first; each can be read."""
        if self._opened is None:
            return
        menu = QMenu(self)
        menu.setObjectName("versions")
        menu.setAccessibleName("Versions")
        menu.aboutToHide.connect(menu.deleteLater)
        for version in self._opened.versions:
            action = QAction(version_words(version, self._now).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(version.id == self._opened.version.id)
            action.triggered.connect(partial(self._choose, version.id))
            menu.addAction(action)
        self._add_comparing(menu, self._opened)
        add_leavings(menu, self._opened.line.left, self._now)
        menu.popup(self._versions.mapToGlobal(QPoint(0, self._versions.height())))

    def _add_comparing(self, menu: QMenu, opened: OpenedDocument) -> None:
        """Offer to compare what is read with any other version."""
        others = [version for version in opened.versions if version.id != opened.version.id]
        if others:
            menu.addSeparator()
            comparing = menu.addMenu("Compare with")
            comparing.setObjectName("compare-with")
        for version in others:
            action = QAction(version_words(version, self._now).replace("&", "&&"), comparing)
            action.setEnabled(version.is_here)
            action.triggered.connect(partial(self._compare, version.id))
            comparing.addAction(action)

    def _compare(self, version: bytes, *_checked: bool) -> None:
        self.compare_wanted.emit(version)

    def show_ways_out(self) -> None:
        """Offer the two ways in which a plain copy leaves the library; both ask first."""
        menu = ways_out(self)
        menu.popup(self._take_out.mapToGlobal(QPoint(0, self._take_out.height())))

    def _show(self, parts: Sequence[QWidget], *, is_shown: bool) -> None:
        for part in parts:
            show_when(part, is_shown=is_shown)

    def _choose(self, version: bytes, *_checked: bool) -> None:
        self.version_wanted.emit(version)

    def _restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(34), px(14), px(24), px(8))
        self._column.setSpacing(px(4))
        self._row.setSpacing(px(10))


def _small(words: str, icon: str, key: str, press: object) -> Button:
    button = Button(words, ButtonKind.QUIET, icon=icon, key=key, is_icon_only=True)
    button.clicked.connect(press)
    return button


def _facts(opened: OpenedDocument, now: Moment) -> list[str]:
    line, version = opened.line, opened.version
    part = category_of(line)
    return [
        part.value.capitalize() if part is not Category.OTHER else line.category,
        f"owner {line.owner}" if line.owner else "",
        f"version {version.label}" if version.label else "",
        *_review_facts(line),
        f"imported {clock(version.added_at_ms, now)} by {version.added_by} ({version.station})",
        f"{kind_words(version.media_type)}, {size_words(version.size)}",
    ]


def _review_facts(line: DocumentLine) -> list[str]:
    if not line.reviewed_on:
        return [""]
    due = "review was due" if line.is_review_due else "next review"
    next_review = f", {due} {day_words(line.next_review_on)}" if line.next_review_on else ""
    return [f"reviewed {day_words(line.reviewed_on)}{next_review}"]
