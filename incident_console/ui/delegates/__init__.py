# SPDX-License-Identifier: Apache-2.0
"""Rows of several lines, drawn by hand: say what a row shows with `Row`, `Cell`, `Line` and where with `Column`."""

from __future__ import annotations

from incident_console.ui.delegates.column import Column
from incident_console.ui.delegates.row import Cell, Heading, Icon, Line, Row, Tag, Text, line
from incident_console.ui.delegates.row_delegate import RowDelegate

__all__ = ["Cell", "Column", "Heading", "Icon", "Line", "Row", "RowDelegate", "Tag", "Text", "line"]
