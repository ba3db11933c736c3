# SPDX-License-Identifier: Apache-2.0
"""What the gallery shows: whole windows made of the parts, as the design draws them, and sheets of single parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.ui.delegates import Icon, Line, Tag, Text
from incident_console.ui.jobs import Progress
from incident_console.ui.theme import Role, TextStyle, Tone, theme
from incident_console.ui.widgets.amounts import BigNumber, MeterBar
from incident_console.ui.widgets.badge import Badge, RealityBadge
from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton, SecondaryButton
from incident_console.ui.widgets.card import Card
from incident_console.ui.widgets.card_grid import CardGrid
from incident_console.ui.widgets.chips import Chip, FilterChips
from incident_console.ui.widgets.coverage_line import Coverage
from incident_console.ui.widgets.crash_dialog import CrashDialog
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.exercise_band import ExerciseBand
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.header_bar import HeaderBar, HeaderState
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.navigation_rail import NavigationRail
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.passphrase_field import PassphraseField
from incident_console.ui.widgets.progress_row import ProgressRow
from incident_console.ui.widgets.row_header import RowHeader
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.search_field import SearchField
from incident_console.ui.widgets.split_page import SplitPage
from incident_console.ui.widgets.status_line import StatusLine
from tests.ui.gallery.model import RowsModel
from tests.ui.gallery.more_scenes import calls_page, documents_page, fields_page
from tests.ui.gallery.samples import LOG_COLUMNS, TASK_COLUMNS, log_rows, task_rows

PAGES = (
    ("overview", "layout-dashboard", "Overview"),
    ("log", "scroll-text", "Log"),
    ("tasks", "list-checks", "Tasks"),
    ("calls", "phone-call", "Calls"),
    ("messages", "message-square", "Messages"),
    ("documents", "library", "Documents"),
    ("recovery", "activity", "Recovery"),
    ("reports", "file-text", "Reports"),
)


class Memory:
    """Remembers how views were left, for as long as it lives."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def read(self, key: str) -> str:
        return self.kept.get(key, "")

    def write(self, key: str, value: str) -> None:
        self.kept[key] = value


def column(*parts: QWidget, margins: int = 0, spacing: int = 0) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    for part in parts:
        layout.addWidget(part)
    return box


def rail(current: str) -> NavigationRail:
    result = NavigationRail()
    for key, icon, words in PAGES:
        result.add_page(key, icon, words)
    result.add_lower("team", "radio-tower", "Team & sync")
    result.add_lower("settings", "settings", "Settings")
    result.add_lower("lock", "lock", "Lock")
    result.set_count("tasks", 3, "overdue")
    result.set_count("messages", 2, "unanswered")
    result.set_current(current)
    result.set_narrow(is_narrow=theme().px(1000) > 1366)
    return result


def frame(current: str, page: QWidget, *, is_exercise: bool = False) -> QWidget:
    header = HeaderBar()
    header.show_state(
        HeaderState(
            incident_name="Facility outage, Harbour House",
            is_exercise=is_exercise,
            severity="Severity 1 of 4",
            elapsed="3 h 12 min since 14:05",
            report_due="Report no. 4 due in 18 min",
            coverage=Coverage(5, 7, "Ops-2 (38 min), Home-1 (2 h)"),
        )
    )
    status = StatusLine()
    status.set_saved("Saved 17:17:04")
    status.set_folders("Share: unreachable since 16:39, stick: synced 17:10")
    status.set_station("Ops-1 · J. Okafor · Scribe")
    status.set_keys([("F1", "keys"), ("Ctrl+K", "find"), ("Ctrl+L", "log")])
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(rail(current))
    row.addWidget(page, 1)
    window = column(*([ExerciseBand()] if is_exercise else []), header, middle, status)
    set_ground(window, "window")
    layout = window.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.setStretchFactor(middle, 1)
    return window


def log_scene() -> QWidget:
    chips = FilterChips("Which entries")
    for key, words, count in (("all", "All", None), ("star", "Significant", 9), ("decision", "Decisions", 5)):
        chips.add_chip(key, words, count=count)
    chips.add_chip("new", "Since I looked", count=6)
    chips.add_chip("more", "Filter", icon="plus")
    header = PageHeader("Log")
    header.add(chips)
    header.add_end(SearchField("Search this log"))
    rows = RowList(LOG_COLUMNS, "log-list", "Entries")
    model = RowsModel(log_rows())
    model.setParent(rows)
    rows.setModel(model)
    rows.select_key("C-07")
    return frame("log", column(header, SplitPage(rows, log_detail(), "log", Memory()), compose()))


