# SPDX-License-Identifier: Apache-2.0
"""The call at hand: who, the number, one key for each outcome, what to say, what they answered."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from incident_console.domain.call_list import OUTCOMES
from incident_console.domain.clock import Moment
from incident_console.services.calls import CallQueue, CallRow
from incident_console.services.people import NumberLine
from incident_console.services.times import clock
from incident_console.ui.delegates.call_row import OUTCOME_WORDS
from incident_console.ui.pages.calls.call_words import above_words, number_words
from incident_console.ui.pages.calls.number_choice import NumberChoice
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.growing_text import GrowingText
from incident_console.ui.widgets.inline_editor import InlineEditor
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.scrolled import let_scroll
from incident_console.ui.widgets.section_title import SectionTitle
from incident_console.ui.widgets.visibility import refuse, show_when

OUTCOME_KEYS = dict(zip(OUTCOMES, "RNBMWD", strict=True))
"""The key of each outcome; with Alt it works while the note is typed."""
FOLLOWING_KEY = "O"
"""The key that takes another number of the same person."""
_MIN_BUTTON, _MOST_COLUMNS = 150, 3


class CallPane(QScrollArea):
    """``outcome_chosen(outcome)`` and ``number_corrected(text)`` ask to save; ``left`` gives the keyboard back."""

    outcome_chosen = Signal(str)
    number_corrected = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("call-pane")
        self.setAccessibleName("The call at hand")
        set_ground(self, "surface")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.row: CallRow | None = None
        self._now = Moment(0, 0)
        self._columns = 0
        self._is_saving, self._refusal = False, ""
        self._make_parts()
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def _make_parts(self) -> None:
        self.above = Label("", role=Role.MUTED, is_wrapped=True)
        self.name = Label("", TextStyle.HEADLINE, is_bold=True, is_wrapped=True)
        self.number = Label("", TextStyle.HUGE, is_bold=True, is_wrapped=True)
        self.choice = NumberChoice()
        self.about_number = Label("", role=Role.MUTED, is_wrapped=True)
        self.last = Label("", role=Role.MUTED, is_wrapped=True)
        self.correct = Button("Correct the number", ButtonKind.LINK, key="C")
        self.editor = InlineEditor(_number_field(), save="Save the number")
        self.buttons = {outcome: _outcome_button(outcome) for outcome in OUTCOMES}
        self.say_title, self.say = SectionTitle("Say"), Label("", TextStyle.LEAD, is_wrapped=True)
        self.note = GrowingText("call-note", "Answer, note")
        self.note.setPlaceholderText("What they answered; Alt and a key of the outcome saves both")
        for label in (self.name, self.number):
            label.make_selectable()

    def _lay_out(self) -> None:
        self._content = content = QWidget()
        let_scroll(content)
        set_ground(content, "surface")
        self._quote = QWidget()
        set_ground(self._quote, "quote")
        self._quote_column, self._grid = QVBoxLayout(self._quote), QGridLayout()
        self._quote_column.addWidget(self.say)
        self._column = QVBoxLayout(content)
        above: tuple[QWidget, ...] = (self.above, self.name, self.number, self.choice, self.about_number, self.last)
        for part in (*above, self.correct, self.editor):
            self._column.addWidget(part)
        self._column.addLayout(self._grid)
        below: tuple[QWidget, ...] = (self.say_title, self._quote, SectionTitle("Answer, note"), self.note)
        for each in below:
            self._column.addWidget(each)
        self._column.addStretch(1)
        self.setWidget(content)

    def _connect(self) -> None:
        for outcome, button in self.buttons.items():
            button.clicked.connect(partial(self._choose, outcome))
            for keys in (OUTCOME_KEYS[outcome], f"Alt+{OUTCOME_KEYS[outcome]}"):
                # Not the button's own: that acts a moment later, when another person may stand there, and repeats.
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(partial(self._choose, outcome))
        following = QShortcut(QKeySequence(FOLLOWING_KEY), self)
        following.activated.connect(self.choice.take_following)
        self.choice.changed.connect(self._on_number_chosen)
        self.correct.clicked.connect(self.open_editor)
        self.editor.accepted.connect(self._on_accepted)
        self.note.submitted.connect(self.left)

    def clear(self) -> None:
        """Show nobody; no key does anything."""
        self.row = None
        self.editor.close_editor()
        show_when(self._content, is_shown=False)

    def show_row(self, queue: CallQueue, row: CallRow, now: Moment) -> None:
        """Show somebody of the queue; an open editor and the note stay as they are for the same person."""
        if self.row is None or self.row.person != row.person:
            self.editor.close_editor()
            self.verticalScrollBar().setValue(0)
        self.row, self._now = row, now
        show_when(self._content, is_shown=True)
        place = 1 + next((at for at, each in enumerate(queue.rows) if each.person == row.person), 0)
        is_next = queue.next is not None and queue.next.person == row.person
        self.above.setText(above_words(row, place, queue.list.listed, now, is_next=is_next))
        self.name.setText(row.name)
        self.choice.show_row(row)
        self._show_number(row)
        self.correct.set_words("Correct the number" if row.numbers else "Add a number")
        _say(self.last, _last_words(row, now))
        self.say.setText(queue.say)
        for part in (self.say_title, self._quote):
            show_when(part, is_shown=bool(queue.say))

    @property
    def dialled(self) -> NumberLine | None:
        """The number that stands there in large type."""
        return self.choice.number if self.row is not None else None

    def tell_saving(self, *, is_saving: bool) -> None:
        """While one outcome is being saved another cannot be chosen."""
        self._is_saving = is_saving

    def refuse(self, reason: str) -> None:
        """Let nobody record a call, for this reason; empty lets them again."""
        self._refusal = reason
        for part in (self.correct, self.note, *self.buttons.values()):
            refuse(part, reason)

    def open_editor(self) -> None:
        """Ask for the number as it should be."""
        if self.row is not None:
            number = self.dialled or next(iter(self.row.numbers), None)
            self.editor.open(number.shown if number else "")
            self.ensureWidgetVisible(self.editor)

    def _show_number(self, row: CallRow) -> None:
        number = self.choice.number
        self.number.setText(number.shown if number else "No number that works")
        self.number.set_role(Role.TEXT if number else Role.WARN)
        self.about_number.setText(number_words(row, number, self._now))
        self.about_number.set_role(Role.WARN if row.is_stale else Role.MUTED)

    def _on_number_chosen(self) -> None:
        if self.row is not None:
            self.editor.close_editor()
            self._show_number(self.row)

    def _choose(self, outcome: str, *_checked: bool) -> None:
        if self.row is not None and not (self._is_saving or self._refusal):
            self.outcome_chosen.emit(outcome)

    def _on_accepted(self, value: object) -> None:
        self.number_corrected.emit(str(value))

    def _arrange(self) -> None:
        room = self.viewport().width() - 2 * theme().px(26)
        columns = min(_MOST_COLUMNS, max(1, room // theme().px(_MIN_BUTTON)))
        if columns == self._columns:
            return
        self._columns = columns
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, place // columns, place % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(26), px(22), px(26), px(16))
        self._column.setSpacing(px(8))
        self._grid.setContentsMargins(0, px(8), 0, px(8))
        self._grid.setSpacing(px(10))
        self._quote_column.setContentsMargins(px(14), px(10), px(14), px(10))
        self._arrange()


def _number_field() -> QLineEdit:
    field = QLineEdit()
    field.setObjectName("number-text")
    field.setAccessibleName("The number as it should be")
    return field


def _outcome_button(outcome: str) -> Button:
    words = OUTCOME_WORDS[outcome]
    return Button(
        f"{words[:1].upper()}{words[1:]}", ButtonKind.OUTCOME, key=OUTCOME_KEYS[outcome], is_key_hint_only=True
    )


def _say(label: Label, text: str) -> None:
    label.setText(text)
    show_when(label, is_shown=bool(text))


def _last_words(row: CallRow, now: Moment) -> str:
    """How the last call ended, and what was noted."""
    if row.last_at_ms is None:
        return ""
    outcome = OUTCOME_WORDS.get(row.outcome, row.outcome)
    note = f": {row.note}" if row.note else ""
    return f"Last call {clock(row.last_at_ms, now)} by {row.caller}, {outcome}{note}"
