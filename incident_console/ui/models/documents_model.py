# SPDX-License-Identifier: Apache-2.0
"""The rows of the library."""

from __future__ import annotations

from incident_console.ui.delegates import Row
from incident_console.ui.delegates.document_row import document_row
from incident_console.ui.models.keyed_rows import KeyedRows
from incident_console.ui.models.library_view import ShownDocument


class DocumentsModel(KeyedRows[ShownDocument]):
    """Filled with `show_items`."""

    def look(self, item: ShownDocument) -> Row:
        return document_row(item)

    def tip(self, item: ShownDocument) -> str:
        return item.line.path