def compose() -> QWidget:
    bar = QWidget()
    set_ground(bar, "surface", "top")
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 10, 16, 10)
    kind = Chip("Fact", has_arrow=True, is_checkable=True)
    kind.setChecked(True)
    line = QLineEdit("Second fuel delivery confirmed for 21:30 by ")
    for part in (kind, Chip("now 17:17"), line, PrimaryButton("Save", key="Return", is_key_hint_only=True)):
        row.addWidget(part)
    row.setStretchFactor(line, 1)
    return bar


def log_detail() -> DetailPane:
    pane = DetailPane("log-detail", "Entry")
    pane.add_section("Entry C-07")
    pane.add_headline("Server room 31 °C and rising 1 °C in 4 min. Non-critical racks shut down by plan step 12.")
    values = pane.add_values()
    values.add("Happened", "16:22 (typed)")
    values.add("Entered", "17:03:11 +01:00, late 41 min")
    values.add("Received here", "17:10:26, by stick")
    values.add("Author", "S. Haddad, Facilities, on Field-1")
    pane.add_section("Links")
    done = Text("done", Role.OK, is_bold=True)
    icon = Icon("list-checks", Role.TEXT)
    pane.add_row(Line((Text("T-12 Shed non-critical load"),), before=(icon,), end=(done,)), is_link=True)
    book = Icon("library", Role.TEXT)
    step = Text("step 12", Role.MUTED)
    pane.add_row(Line((Text("Cooling loss runbook, v4"),), before=(book,), end=(step,)), is_link=True)
    pane.add_section("What the author had seen")
    pane.add_text("Ops-1 up to A-24, Ops-3 up to B-9. Not yet D-5.")
    pane.add_section("Proof")
    proof = Text("Signed by Field-1, chain whole to C-07", Role.OK, is_bold=True)
    pane.add_row(Line((proof,), before=(Icon("shield-check", Role.OK),), max_lines=0))
    pane.add_buttons([SecondaryButton("Mark significant", key="S"), SecondaryButton("Strike...", key="X")])
    return pane


def tasks_scene() -> QWidget:
    chips = FilterChips("Which tasks")
    chips.add_chip("mine", "Mine", count=4)
    chips.add_chip("role", "By role")
    chips.add_chip("person", "By person")
    chips.add_chip("overdue", "Overdue", count=3)
    chips.add_chip("done", "Done")
    chips.set_count("done", 26, "hidden")
    chips.choose("role")
    header = PageHeader("Tasks")
    header.add(chips)
    header.add_end(SearchField("Search tasks"))
    header.add_end(SecondaryButton("New task", key="N"))
    rows = RowList(TASK_COLUMNS, "task-list", "Tasks")
    model = RowsModel(task_rows())
    model.setParent(rows)
    rows.setModel(model)
    rows.select_key("T-17")
    titles = RowHeader(rows)
    page = column(header, SplitPage(column(titles, rows), task_detail(), "tasks", Memory()))
    return frame("tasks", page, is_exercise=True)


def task_detail() -> DetailPane:
    pane = DetailPane("task-detail", "Task")
    pane.add_section("T-17 · Facilities lead")
    pane.add_headline("Second fuel delivery, meet driver at gate 3")
    values = pane.add_values()
    values.add("State", "open since 16:41, decision D-4")
    later = QWidget()
    flow = FlowLayout(later, gap=5)
    for part in (Label("21:30"), Chip("+15"), Chip("+30"), Chip("+60")):
        flow.addWidget(part)
    values.add_widget("Due", later)
    values.add("Acknowledged", "not yet, Field-1 heard 17:10", Role.WARN, is_bold=True)
    values.add("Blocked by", "-")
    pane.add_section("Steps")
    for name, words in (("square-check", "Order placed, 3,000 l"), ("square", "Driver's number known")):
        pane.add_row(Line((Text(words),), before=(Icon(name, Role.TEXT),)), is_link=True)
    pane.add_section("History")
    pane.add_row(Line((Text("16:58 due 22:00 to 21:30"),), end=(Text("Okafor", Role.MUTED),)))
    pane.add_row(Line((Text("16:41 opened from D-4"),), end=(Text("Okafor", Role.MUTED),)))
    buttons = [PrimaryButton("Acknowledge", key="A"), SecondaryButton("Done", key="D")]
    pane.add_buttons([*buttons, SecondaryButton("Not applicable...", key="X")])
    return pane


