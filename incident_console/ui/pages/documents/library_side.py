# SPDX-License-Identifier: Apache-2.0
"""The left side of the page: the parts of the library with their counts, what was read last, and the list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from incident_console.services.documents import DocumentLine
from incident_console.ui.delegates.document_row import DOCUMENT_COLUMNS
from incident_console.ui.document_words import kind_icon
from incident_console.ui.models.documents_model import DocumentsModel
from incident_console.ui.models.library_view import Category
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.section_title import SectionTitle
from incident_console.ui.widgets.side_list import SideList
from incident_console.ui.widgets.visibility import show_when

_EVERYTHING, _VITAL = "everything", "vital"
_TREE_WIDTH, _LIST_WIDTH = 250, 180
_MOST_MISSING, _MOST_TAGS = 3, 8


class CategoryTree(QScrollArea):
    """``category_chosen(Category or None)``, ``document_chosen(id)`` from what was read last or is missing.

    ``tag_chosen(tag)`` comes with an empty text for the tag that was chosen before, ``check_wanted`` from the line that
    says whether the vital documents are here.
    """

    category_chosen = Signal(object)
    document_chosen = Signal(object)
    tag_chosen = Signal(str)
    check_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("category-tree")
        self.setAccessibleName("Parts of the library")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_ground(self, "window", "right")
        self._parts, self._vital, self._recent = (
            SideList("Parts of the library"),
            SideList("Vital documents on this laptop", is_choice=False),
            SideList("Read last", is_choice=False),
        )
        self._tags, self._tag = SideList("Tags", is_choice=False), ""
        self._vital_title, self._recent_title = SectionTitle("Vital, on this laptop"), SectionTitle("Recent")
        self._tags_title = SectionTitle("Tags")
        self._parts.add_item(_EVERYTHING, "library", "All documents")
        for category in Category:
            self._parts.add_item(category.value, "folder", category.plural)
        self._shown: dict[str, object] = {}
        self._lay_out()
        self._parts.chosen.connect(self._on_part_chosen)
        self._tags.chosen.connect(self._on_tag_chosen)
        for side in (self._vital, self._recent):
            side.chosen.connect(self._on_document_chosen)
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        content = QWidget()
        set_ground(content, "window")
        self._column = QVBoxLayout(content)
        top = (self._parts, self._tags_title, self._tags)
        for part in (*top, self._vital_title, self._vital, self._recent_title, self._recent):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidget(content)
        self.setFocusProxy(self._parts)

    @property
    def tags(self) -> SideList:
        """The tags that are offered."""
        return self._tags

    def show_counts(self, counts: Mapping[Category, int]) -> None:
        """Show how many documents each part holds."""
        self._parts.item(_EVERYTHING).set_count(sum(counts.values()))
        for category, count in counts.items():
            self._parts.item(category.value).set_count(count)

    def choose(self, category: Category | None) -> None:
        """Choose a part, None for all. Emits nothing."""
        self._parts.choose(category.value if category else _EVERYTHING)

    def show_tags(self, counts: Sequence[tuple[str, int]], chosen: str) -> None:
        """Show the tags most used with how many documents have each; the chosen one is always among them."""
        self._tag = chosen
        most = [each for each in counts if each[0] == chosen] + [each for each in counts if each[0] != chosen]
        if chosen and not any(tag == chosen for tag, _ in most):
            most.insert(0, (chosen, 0))
        shown = most[:_MOST_TAGS]
        items = [(tag, "x" if tag == chosen else "list-filter", tag, Role.TEXT) for tag, _ in shown]
        self._fill(self._tags, self._tags_title, items)
        for tag, count in shown:
            self._tags.item(tag).set_count(count)

    def show_vital(self, vital: Collection[DocumentLine]) -> None:
        """Tell whether the documents that must not be missing are here."""
        missing = [line for line in vital if not line.is_here]
        words = f"{len(vital) - len(missing)} of {len(vital)} are here"
        items = [(_VITAL, "shield-check" if not missing else "shield", words, Role.TEXT)]
        items += [(line.id.hex(), "circle-alert", line.title, Role.WARN) for line in missing[:_MOST_MISSING]]
        self._fill(self._vital, self._vital_title, items if vital else [])
        if vital:
            self._vital.item(_VITAL).setToolTip("Decrypt each of them now and compare its hash")

    def show_recent(self, recent: Sequence[DocumentLine]) -> None:
        """Show what was read last, the latest first."""
        items = [(line.id.hex(), kind_icon(line.media_type), line.title, Role.TEXT) for line in recent]
        self._fill(self._recent, self._recent_title, items)

    def _fill(self, side: SideList, title: SectionTitle, items: Sequence[tuple[str, str, str, Role]]) -> None:
        if self._shown.get(side.accessibleName()) != items:
            self._shown[side.accessibleName()] = items
            side.clear()
            for item in items:
                side.add_item(*item)
        for part in (side, title):
            show_when(part, is_shown=bool(items))

    def _on_part_chosen(self, key: str) -> None:
        self.category_chosen.emit(None if key == _EVERYTHING else Category(key))

    def _on_tag_chosen(self, tag: str) -> None:
        self.tag_chosen.emit("" if tag == self._tag else tag)

    def _on_document_chosen(self, key: str) -> None:
        if key == _VITAL:
            self.check_wanted.emit()
        else:
            self.document_chosen.emit(bytes.fromhex(key))

    def _restyle(self) -> None:
        px = theme().px
        self.setFixedWidth(px(_TREE_WIDTH))
        self._column.setContentsMargins(px(8), px(10), px(8), px(10))
        self._column.setSpacing(px(2))
        for title in (self._tags_title, self._vital_title, self._recent_title):
            title.setIndent(px(8))
            title.setAlignment(Qt.AlignmentFlag.AlignBottom)
            title.setMinimumHeight(theme().line_height(TextStyle.SMALL) + px(18))


class LibrarySide(QWidget):
    """Tree and list. Where there is no room for both, drop-down lists stand above the list for the tree and its tags.

    ``category_chosen(Category or None)``, ``tag_chosen(tag)`` with an empty text for any.
    """

    category_chosen = Signal(object)
    tag_chosen = Signal(str)

    def __init__(self, model: DocumentsModel) -> None:
        super().__init__()
        self.setObjectName("library-side")
        self.tree, self.rows = CategoryTree(), RowList(DOCUMENT_COLUMNS, "document-list", "Documents")
        self.rows.setModel(model)
        self.empty = EmptyState("list-filter", "Nothing here", "")
        self._count = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._choice = ChoiceBox("Part of the library")
        self._choice.addItem("All documents", None)
        for category in Category:
            self._choice.addItem(category.plural, category.value)
        self._tag_choice = ChoiceBox("Tag")
        self._offered: object = None
        self._stack = QStackedWidget()
        self._lay_out()
        self.tree.category_chosen.connect(self._on_tree_chosen)
        self._choice.activated.connect(self._on_choice_activated)
        self.tree.tag_chosen.connect(self.tag_chosen)
        self._tag_choice.activated.connect(self._on_tag_activated)
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self.empty)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        for part in (self._choice, self._tag_choice, self._stack, self._count):
            self._list.addWidget(part)
        side = QWidget()
        set_ground(side, "surface")
        side.setLayout(self._list)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.tree)
        row.addWidget(side, 1)

    def choose(self, category: Category | None) -> None:
        """Choose a part of the library, None for all. Emits nothing."""
        self.tree.choose(category)
        self._choice.setCurrentIndex(0 if category is None else 1 + list(Category).index(category))

    def show_tags(self, counts: Sequence[tuple[str, int]], chosen: str) -> None:
        """Show the tags with how many documents have each, the most used first."""
        self.tree.show_tags(counts, chosen)
        offered = (tuple(counts), chosen)
        if offered != self._offered:
            self._offered = offered
            self._tag_choice.clear()
            self._tag_choice.addItem("Any tag", "")
            for tag, count in counts:
                self._tag_choice.addItem(f"{tag} ({count:,})", tag)
            self._tag_choice.setCurrentIndex(max(0, self._tag_choice.findData(chosen)))
        self._arrange()

    def tell_count(self, words: str) -> None:
        """Say below the list how much of the library it shows."""
        self._count.setText(words)
        show_when(self._count, is_shown=bool(words))

    def show_rows(self, *, is_filled: bool) -> None:
        """Show the list, or in its place why it is empty."""
        self._stack.setCurrentWidget(self.rows if is_filled else self.empty)

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to what stands in its place."""
        shown = self.rows if self._stack.currentWidget() is self.rows else self.empty
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(_LIST_WIDTH), theme().px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        has_room = self.width() >= theme().px(_TREE_WIDTH + _LIST_WIDTH)
        show_when(self.tree, is_shown=has_room)
        show_when(self._choice, is_shown=not has_room)
        show_when(self._tag_choice, is_shown=not has_room and self._tag_choice.count() > 1)

    def _on_tree_chosen(self, category: Category | None) -> None:
        self.choose(category)
        self.category_chosen.emit(category)

    def _on_tag_activated(self) -> None:
        self.tag_chosen.emit(self._tag_choice.currentData() or "")

    def _on_choice_activated(self) -> None:
        key = self._choice.currentData()
        self._on_tree_chosen(Category(key) if key else None)

    def _restyle(self) -> None:
        px = theme().px
        self._list.setContentsMargins(0, 0, 0, 0)
        self._count.setContentsMargins(px(16), px(8), px(16), px(8))
        self._arrange()
