# SPDX-License-Identifier: Apache-2.0
"""A field for a passphrase: hidden or shown, with a word about Caps Lock and, for a new one, about its strength."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.field_frame import FieldFrame
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

_STRENGTHS = (
    ("Very weak: guessed at once", Role.DANGER),
    ("Weak: guessed within hours", Role.DANGER),
    ("Fair: add a word or two", Role.WARN),
    ("Strong", Role.OK),
    ("Very strong", Role.OK),
)
_PAUSE_MS = 200
# zxcvbn takes longer than linear time, and what lies beyond this adds nothing that one must know.
_JUDGED_LENGTH = 64


def judge_passphrase(passphrase: str) -> int:
    """How hard a passphrase is to guess, 0 (very weak) to 4 (very strong), by zxcvbn."""
    from zxcvbn import zxcvbn

    return int(zxcvbn(passphrase[:_JUDGED_LENGTH])["score"]) if passphrase else 0


class PassphraseField(QWidget):
    """``submitted`` comes on Enter, ``changed`` with every stroke; read it with `passphrase`.

    ``is_new`` says how strong it is while it is chosen.
    """

    submitted = Signal()
    changed = Signal()

    def __init__(self, accessible_name: str, *, is_new: bool = False) -> None:
        super().__init__()
        self.setObjectName("passphrase-field")
        self._is_new = is_new
        self._frame = _HiddenLine(accessible_name)
        self._strength = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._caps = Label("Caps Lock is on", TextStyle.SMALL, Role.WARN)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self._frame, self._strength, self._caps):
            self._column.addWidget(part)
        self._strength.hide()
        self._caps.hide()
        self.setFocusProxy(self._frame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._frame.line.returnPressed.connect(self.submitted)
        self._frame.line.textChanged.connect(self._on_text_changed)
        self._frame.caps_lock_seen.connect(self._on_caps_lock_seen)
        self._pause.timeout.connect(self._judge)
        follow_theme(self._restyle)

    def passphrase(self) -> str:
        """What was typed, exactly."""
        return self._frame.line.text()

    def set_passphrase(self, text: str) -> None:
        """Put a made-up passphrase in."""
        self._frame.line.setText(text)

    def show_text(self) -> None:
        """Let it be read on the screen, as for writing it down."""
        self._frame.set_shown(is_shown=True)

    def select_all(self) -> None:
        """Mark all of it, so that typing replaces it."""
        self._frame.line.selectAll()

    def clear(self) -> None:
        """Forget what was typed, and hide again."""
        self._frame.line.clear()
        self._frame.set_shown(is_shown=False)

    @property
    def is_shown(self) -> bool:
        """Whether the passphrase can be read on the screen."""
        return self._frame.line.echoMode() is QLineEdit.EchoMode.Normal

    @property
    def hint_text(self) -> str:
        """What the field says now about Caps Lock and strength."""
        return ". ".join(label.text() for label in (self._caps, self._strength) if not label.isHidden())

    def _on_text_changed(self) -> None:
        if self._is_new:
            self._pause.start()
        self.changed.emit()

    def _judge(self) -> None:
        text = self.passphrase()
        if text:
            words, role = _STRENGTHS[judge_passphrase(text)]
            self._strength.setText(words)
            self._strength.set_role(role)
        show_when(self._strength, is_shown=bool(text))

    def _on_caps_lock_seen(self, is_on: bool) -> None:
        show_when(self._caps, is_shown=is_on)

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(4))


class _HiddenLine(FieldFrame):
    """The line with its eye. Qt cannot ask the keyboard for Caps Lock, so it is told from the letters that come."""

    caps_lock_seen = Signal(bool)

    def __init__(self, accessible_name: str) -> None:
        super().__init__(accessible_name, Role.FIELD, Role.BORDER_STRONG)
        self._eye = Button("Show the passphrase", ButtonKind.QUIET, icon="eye", is_icon_only=True)
        self.line.setObjectName("passphrase")
        self.arrange([], [self._eye])
        self.set_shown(is_shown=False)
        self._eye.clicked.connect(self._on_eye_clicked)

    def set_shown(self, *, is_shown: bool) -> None:
        """Show the letters or dots."""
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self._eye.set_icon_and_words(
            "eye-off" if is_shown else "eye", f"{'Hide' if is_shown else 'Show'} the passphrase"
        )

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(38))

    def on_key(self, event: QKeyEvent) -> bool:
        letter = event.text()
        if letter.isalpha() and letter.upper() != letter.lower():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock_seen.emit(letter.isupper() is not has_shift)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.caps_lock_seen.emit(False)
        return False

    def _on_eye_clicked(self) -> None:
        self.set_shown(is_shown=self.line.echoMode() is QLineEdit.EchoMode.Password)
        self.line.setFocus()
