# SPDX-License-Identifier: Apache-2.0
"""The text of a document, for search and for its title: one small reader per format, all bounded."""

from .extract import extract_text, unread
from .extracted import ExtractedText, Heading

__all__ = ["ExtractedText", "Heading", "extract_text", "unread"]
