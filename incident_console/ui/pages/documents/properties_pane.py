# SPDX-License-Identifier: Apache-2.0
"""The properties of one document or of several, each changed in place; its review, where it is, its history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from incident_console.domain.document_changes import CATEGORIES, CLASSIFICATIONS
from incident_console.services.document_sight import LABEL_NOT_LOCK
from incident_console.services.documents import DocumentLine
from incident_console.ui.models.property_view import DIFFERENT, NO, PROPERTIES, YES, review_words, shared
from incident_console.ui.pages.documents.property_facts import PropertyFacts
from incident_console.ui.pages.documents.property_rows import head_rows, history_rows, presence_rows
from incident_console.ui.pages.tasks.conflict_box import ConflictBox
from incident_console.ui.pages.tasks.editable_value import EditableValue
from incident_console.ui.theme import Role
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.name_field import NameField
from incident_console.ui.widgets.names_field import NamesField
from incident_console.ui.widgets.row_box import RowBox
from incident_console.ui.widgets.visibility import show_when

_RESTRICTED = "restricted"
_TITLE, _READERS = "title", "readers"
_OF_A_COORDINATOR = ("classification", _READERS)


class PropertiesPane(QWidget):
    """Asks by signals: ``save_wanted(name, typed)``, ``reviewed``, ``check_wanted``, ``keep_wanted(field, op)``.

    ``version_kept(id)`` settles versions made apart by one of them, ``left`` leads back to the document.
    """

    save_wanted = Signal(str, str)
    reviewed = Signal()
    check_wanted = Signal()
    keep_wanted = Signal(str, bytes)
    version_kept = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("properties-pane")
        self._facts: PropertyFacts | None = None
        self._fields: dict[str, QLineEdit | ChoiceBox] = {}
        self._values: dict[str, EditableValue] = {}
        self._make_parts()
        self._fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pane)
        self.setFocusProxy(self._pane)

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The documents that are shown."""
        return tuple(line.id for line in self._facts.lines) if self._facts else ()

    @property
    def facts(self) -> PropertyFacts | None:
        """What is shown."""
        return self._facts

    def values(self) -> tuple[EditableValue, ...]:
        """Every property, from top to bottom."""
        return tuple(self._values.values())

    def show_facts(self, facts: PropertyFacts) -> None:
        """Show these; open editors stay open while the same documents are shown."""
        if self.keys != tuple(line.id for line in facts.lines):
            self.close_editors()
            self._checked.hide()
            self._pane.verticalScrollBar().setValue(0)
        self._facts = facts
        self._show_head(facts)
        for name, value in self._values.items():
            self._show_value(name, value, facts)
        can_change = not facts.refusal
        self._conflicts.show_conflicts(facts.conflicts, {}, facts.now, can_change=can_change)
        self._heads.show_rows(head_rows(facts.heads, facts.now, can_keep=can_change))
        self._presence.show_rows(presence_rows(facts.presence, facts.now))
        self._history.show_rows(history_rows(facts))

    def offer(self, lines: Sequence[DocumentLine], owners: Sequence[str]) -> None:
        """Offer what other documents have while one types."""
        offered = {
            "tags": {tag for line in lines for tag in line.tags},
            "owner": {line.owner for line in lines} | set(owners),
            "site": {line.site for line in lines},
            "service": {line.service for line in lines},
            _READERS: {role for line in lines for role in line.readers} | set(owners) | {"coordinator", "admin"},
        }
        for name, words in offered.items():
            field = self._fields[name]
            if isinstance(field, NameField):
                field.set_names(sorted(words - {""}, key=str.casefold))

    def tell_checked(self, problems: Sequence[str]) -> None:
        """Say what came of decrypting and hashing."""
        bad = [problem for problem in problems if problem]
        self._checked.setText(checked_words(bad, len(problems)))
        self._checked.set_role(Role.WARN if bad else Role.OK)
        self._checked.setAccessibleName(self._checked.text())
        show_when(self._checked, is_shown=True)
        self._pane.reveal(self._checked)

    def close_editors(self) -> None:
        """End every question that is open."""
        for value in self._values.values():
            value.close_editor()

    def close_editor(self, name: str) -> None:
        """A property was saved."""
        self._values[name].close_editor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _make_parts(self) -> None:
        self._pane = DetailPane("document-properties", "Properties")
        self._conflicts = ConflictBox()
        self._heads, self._presence = RowBox("Two versions made apart: keep one"), RowBox("Where it is")
        self._history = RowBox("Changes")
        self._review = Button("Reviewed, no change", icon="badge-check", key="N")
        self._check = Button("Check on this laptop", icon="shield-check", key="C")
        self._leave = Button("Back to the document", ButtonKind.QUIET, key="Esc", is_key_hint_only=True)
        self._review.clicked.connect(self.reviewed)
        self._check.clicked.connect(self.check_wanted)
        self._leave.clicked.connect(self.left)
        self._conflicts.keep_wanted.connect(self.keep_wanted)
        self._heads.row_clicked.connect(self.version_kept)
        for box in (self._heads, self._presence, self._history):
            box.row_entered.connect(self._pane.reveal)
        for view in PROPERTIES:
            self._fields[view.name] = field = _field(view.name, view.title)
            self._values[view.name] = value = EditableValue(f"Change: {view.title}", "", field)
            value.wanted.connect(partial(self._on_wanted, view.name))
            value.opened.connect(partial(self._pane.reveal, value))

    def _fill(self) -> None:
        pane = self._pane
        self._section, self._headline = pane.add_section("Properties"), pane.add_headline("")
        self._note = pane.add_text("")
        pane.add_widget(self._conflicts)
        pane.add_widget(self._heads)
        grid = pane.add_values()
        for view in PROPERTIES:
            grid.add_widget(view.title, self._values[view.name], is_centred=True)
        self._label = pane.add_text(LABEL_NOT_LOCK)
        pane.add_buttons((self._review, self._check, self._leave))
        self._checked = pane.add_text("", Role.OK)
        self._checked.hide()
        pane.add_widget(self._presence)
        pane.add_widget(self._history)

    def _show_head(self, facts: PropertyFacts) -> None:
        one, count = facts.one, len(facts.lines)
        self._section.set_words("Properties" if one else f"Properties of {count} documents, changed together")
        self._headline.setText(one.title if one else ", ".join(line.title for line in facts.lines[:3]))
        is_hidden = any(line.is_hidden for line in facts.lines)
        note = "It is restricted to others; a coordinator may lift that" if is_hidden else ""
        note = note or (review_words(one) if one else "")
        self._note.setText(" ".join(filter(None, (f"{note}." if note else "", facts.refusal))))
        show_when(self._note, is_shown=bool(self._note.text()))
        show_when(self._review, is_shown=not facts.refusal and not is_hidden)
        show_when(self._label, is_shown=any(line.classification == _RESTRICTED for line in facts.lines))

    def _show_value(self, name: str, value: EditableValue, facts: PropertyFacts) -> None:
        view = next(each for each in PROPERTIES if each.name == name)
        words, typed = shared(facts.lines, view.words), shared(facts.lines, view.typed)
        refusal = facts.restricting if name in _OF_A_COORDINATOR else facts.refusal
        is_hidden = any(line.is_hidden for line in facts.lines) and name not in _OF_A_COORDINATOR
        can_change = not refusal and not is_hidden and not (name == _TITLE and facts.one is None)
        field = self._fields[name]
        if isinstance(field, ChoiceBox) and typed and field.findData(typed) < 0 and not value.is_editing:
            field.addItem(typed, typed)
        shown, role = (
            (DIFFERENT, Role.MUTED) if words is None else (words or "none", Role.TEXT if words else Role.MUTED)
        )
        value.show_value(shown, typed or "", role, can_change=can_change)
        value.set_tip(shown)
        value.setAccessibleName(f"{view.title}: {shown}")

    def _on_wanted(self, name: str, typed: object) -> None:
        self.save_wanted.emit(name, typed if isinstance(typed, str) else "")


def checked_words(bad: Sequence[str], count: int) -> str:
    """What came of decrypting and hashing so many documents; ``bad`` says what is wrong with some."""
    if not bad:
        which, hashes = ("Readable", "its hash is") if count == 1 else (f"All {count} are readable", "their hashes are")
        return f"{which} on this laptop: decrypted, and {hashes} right."
    return f"{bad[0]}." if count == 1 else f"{len(bad)} of {count} cannot be read here: {bad[0]}."


def _field(name: str, title: str) -> QLineEdit | ChoiceBox:
    """The editor of a property."""
    choices = {"category": CATEGORIES, "classification": CLASSIFICATIONS, "is_vital": (YES, NO)}.get(name)
    if choices is not None:
        box = ChoiceBox(title)
        for choice in choices:
            box.addItem(choice, choice)
        return box
    if name in ("tags", _READERS):
        return NamesField(title, "several with commas between")
    if name in ("owner", "site", "service"):
        return NameField(title)
    field = QLineEdit()
    field.setAccessibleName(title)
    field.setPlaceholderText({"reviewed_on": "2026-11-28", "review_interval_days": "days, such as 180"}.get(name, ""))
    return field
