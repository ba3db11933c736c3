# SPDX-License-Identifier: Apache-2.0
"""The words of a document, for search and for reading without its looks."""

from __future__ import annotations


def read_text(file_name: str, data: bytes) -> str:
    """The text of any file the library understands, empty for others."""
    from incident_console.library.text import extract_text

    return extract_text(file_name, data).text
