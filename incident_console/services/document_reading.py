# SPDX-License-Identifier: Apache-2.0
"""What the window is given of a document to read."""

from incident_console.library.pdf_pages import OutlineEntry, PageWords, PdfShape
from incident_console.library.pictures import Picture
from incident_console.library.reading import CellSpan, Reading, ReadingForm, Sheet

from .reading_room import OpenPdf

__all__ = ["CellSpan", "OpenPdf", "OutlineEntry", "PageWords", "PdfShape", "Picture", "Reading", "ReadingForm", "Sheet"]
