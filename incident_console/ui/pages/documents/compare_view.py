# SPDX-License-Identifier: Apache-2.0
"""Two versions of a document side by side, in place of the library: what changed, and which one is kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.services.document_writing import Comparison
from incident_console.services.documents import VersionLine
from incident_console.ui.document_words import version_words
from incident_console.ui.models.compare_rows import shown_rows
from incident_console.ui.readers.compare_reader import CompareReader
from incident_console.ui.theme import Role, TextStyle, Tone, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind, SecondaryButton
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.visibility import refuse, show_when

_CHANGES, _ALL = "changes", "all"


class CompareView(QWidget):
    """``left_wanted`` comes with Esc, ``keep_wanted(version id)`` when one of two newest versions is to stand."""

    left_wanted = Signal()
    keep_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compare-view")
        self._comparison = Comparison((), 0)
        self._versions: tuple[VersionLine, VersionLine] | None = None
        self._change, self._reachable = -1, 0
        self.header, self.bar, self.reader = PageHeader("Compare"), InlineBar(), CompareReader()
        self._chips = FilterChips("How much of it")
        self._chips.add_chip(_CHANGES, "Changes")
        self._chips.add_chip(_ALL, "All lines")
        self._count = Label("", TextStyle.SMALL, Role.MUTED)
        self._back = Button("Back", ButtonKind.QUIET, icon="arrow-left", key="Esc", is_key_hint_only=True)
        self._before = Button("Change before", ButtonKind.QUIET, icon="chevron-up", key="Shift+F3", is_icon_only=True)
        self._after = Button("Next change", ButtonKind.QUIET, icon="chevron-down", key="F3", is_icon_only=True)
        self._names = tuple(Label("", TextStyle.SMALL, is_wrapped=True) for _ in range(2))
        self._keeps = tuple(SecondaryButton("Keep this one") for _ in range(2))
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        self.header.add(self._chips)
        tools = QWidget()
        self._tools = QHBoxLayout(tools)
        self._tools.setContentsMargins(0, 0, 0, 0)
        for tool in (self._count, self._before, self._after, self._back):
            self._tools.addWidget(tool)
        self.header.add_end(tools)
        self._heads = QWidget()
        set_ground(self._heads, "surface", "bottom")
        self._heads.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._grid = QGridLayout(self._heads)
        for column, (name, keep) in enumerate(zip(self._names, self._keeps, strict=True)):
            side = QHBoxLayout()
            side.addWidget(name, 1)
            side.addWidget(keep, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addLayout(side, 0, column)
            self._grid.setColumnStretch(column, 1)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(0)
        for part in (self.header, self.bar, self._heads):
            column_of_all.addWidget(part)
        column_of_all.addWidget(self.reader, 1)
        self._chips.choose(_CHANGES)

    def _connect(self) -> None:
        self._back.clicked.connect(self.left_wanted)
        self._before.clicked.connect(partial(self._go, -1))
        self._after.clicked.connect(partial(self._go, 1))
        self._chips.chosen.connect(self._on_chip_chosen)
        self.reader.went_to.connect(self._on_went_to)
        for side, keep in enumerate(self._keeps):
            keep.setObjectName(f"keep-{'left' if side == 0 else 'right'}")
            keep.clicked.connect(partial(self._on_keep_clicked, side))

    def show_versions(
        self, title: str, left: VersionLine, right: VersionLine, comparison: Comparison, now: Moment, refusal: str = ""
    ) -> None:
        """Show two versions; where both are newest one of them may be kept, unless ``refusal`` says why not."""
        self._comparison, self._versions, self._change = comparison, (left, right), -1
        self.header.set_title(f"Compare: {title}")
        is_apart = left.is_newest and right.is_newest
        for name, keep, version in zip(self._names, self._keeps, (left, right), strict=True):
            name.setText(version_words(version, now))
            show_when(keep, is_shown=is_apart)
            refuse(keep, refusal)
        self._tell(is_apart=is_apart)
        self._fill()
        self._go(1)

    def tell_error(self, error: KnownError) -> None:
        """Say what did not work."""
        self.bar.tell_error(error)

    def forget(self) -> None:
        """Let go of both texts."""
        self._comparison, self._versions = Comparison((), 0), None
        self.reader.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self, *, is_apart: bool) -> None:
        if not self._comparison.change_count:
            words = "Their words are the same", "What differs is how they are laid out, or what is said of them."
            self.bar.tell(Tone.INFO, *words)
        elif self._comparison.warning:
            self.bar.tell(Tone.INFO, self._comparison.warning)
        elif is_apart:
            self.bar.tell(
                Tone.WARN,
                "Two people brought these versions apart",
                "Keep one, and write into it what the other one has. Both stay among the versions.",
            )
        else:
            self.bar.hide()

    def _fill(self) -> None:
        rows, beyond = shown_rows(self._comparison.rows, is_all=self._chips.chosen_key() == _ALL)
        self._reachable = self._comparison.change_count - beyond
        if beyond:
            self.bar.tell(Tone.INFO, f"The last {beyond:,} changes are not shown", "These versions differ very much.")
        self.reader.show_rows(rows, self._change)
        self._count_changes()

    def _go(self, step: int) -> None:
        """Go to another change, around the end."""
        if self._reachable:
            self.reader.go_to((self._change + step) % self._reachable)

    def _on_went_to(self, change: int) -> None:
        self._change = change
        self._count_changes()

    def _count_changes(self) -> None:
        count = self._comparison.change_count
        number = f"Change {self._change + 1:,} of {count:,}" if self._change >= 0 else f"{count:,} changes"
        self._count.setText(number if count else "No change")
        for part in (self._before, self._after):
            show_when(part, is_shown=count > 0)

    def _on_chip_chosen(self, _key: str) -> None:
        self._fill()

    def _on_keep_clicked(self, side: int) -> None:
        if self._versions is not None:
            self.keep_wanted.emit(self._versions[side].id)

    def _restyle(self) -> None:
        px = theme().px
        self._grid.setContentsMargins(px(16), px(8), px(16), px(8))
        self._grid.setHorizontalSpacing(px(24))
        self._tools.setSpacing(px(8))
