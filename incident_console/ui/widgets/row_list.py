# SPDX-License-Identifier: Apache-2.0
"""A list of rows of different heights that stays smooth at 100,000 of them: only rows on the screen are measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from incident_console.ui.delegates import Column, Row, RowDelegate
from incident_console.ui.item_roles import AnyIndex, KeyRole, RowRole
from incident_console.ui.theme import follow_theme, theme

_MOST_TRIES = 5


@dataclass(slots=True)
class _Place:
    """What the reader had before their eyes: the top row and how far it was scrolled out."""

    top: QPersistentModelIndex
    top_key: object
    offset: int
    current_key: object
    is_at_top: bool


class RowList(QTableView):
    """Shows a one-column model whose RowRole answers a `Row` or `Heading` and whose KeyRole a lasting key.

    A long model also answers ``row_of_key(key)`` (-1 for none), so that nobody looks through all of it.
    What one reads stays where it is when rows arrive above; a reset keeps selection and place by key.
    At the very top the view stays at the top, so that a newest-first list shows what arrives.
    Enter or a double click emits ``row_activated(key)``, moving emits ``current_key_changed(key or None)``,
    a click ``cell_clicked(key, column key)``.
    """

    current_key_changed = Signal(object)
    row_activated = Signal(object)
    cell_clicked = Signal(object, str)

    def __init__(
        self, columns: Sequence[Column], name: str, accessible_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self._row_delegate = RowDelegate(columns, self)
        self._is_fitting = False
        self._place: _Place | None = None
        self._place_before_reset: _Place | None = None
        self._pressed_at = QPoint()
        self.top_cover = 0
        """Pixels at the top that something lies over; a row brought into view stands below them."""
        self._is_current_in_sight = True
        self._set_up_view()
        self.activated.connect(self._on_activated)
        self.clicked.connect(self._on_clicked)
        follow_theme(self._restyle)

    def _set_up_view(self) -> None:
        self.setItemDelegate(self._row_delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)

    @property
    def row_delegate(self) -> RowDelegate:
        """What draws the rows; `RowHeader` shares its columns with it."""
        return self._row_delegate

    def current_key(self) -> object:
        """The key of the row that is chosen, or None."""
        return self.currentIndex().data(KeyRole)

    def select_key(self, key: object) -> bool:
        """Choose the row with this key and bring it into view; False where the model has no such row."""
        index = self._index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def refit(self) -> None:
        """Measure the rows on the screen again, as after a change of column widths."""
        self._fit()

    def _model_if_any(self) -> QAbstractItemModel | None:
        """The model, which is None before the first and, for the headers' sake, in the midst of `setModel`."""
        return self.model()

    def _index_of(self, key: object) -> QModelIndex:
        model = self._model_if_any()
        if key is None or model is None:
            return QModelIndex()
        if (find := getattr(model, "row_of_key", None)) is not None:
            return model.index(find(key), 0)
        # Not model.match(): it compares bytes of more than one letter by identity.
        indexes = (model.index(row, 0) for row in range(model.rowCount()))
        return next((index for index in indexes if index.data(KeyRole) == key), QModelIndex())

    # Keeping the reader's place ------------------------------------------------------------------

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is None:
            return
        model.rowsAboutToBeInserted.connect(self._remember_place)
        model.rowsAboutToBeRemoved.connect(self._remember_place)
        model.layoutAboutToBeChanged.connect(self._remember_place)
        model.modelAboutToBeReset.connect(self._on_model_about_to_be_reset)
        model.modelReset.connect(self._on_model_reset)

    def _remember_place(self) -> None:
        if self._place is None:
            self._place = self._current_place()

    def _current_place(self) -> _Place:
        top = self.indexAt(QPoint(0, 0))
        return _Place(
            top=QPersistentModelIndex(top),
            top_key=top.data(KeyRole),
            offset=-self.rowViewportPosition(top.row()) if top.isValid() else 0,
            current_key=self.current_key(),
            is_at_top=self.verticalScrollBar().value() == 0,
        )

    def _on_model_about_to_be_reset(self) -> None:
        # Apart from the usual place, which the view itself would use up while it clears.
        self._place_before_reset = self._current_place()

    def _on_model_reset(self) -> None:
        place, self._place_before_reset = self._place_before_reset, None
        if place is None:
            return
        current = self._index_of(place.current_key)
        if current.isValid():
            self.setCurrentIndex(current)
        self._place = place
        self.updateGeometries()

    def _return_to_place(self, place: _Place) -> None:
        bar = self.verticalScrollBar()
        if place.is_at_top:
            bar.setValue(0)
            return
        row = place.top.row() if place.top.isValid() else self._index_of(place.top_key).row()
        if row >= 0:
            bar.setValue(self.verticalHeader().sectionPosition(row) + place.offset)

    # Measuring what is on the screen -------------------------------------------------------------

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self._is_fitting:
            return
        place, self._place = self._place, None
        if place is not None:
            self._return_to_place(place)
        self._fit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if not self._is_fitting:
            self._fit(is_scrolling_up=dy > 0)
            self._is_current_in_sight = self.visualRect(self.currentIndex()).intersects(self.viewport().rect())

    def dataChanged(self, top_left: AnyIndex, bottom_right: AnyIndex, roles: Sequence[int] = ()) -> None:
        super().dataChanged(top_left, bottom_right, list(roles))
        self._fit()

    def _fit(self, *, is_scrolling_up: bool = False) -> None:
        """Give the rows on the screen the height they need; scrolling up, what is below does not move."""
        rows, bar = self.verticalHeader(), self.verticalScrollBar()
        last = rows.visualIndexAt(self.viewport().height() - 1)
        last_at = rows.sectionViewportPosition(last)
        self._is_fitting = True
        try:
            if self._fit_rows():
                super().updateGeometries()
                if is_scrolling_up and last >= 0:
                    bar.setValue(bar.value() + rows.sectionViewportPosition(last) - last_at)
                self.viewport().update()
        finally:
            self._is_fitting = False

    def _fit_rows(self) -> bool:
        model, rows = self._model_if_any(), self.verticalHeader()
        if model is None:
            return False
        height, width = self.viewport().height(), self.viewport().width()
        row = rows.visualIndexAt(0)
        is_changed = False
        while 0 <= row < rows.count() and rows.sectionViewportPosition(row) < height:
            needed = self._row_delegate.row_height(model.index(row, 0), width)
            if rows.sectionSize(row) != needed:
                rows.resizeSection(row, needed)
                is_changed = True
            row += 1
        return is_changed

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(33))
        self._fit()
        self._keep_current_in_sight()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._is_current_in_sight = True
        self._keep_current_in_sight()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # What moves while sizes change, not always in one step, is no scrolling of the reader.
        was_in_sight = self._is_current_in_sight
        super().resizeEvent(event)
        self._is_current_in_sight = was_in_sight
        self._keep_current_in_sight()

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into view; rows measured on the way may push it out again, so look and repeat."""
        for _ in range(_MOST_TRIES):
            super().scrollTo(index, hint)
            covered = self.top_cover - self.visualRect(index).top()
            if covered > 0:
                self.verticalScrollBar().setValue(self.verticalScrollBar().value() - covered)
            if self.viewport().rect().contains(self.visualRect(index)):
                return

    def _keep_current_in_sight(self) -> None:
        """After a change of size: the chosen row, unless the reader had scrolled away from it."""
        if self._is_current_in_sight and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
            self._is_current_in_sight = True

    # Keyboard and mouse --------------------------------------------------------------------------

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and last row, as there is one column only."""
        steps = {
            QAbstractItemView.CursorAction.MoveHome: range(self.verticalHeader().count()),
            QAbstractItemView.CursorAction.MoveEnd: range(self.verticalHeader().count() - 1, -1, -1),
        }.get(action)
        if steps is None:
            return super().moveCursor(action, modifiers)
        indexes = (self.model().index(row, 0) for row in steps)
        return next((index for index in indexes if index.flags() & Qt.ItemFlag.ItemIsEnabled), QModelIndex())

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, not a search."""

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        self._is_current_in_sight = True
        super().currentChanged(current, previous)
        self.current_key_changed.emit(current.data(KeyRole))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def _on_activated(self, index: QModelIndex) -> None:
        self.row_activated.emit(index.data(KeyRole))

    def _on_clicked(self, index: QModelIndex) -> None:
        shown = index.data(RowRole)
        row = shown if isinstance(shown, Row) else None
        column = self._row_delegate.column_at(self._pressed_at.x(), self.viewport().width(), row)
        self.cell_clicked.emit(index.data(KeyRole), column)