def overview_scene() -> QWidget:
    header = PageHeader("Overview")
    chips = FilterChips("Which moment")
    chips.add_chip("now", "Now")
    chips.add_chip("then", "As known at...")
    header.add(chips)
    header.add_end(SearchField("Find or do anything", "Ctrl+K"))
    tiles = CardGrid("overview-cards", "Overview")
    for card in (people_card(), services_card(), next_card(), tasks_card(), log_card()):
        tiles.add_card(card)
    return frame("overview", column(header, tiles))


def people_card() -> Card:
    card = Card("users", "People", "Roll-call")
    numbers = QWidget()
    flow = FlowLayout(numbers, gap=18)
    flow.addWidget(BigNumber(206, "safe", Role.OK))
    flow.addWidget(BigNumber(3, "need help", Role.WARN))
    flow.addWidget(BigNumber(5, "unaccounted, oldest word 71 min", Role.DANGER))
    card.add_widget(numbers)
    card.add_widget(Label("214 expected. 12 of the safe were reported by Ops-2.", role=Role.MUTED, is_wrapped=True))
    return card


def services_card() -> Card:
    card = Card("activity", "Services by time to breach", "Recovery")
    for name, tag, tone, end in (
        ("Payments", "breach in 48 min", Tone.DANGER, "ETR 19:10"),
        ("Customer phone line", "1 h 50 left", Tone.WARN, "ETR 18:30"),
        ("Warehouse", "workaround", Tone.INFO, "5 h left"),
        ("E-mail", "running off site", Tone.OK, "-"),
    ):
        card.add_row(Line((Text(name),), after=(Tag(tag, tone),), end=(Text(end, Role.MUTED),)), is_link=True)
    return card


def next_card() -> Card:
    card = Card("alarm-clock", "Next", "All clocks")
    due = Text("17:35, 18 min", Role.WARN, is_bold=True)
    card.add_row(Line((Text("Status report no. 4"),), end=(due,)))
    card.add_row(Line((Text("Hand-over Lead, brief not signed"),), end=(Text("18:00", Role.MUTED),)))
    return card


def tasks_card() -> Card:
    card = Card("list-checks", "Tasks", "34 open")
    for tag, tone, words, end in (
        ("overdue 12 min", Tone.DANGER, "T-09 Call fuel supplier", "Facilities"),
        ("due 17:30", Tone.WARN, "T-14 Confirm north site desks", "mine"),
        ("two values", Tone.WARN, "T-11 Shuttle buses: owner Reyes / Novak, both for the late shift", "settle"),
    ):
        content = Line((Text(words),), before=(Tag(tag, tone),), end=(Text(end, Role.MUTED),), max_lines=2)
        card.add_row(content, is_link=True)
    bar = MeterBar("Tasks done")
    bar.set_share(26, 60)
    card.add_widget(bar)
    card.add_widget(Label("26 of 60 done", role=Role.MUTED))
    return card


def log_card() -> Card:
    card = Card("star", "Significant", "Log")
    card.add_row(Line((Text("16:52 ", is_bold=True), Text("Generator 2 started, fuel for 7 h"))))
    card.add_row(Line((Text("16:44 ", is_bold=True), Text("D-5 Payments move to the north site"))))
    return card


def unlock_scene() -> QWidget:
    card = QWidget()
    set_ground(card, "card")
    field = PassphraseField("Passphrase of this laptop")
    field.set_passphrase("correct horse battery")
    px = theme().px
    layout = QVBoxLayout(card)
    layout.setContentsMargins(px(34), px(30), px(34), px(30))
    layout.setSpacing(px(10))
    layout.addWidget(IconMark("shield", Role.TEXT, 28))
    layout.addWidget(Label("Incident Console", TextStyle.TITLE, is_bold=True))
    layout.addWidget(Label("workspace ops-1 · sealed · works without network", role=Role.MUTED, is_wrapped=True))
    layout.addWidget(Label("Passphrase of this laptop"))
    layout.addWidget(field)
    layout.addWidget(PrimaryButton("Open"))
    links = QWidget()
    flow = FlowLayout(links, gap=14)
    for words in ("Forgotten?", "Join a team", "New workspace", "Try the demo"):
        flow.addWidget(Button(words, ButtonKind.LINK))
    layout.addWidget(links)
    card.setFixedWidth(px(460))
    window = QWidget()
    set_ground(window, "window")
    grid = QGridLayout(window)
    grid.addWidget(card, 1, 1)
    for place in (0, 2):
        grid.setRowStretch(place, 1)
        grid.setColumnStretch(place, 1)
    return window


