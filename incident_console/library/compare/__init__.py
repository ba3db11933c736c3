# SPDX-License-Identifier: Apache-2.0
"""Two texts side by side: which lines stand in both, which in one, and which words of a line were changed."""

from .lines import MAX_COMPARED_LINES
from .rows import Comparison, Row, RowKind, Span, compare_texts

__all__ = ["MAX_COMPARED_LINES", "Comparison", "Row", "RowKind", "Span", "compare_texts"]
