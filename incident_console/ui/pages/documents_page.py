# SPDX-License-Identifier: Apache-2.0
"""The document library: its parts, the list with search, and the reader beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.events import Event
from incident_console.services.search import words_alone
from incident_console.ui.models.documents_model import DocumentsModel
from incident_console.ui.models.library_tally import Tally
from incident_console.ui.models.library_view import (
    Category,
    Choice,
    LibraryView,
    shown_documents,
)
from incident_console.ui.pages.documents.choosing import Choosing
from incident_console.ui.pages.documents.document_reader import DocumentReader
from incident_console.ui.pages.documents.finding import LibrarySearch, found_words
from incident_console.ui.pages.documents.history import place_of
from incident_console.ui.pages.documents.importing import ImportPart
from incident_console.ui.pages.documents.keys import KEYS
from incident_console.ui.pages.documents.library_side import LibrarySide
from incident_console.ui.pages.documents.pasting import PastePart
from incident_console.ui.pages.documents.printing import PrintingPart
from incident_console.ui.pages.documents.properties_desk import PropertiesDesk
from incident_console.ui.pages.documents.reading import ReadingDesk
from incident_console.ui.pages.documents.shelf import Shelf
from incident_console.ui.pages.documents.taking_out import TakingOutPart
from incident_console.ui.pages.documents.workbench import Workbench
from incident_console.ui.pages.page import Page, PageContext, PageKey
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.search_field import SearchField
from incident_console.ui.widgets.split_page import SplitPage
from incident_console.ui.widgets.visibility import refuse, show_when

_CHOICES = {
    Choice.ALL: "All",
    Choice.VITAL: "Vital",
    Choice.INCIDENT: "This incident",
    Choice.REVIEW: "Review",
}
_CHOICE, _CATEGORY = "documents/choice", "documents/category"
_LIST_WIDTH, _SLIM_WIDTH = 550, 280
_TEACHES = (
    "Import your plans, runbooks and lists: drop files or folders here, or press Import. "
    "To begin with, take the documents that come with the program and adapt them."
)
_TAKE_SHIPPED = "Import the documents that come with it"


class DocumentsPage(Page):
    """Wires the parts in pages/documents to the services."""

    key = "documents"
    title = "Documents"
    icon = "library"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("documents-page")
        self.setAcceptDrops(True)
        self._documents = context.session.documents
        self._view = LibraryView()
        self._opens_found = False
        self._make_parts()
        self._lay_out()
        self._connect()
        self._restore()
        self.shelf.load()

    def _make_parts(self) -> None:
        context = self.context
        self.header, self.chips = PageHeader(self.title), FilterChips("Which documents")
        for choice, words in _CHOICES.items():
            self.chips.add_chip(choice.value, words)
        self.search = SearchField("Search titles and text")
        self.import_button = Button("Import\N{HORIZONTAL ELLIPSIS}", key="Ctrl+O", is_key_hint_only=True)
        self.new_button = Button("New\N{HORIZONTAL ELLIPSIS}", key="Ctrl+N", is_key_hint_only=True)
        self.bar, self.importing = InlineBar(), ImportPart(self._documents, context.jobs)
        self.taking_out, self.pasting = TakingOutPart(context), PastePart(self._documents, context.jobs)
        self.model = DocumentsModel(self)
        self.side, self.reader = LibrarySide(self.model), DocumentReader()
        self.printing = PrintingPart(self._documents, context.jobs)
        self.empty = EmptyState("library", "No documents yet", _TEACHES, _TAKE_SHIPPED)
        self.shelf = Shelf(context.session, context.jobs, self)
        self.desk = ReadingDesk(context, self.reader, self)
        self.choosing = Choosing(self.side.rows, self.model)
        self.keeping = PropertiesDesk(context, self.reader, self.choosing)
        self.finding = LibrarySearch(context.session.search, context.jobs, self)

    def _lay_out(self) -> None:
        self.header.add(self.chips)
        self.header.add_end(self.search)
        self.header.add_end(self.new_button)
        self.header.add_end(self.import_button)
        settings = self.context.settings
        self.split = SplitPage(
            self.side, self.keeping, self.key, settings, main_width=_LIST_WIDTH, slim_width=_SLIM_WIDTH
        )
        self.split.turn_with_list(self.header)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.split)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.importing.pane)
        library, self._top = QWidget(), QWidget()
        top, column, whole = QVBoxLayout(self._top), QVBoxLayout(library), QVBoxLayout(self)
        for layout in (top, column, whole):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        top.addWidget(self.header)
        self.workbench = Workbench(self.context, library, self.reader, self.bar)
        for part in (
            *(self._top, self.bar, self.workbench.note, self.importing),
            *(self.pasting, self.taking_out, self.printing),
        ):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        whole.addWidget(self.workbench)

    def _connect(self) -> None:
        self.chips.chosen.connect(self._on_chip_chosen)
        self.search.searched.connect(self._on_searched)
        self.search.entered.connect(self._on_search_entered)
        self.search.left.connect(self._focus_list)
        self.finding.found.connect(self._on_found)
        self.finding.failed.connect(self.bar.tell_error)
        self.import_button.clicked.connect(self._on_import_clicked)
        self.empty.action_clicked.connect(self.importing.import_shipped)
        self.importing.imported.connect(self.context.tell_saved)
        self.importing.looked.connect(self._on_import_looked)
        self.importing.decided.connect(self._on_import_decided)
        self.pasting.files_pasted.connect(self.importing.look_at)
        self.pasting.pasted.connect(self._on_pasted)
        self.pasting.asked.connect(self._on_paste_asked)
        self.pasting.left.connect(self._on_paste_left)
        self.add_key("Ctrl+V", self._on_paste)
        self.shelf.changed.connect(self._on_shelf_changed)
        self.shelf.incident_changed.connect(self._show_list)
        self.shelf.text_came.connect(self._search_again)
        self.shelf.failed.connect(self.bar.tell_error)
        self.side.category_chosen.connect(self._on_category_chosen)
        self.side.tree.document_chosen.connect(self.show_thing)
        self.side.rows.current_key_changed.connect(self._on_current_changed)
        self.side.rows.row_activated.connect(self._on_row_activated)
        self.reader.head.tools.print_wanted.connect(self._on_print_wanted)
        self.split.back_to_list.connect(self._focus_list)
        self.desk.turned.connect(self.side.rows.select_key)
        self.desk.was_read.connect(self._on_was_read)
        self.desk.failed.connect(self.bar.tell_error)
        self.workbench.left.connect(self.reader.focus_reader)
        self.reader.head.way_out_wanted.connect(self._on_way_out_wanted)
        self.taking_out.form.cancelled.connect(self.reader.focus_reader)
        self.taking_out.saved.connect(self.context.tell_saved)
        self.workbench.made.connect(self.show_thing)
        self.new_button.clicked.connect(self._on_new_clicked)
        self.add_key("Ctrl+N", self._on_new_clicked)
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self._on_import_clicked)
        self._connect_keeping()

    def _connect_keeping(self) -> None:
        keeping = self.keeping
        self.side.tag_chosen.connect(self._on_tag_chosen)
        self.reader.head.properties_wanted.connect(self._on_properties_wanted)
        self.desk.shown.connect(keeping.tell_of_opened)
        self.choosing.changed.connect(self._show_list)
        self.side.tree.check_wanted.connect(self._on_check_wanted)
        keeping.checked.connect(self._on_vital_checked)
        keeping.left.connect(self._on_keeping_left)
        keeping.failed.connect(self.bar.tell_error)
        keeping.saved.connect(self.context.tell_saved)

    def _restore(self) -> None:
        settings = self.context.settings
        choices, categories = {each.value: each for each in Choice}, {each.value: each for each in Category}
        self._view = LibraryView(
            choices.get(settings.read(_CHOICE), Choice.ALL), categories.get(settings.read(_CATEGORY))
        )
        self.chips.choose(self._view.choice.value)
        self.side.choose(self._view.category)

    # --- what the frame asks -----------------------------------------------------------------------------------

    def show_incident(self, incident: bytes | None) -> None:
        super().show_incident(incident)
        self.shelf.show_incident(incident)
        self.workbench.show_incident(incident)
        self.keeping.show_incident(incident)

    def show_thing(self, key: bytes) -> None:
        """Read a document, or the version whose id stands behind the document's; in the list too if it is there."""
        place = place_of(key)
        self.workbench.show_library()
        self.keeping.show_reader()
        self.desk.open(place)
        self.side.rows.select_key(place.key)
        self.side.focus_list()
        self.split.show_detail()

    def take_events(self, events: Sequence[Event]) -> None:
        self.shelf.take_events(events)
        self.keeping.take_events(events)
        self.workbench.take_events(events)

    def refuse(self, reason: str) -> None:
        for part in (self.new_button, self.import_button, self.empty):
            refuse(part, reason)
        self.workbench.refuse(reason)
        self.setAcceptDrops(not reason)

    def focus_first(self) -> None:
        if not self.workbench.is_library_shown:
            self.workbench.focus_work()
        elif self.shelf.lines or not self.shelf.is_loaded:
            self._focus_list()
        else:
            self.empty.setFocus()

    def keep_unsaved(self) -> None:
        self.desk.keep_spot()
        self.workbench.keep_unsaved()

    def page_keys(self) -> Sequence[PageKey]:
        return KEYS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused: QWidget | None = QApplication.focusWidget()
        is_reading = focused is not None and self.reader.isAncestorOf(focused)
        if event.key() == Qt.Key.Key_Escape and is_reading:
            self._focus_list()
        elif event.key() == Qt.Key.Key_Escape and self.choosing.keys:
            self.choosing.choose_none()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.importing.look_at([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # --- the list ----------------------------------------------------------------------------------------------

    def _focus_list(self) -> None:
        self.split.show_list()
        self.side.focus_list()

    def _on_shelf_changed(self) -> None:
        if self._stack.currentWidget() is not self.importing.pane:
            self._show_library()
        self._search_again()
        self.desk.follow(self.shelf.lines.get(self.desk.key))

    def _on_chip_chosen(self, key: str) -> None:
        self.context.settings.write(_CHOICE, key)
        tag = self._view.tag if Choice(key) is not Choice.ALL else ""
        self._look(replace(self._view, choice=Choice(key), tag=tag))

    def _on_category_chosen(self, category: Category | None) -> None:
        self.context.settings.write(_CATEGORY, category.value if category else "")
        self._look(replace(self._view, category=category))

    def _on_tag_chosen(self, tag: str) -> None:
        self._look(replace(self._view, tag=tag))

    def _look(self, view: LibraryView) -> None:
        self._view = view
        self._show_list()

    def _on_searched(self, words: str) -> None:
        """A new search looks into every part of the library; a part chosen then narrows it."""
        category = None if words and not self._view.words else self._view.category
        self.side.choose(category)
        self._view = replace(self._view, category=category, words=words)
        self.reader.set_words(words_alone(words))
        self._search_again()

    def _search_again(self) -> None:
        self.finding.ask(self._view.words)

    def _on_found(self) -> None:
        self._show_list()
        if self._opens_found and self.model.items:
            self._on_row_activated(None)
        self._opens_found = False

    def _on_search_entered(self) -> None:
        """Go to the first match in the document that is chosen, or in the best one once that is found."""
        self._opens_found = bool(self._view.words)
        if self._opens_found and not self.finding.is_asking:
            self._on_found()

    def _show_list(self) -> None:
        library, view, hits = self.shelf.library, self._view, self.finding.answer.hits
        lines = library.lines
        found = [lines[hit.id] for hit in hits if hit.id in lines]
        self._show_counts(Tally(library.incident_files, found) if view.words else library.tally)
        self.side.tree.show_vital(library.vital)
        self.side.tree.show_recent(self.desk.history.recent(lines))
        read = self.desk.key
        self.model.show_items(shown_documents(library, view, hits, self.choosing.keys))
        self._tell_count(len(self.model.items))
        self._keep_one_chosen(read)

    def _show_counts(self, tally: Tally) -> None:
        for choice, count in tally.choices().items():
            self.chips.set_count(choice.value, count)
        self.side.tree.show_counts(tally.categories(self._view.choice))
        self.side.show_tags(tally.tags(self._view.choice), self._view.tag)

    def _keep_one_chosen(self, read: bytes) -> None:
        """What is read stays chosen; where the list does not show it, what was read last or the first one is read."""
        items = self.model.items
        if items and self.model.row_of_key(read) < 0:
            recent = self.desk.history.recent(self.shelf.lines)
            last = (line.id for line in recent if not read and self.model.row_of_key(line.id) >= 0)
            self.side.rows.select_key(next(last, items[0].key))
        elif items and self.side.rows.current_key() is None:
            self.side.rows.select_key(read)

    def _tell_count(self, shown: int) -> None:
        total = len(self.shelf.lines)
        took = f", {self.finding.took_ms} ms" if self._view.words else ""
        tag = f" with the tag {self._view.tag}" if self._view.tag else ""
        told = found_words(self.finding.answer, shown, total)
        count = len(self.choosing.keys)
        chosen = f". {count} chosen: P changes them, N notes them as reviewed, Esc chooses none" if count else ""
        self.side.tell_count(f"{told}{tag}{took}{chosen}" if shown or count else "")
        self.side.show_rows(is_filled=bool(shown))
        if self._view.words:
            self.side.empty.set_words("Nothing found", f"No document has these words. {total:,} were searched{took}.")
        elif self._view.choice is Choice.REVIEW:
            self.side.empty.set_words("No review is due", f"None of {total:,} documents here has to be reviewed soon.")
        else:
            self.side.empty.set_words("Nothing here", f"{total:,} documents are in other parts of the library.")

    # --- reading -----------------------------------------------------------------------------------------------

    def _on_current_changed(self, key: object) -> None:
        if isinstance(key, bytes):
            self.desk.choose(key)
            self.keeping.follow(key)

    def _on_row_activated(self, _key: object) -> None:
        self.desk.note_read()
        self.split.show_detail()
        self.reader.go_to_first_match()
        self.reader.focus_reader()

    def _on_print_wanted(self) -> None:
        if self.reader.opened is not None:
            self.printing.ask(self.reader.opened, self.reader.spot.turns)

    def _on_was_read(self) -> None:
        self.side.tree.show_recent(self.desk.history.recent(self.shelf.lines))

    # --- writing -----------------------------------------------------------------------------------------------

    def _on_new_clicked(self) -> None:
        if self.new_button.isEnabled() and self.workbench.is_library_shown:
            self.workbench.show_templates(self.new_button)

    # --- keeping -----------------------------------------------------------------------------------------------

    def _on_properties_wanted(self) -> None:
        self.keeping.open(self.desk.key, self.shelf.lines)
        self.split.show_detail()

    def _on_check_wanted(self) -> None:
        self.keeping.check_vital(self.shelf.lines)

    def _on_vital_checked(self, words: str, is_well: bool) -> None:
        self.bar.tell(Tone.OK if is_well else Tone.WARN, "Vital documents", words)

    def _on_keeping_left(self) -> None:
        if self.choosing.keys:
            self._focus_list()
        else:
            self.reader.focus_reader()

    def _on_way_out_wanted(self, way: str) -> None:
        self.taking_out.ask(self.reader.opened, way)

    # --- importing ---------------------------------------------------------------------------------------------

    def _show_library(self) -> None:
        self._stack.setCurrentWidget(self.split if self.shelf.lines else self.empty)

    def _make_room(self, *, is_needed: bool) -> None:
        """At large text a question needs the room of what stands above it."""
        self.taking_out.strip.hush(is_hushed=is_needed)
        show_when(self._top, is_shown=not (is_needed and self.split.is_narrow))

    def _on_import_looked(self) -> None:
        self._make_room(is_needed=True)
        self._stack.setCurrentWidget(self.importing.pane)

    def _on_import_decided(self) -> None:
        self._make_room(is_needed=False)
        self._show_library()
        self.focus_first()

    def _on_paste_asked(self) -> None:
        self._make_room(is_needed=True)

    def _on_paste(self) -> None:
        if self.import_button.isEnabled() and self.workbench.is_library_shown:
            self.pasting.paste()

    def _on_paste_left(self) -> None:
        self._make_room(is_needed=False)
        self.focus_first()

    def _on_pasted(self, document: bytes) -> None:
        self.context.tell_saved()
        self.desk.choose(document)

    def _on_import_clicked(self) -> None:
        if self.import_button.isEnabled():
            self.importing.show_menu(self.import_button)
