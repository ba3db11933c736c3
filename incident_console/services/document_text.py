# SPDX-License-Identifier: Apache-2.0
"""The words of a document, for search and for reading without its looks; the readers are loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incident_console.library.text import ExtractedText


def read_words(file_name: str, data: bytes) -> ExtractedText:
    """Title, words and properties of any file the library understands; no words for others."""
    from incident_console.library.text import extract_text

    return extract_text(file_name, data)


def read_text(file_name: str, data: bytes) -> str:
    """The text of any file the library understands, empty for others."""
    return read_words(file_name, data).text