def parts_scene() -> QWidget:
    window = QWidget()
    set_ground(window, "window")
    layout = QVBoxLayout(window)
    for parts in (badges(), buttons(), outcomes(), switches()):
        box = QWidget()
        flow = FlowLayout(box, gap=10)
        for part in parts:
            flow.addWidget(part)
        layout.addWidget(box)
    for bar in bars():
        layout.addWidget(bar)
    progress = ProgressRow("Importing documents", iter((0.0, 60.0)).__next__)
    progress.show_progress(Progress(1240, 3000, "files"))
    layout.addWidget(progress)
    new = PassphraseField("New passphrase", is_new=True)
    new.set_passphrase("correct horse battery staple")
    new._judge()
    layout.addWidget(new)
    layout.addWidget(QPlainTextEdit("Several lines\nof text"))
    layout.addStretch(1)
    return window


def badges() -> list[QWidget]:
    exercise = RealityBadge()
    exercise.set_exercise(is_exercise=True)
    tones = [Badge(f"{tone.value} 12 min", tone) for tone in Tone]
    return [*tones, Badge("Severity 1 of 4", Tone.DANGER, is_large=True), RealityBadge(), exercise]


def buttons() -> list[QWidget]:
    off = PrimaryButton("Not now", key="N")
    off.setEnabled(False)
    return [
        PrimaryButton("Acknowledge", key="A"),
        off,
        SecondaryButton("Make tasks", icon="list-plus"),
        SecondaryButton("Strike...", key="X"),
        Button("Revoke this station", ButtonKind.DANGER),
        Button("Print", icon="printer", is_icon_only=True),
        Button("Back", ButtonKind.QUIET, icon="arrow-left", key="Esc", is_key_hint_only=True),
        Button("Try the demo", ButtonKind.LINK),
    ]


def outcomes() -> list[QWidget]:
    keys = (("Reached", "R"), ("No answer", "N"), ("Busy", "B"), ("Wrong number", "W"))
    return [Button(words, ButtonKind.OUTCOME, key=key) for words, key in keys]


def switches() -> list[QWidget]:
    chips = FilterChips("Switches", is_exclusive=False)
    for key, words in (("mine", "Mine"), ("open", "Open only"), ("late", "Late")):
        chips.add_chip(key, words, count=1234)
    chips.set_on("open", is_on=True)
    return [chips, SearchField("Search people")]


def bars() -> list[InlineBar]:
    error, news = InlineBar(), InlineBar()
    error.tell_error(
        KnownError(
            "The shared folder cannot be reached",
            "Everything you write is saved on this laptop and goes out when the folder is back.",
            "Check the cable or plug in a stick.",
        ),
        "Try again",
    )
    news.tell(Tone.OK, "Six documents imported", "One was there already.")
    return [error, news]


def empty_scene() -> QWidget:
    text = (
        "Press Ctrl+L from anywhere and write what happened; Enter saves it. Nothing can be removed later, only struck."
    )
    return frame("log", EmptyState("scroll-text", "No entries yet", text, "Write the first entry", "Ctrl+L"))


def crash_scene() -> QWidget:
    try:
        raise ValueError("somebody's words")
    except ValueError as error:
        return CrashDialog(error)


SHEETS = {"parts"}
"""Taller than a screen: they are looked at, not used."""
SCENES: dict[str, Callable[[], QWidget]] = {
    "log": log_scene,
    "tasks": tasks_scene,
    "overview": overview_scene,
    "unlock": unlock_scene,
    "parts": parts_scene,
    "empty": empty_scene,
    "crash": crash_scene,
    "calls": lambda: frame("calls", calls_page()),
    "documents": lambda: frame("documents", documents_page()),
    "fields": fields_page,
}
