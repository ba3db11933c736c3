# SPDX-License-Identifier: Apache-2.0
"""What a person may set, and what the program keeps outside of the workspace."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from incident_console.ui.pages.page import Page, PageContext
from incident_console.ui.settings import SHOWN, Setting, Settings
from incident_console.ui.theme import Role, TextStyle
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.form_column import FormColumn
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import ElidedLabel, Label
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.section_title import SectionTitle

_KEPT_PLAIN = (
    "Kept readable on this laptop: theme, text size, size of the window and the paths of these workspaces. Everything "
    "else, also how each page was left, lies sealed in the workspace."
)


class SettingsPage(Page):
    """One row of chips for each setting; a choice holds at once."""

    key = "settings"
    title = "Settings"
    icon = "settings"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("settings-page")
        set_ground(self, "surface")
        self._rows = {setting.key: ChoiceRow(context.settings, setting) for setting in SHOWN}
        self._workspaces = KnownWorkspaces(context.settings)
        form = FormColumn(620)
        for setting in SHOWN:
            form.add(FormField(setting.title, self._rows[setting.key], setting.explains))
        form.add(SectionTitle("Workspaces that are offered at the start"))
        form.add(self._workspaces)
        form.add(Label(_KEPT_PLAIN, TextStyle.SMALL, Role.MUTED, is_wrapped=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PageHeader(self.title))
        column.addWidget(form, 1)
        context.settings.changed.connect(self._on_setting_changed)

    def focus_first(self) -> None:
        self._rows[SHOWN[0].key].focus_chosen()

    def _on_setting_changed(self, key: str) -> None:
        if key in self._rows:
            self._rows[key].show_value()


class ChoiceRow(QWidget):
    """The choices of one setting as chips."""

    def __init__(self, settings: Settings, setting: Setting[Any]) -> None:
        super().__init__()
        self.setObjectName(f"setting-{setting.key}")
        self._settings, self._setting = settings, setting
        self._values = {str(value): value for value, _ in setting.choices}
        self._chips = FilterChips(setting.title)
        for value, words in setting.choices:
            self._chips.add_chip(str(value), words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._chips)
        self._chips.chosen.connect(self._on_chosen)
        self.show_value()

    def show_value(self) -> None:
        """Show what is set now."""
        self._chips.choose(str(self._settings.get(self._setting)))

    def focus_chosen(self) -> None:
        """Put the keyboard on the chosen chip."""
        self._chips.chip(self._chips.chosen_key()).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, key: str) -> None:
        self._settings.set(self._setting, self._values[key])


class KnownWorkspaces(QWidget):
    """The paths that the unlock page offers, each with a way to forget it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("known-workspaces")
        self.setAccessibleName("Workspaces that are offered at the start")
        self._settings = settings
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._fill()

    def _fill(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        known = self._settings.workspaces()
        for path in known:
            self._column.addWidget(self._row(path))
        if not known:
            self._column.addWidget(Label("None: the start asks where the workspace lies.", role=Role.MUTED))

    def _row(self, path: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        forget = Button("Forget", ButtonKind.LINK)
        forget.setAccessibleName(f"Forget {path}")
        forget.clicked.connect(partial(self._on_forget_clicked, path))
        line.addWidget(ElidedLabel(str(path)), 1)
        line.addWidget(forget)
        return row

    def _on_forget_clicked(self, path: Path) -> None:
        self._settings.forget_workspace(path)
        self._fill()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
