# SPDX-License-Identifier: Apache-2.0
"""More of the design's windows: calling people, reading documents, and the fields that Qt draws itself."""

from __future__ import annotations

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QTextBrowser,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from incident_console.ui.delegates import Cell, Column, Icon, Line, Row, Tag, Text, line
from incident_console.ui.delegates.roomy_delegate import RoomyDelegate
from incident_console.ui.theme import Role, TextStyle, Tone, icon, theme
from incident_console.ui.widgets.amounts import MeterBar
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.choices import CheckBox, ChoiceBox, RadioButton
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.section_title import SectionTitle
from tests.ui.gallery.model import RowsModel, Shown

CALL_COLUMNS = (
    Column("state", 24),
    Column("name", 0, min_width=110, is_first_when_stacked=True),
    Column("what", 130),
    Column("who", 70, is_right=True),
)
OUTCOMES = (
    ("Reached", "R"),
    ("No answer", "N"),
    ("Busy", "B"),
    ("Left message", "M"),
    ("Wrong number", "W"),
    ("Delegated", "D"),
)


def call(key: str, icon_name: str, name: str, what: str, who: str) -> Shown:
    cells = {"name": line(name), "what": line(what, Role.MUTED), "who": line(who, Role.MUTED)}
    return key, Row({"state": Cell((Line(before=(Icon(icon_name, Role.TEXT),)),)), **cells})


def calls_page() -> QWidget:
    rows = RowList(CALL_COLUMNS, "call-list", "People to call")
    shown = [
        call("1", "check", "Anna Petrov", "reached 16:58", "Ops-3"),
        call("2", "phone-missed", "Carla Nunez", "no answer, again 17:20", "Ops-1"),
        call("3", "phone", "Dmitri Sokolov", "next", "you"),
        call("4", "x", "Ivo Maric", "wrong number", "correct"),
    ]
    model = RowsModel(shown)
    model.setParent(rows)
    rows.setModel(model)
    rows.select_key("3")
    bar = MeterBar("People reached")
    bar.set_share(17, 22)
    left, right, page = QWidget(), caller(), QWidget()
    set_ground(left, "surface", "right")
    column = QVBoxLayout(left)
    column.addWidget(Label("17 of 22 reached", is_bold=True))
    column.addWidget(bar)
    column.addWidget(rows)
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(left, 2)
    row.addWidget(right, 3)
    return page


def caller() -> QWidget:
    box, quote, outcomes = QWidget(), QWidget(), QWidget()
    set_ground(box, "surface")
    set_ground(quote, "quote")
    grid = QGridLayout(outcomes)
    grid.setContentsMargins(0, 0, 0, 0)
    for place, (words, key) in enumerate(OUTCOMES):
        grid.addWidget(Button(words, ButtonKind.OUTCOME, key=key), place // 3, place % 3)
    QVBoxLayout(quote).addWidget(Label("This is Joy Okafor for the crisis team.", TextStyle.LEAD, is_wrapped=True))
    column = QVBoxLayout(box)
    column.setContentsMargins(*(theme().px(side) for side in (26, 22, 26, 22)))
    column.addWidget(Label("Next, 4 of 22 · Fuel supplier, duty manager", role=Role.MUTED))
    column.addWidget(Label("Dmitri Sokolov", TextStyle.HEADLINE, is_bold=True))
    column.addWidget(Label("+49 40 5550 1377", TextStyle.HUGE, is_bold=True))
    column.addWidget(outcomes)
    column.addWidget(SectionTitle("Say"))
    column.addWidget(quote)
    column.addWidget(SectionTitle("Answer, note"))
    column.addWidget(QLineEdit("Yes, truck leaves 19:00"))
    column.addStretch(1)
    return box


def documents_page() -> QWidget:
    hits = RowList((Column("document", 0),), "document-list", "Documents")
    model = RowsModel([document("1", "Cooling loss runbook", "vital"), document("2", "Server room data sheet", "")])
    model.setParent(hits)
    hits.setModel(model)
    hits.select_key("1")
    reader = QTextBrowser()
    reader.setAccessibleName("Document")
    reader.setHtml("<h2>Cooling loss runbook</h2><p>Use when the server room passes 28 °C.</p><a href='#x'>a link</a>")
    page = QWidget()
    row = QHBoxLayout(page)
    for part, share in ((folders(), 2), (hits, 3), (reader, 5)):
        row.addWidget(part, share)
    return page


def document(key: str, title: str, tag: str) -> Shown:
    found = "...before any chiller restart check that both pumps run and the bypass valve is closed, then wait"
    snippet = Text(found, Role.MUTED, TextStyle.SMALL, marks=((14, 15),))
    head = Line(
        (Text(title, is_bold=True),),
        before=(Icon("file-text", Role.TEXT),),
        end=(Tag(tag, Tone.DANGER),) if tag else (),
    )
    return key, Row({"document": Cell((head, Line((snippet,), max_lines=2)))})


def folders() -> QTreeView:
    tree = QTreeView()
    tree.setAccessibleName("Folders")
    tree.setHeaderHidden(True)
    model = QStandardItemModel(tree)
    for name in ("Plans", "Runbooks", "Checklists"):
        item = QStandardItem(icon("folder"), name)
        item.appendRow(QStandardItem(icon("file-text"), "One of them"))
        model.appendRow(item)
    tree.setModel(model)
    tree.setItemDelegate(RoomyDelegate(tree))
    tree.setCurrentIndex(model.index(1, 0))
    tree.expand(model.index(1, 0))
    return tree


def fields_page() -> QWidget:
    page = QWidget()
    set_ground(page, "window")
    column = QVBoxLayout(page)
    choice, check, radio = ChoiceBox("Role"), CheckBox("Gate 3 unlocked"), RadioButton("By role")
    choice.addItems(["responder", "coordinator"])
    check.setChecked(True)
    radio.setChecked(True)
    listing = QListView()
    listing.setAccessibleName("Kinds")
    model = QStandardItemModel(listing)
    for kind in ("Fact", "Report"):
        model.appendRow(QStandardItem(kind))
    listing.setModel(model)
    listing.setItemDelegate(RoomyDelegate(listing))
    listing.setCurrentIndex(model.index(0, 0))
    off = QLineEdit("cannot be changed")
    off.setEnabled(False)
    wrong = QLineEdit("wrong")
    wrong.setProperty("error", True)
    kinds = QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
    for part in (choice, check, CheckBox("not yet"), radio, RadioButton("By person"), off, wrong, listing):
        column.addWidget(part)
    column.addWidget(QDialogButtonBox(kinds))
    return page
