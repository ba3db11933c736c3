# SPDX-License-Identifier: Apache-2.0
"""What the keys do among the documents, as F1 tells it."""

from __future__ import annotations

from incident_console.ui.pages.page import PageKey

KEYS = (
    PageKey("Ctrl+F", "search titles and all text; in the document, find there"),
    PageKey("Return", "in the list or the search, go to the first match in the document"),
    PageKey("Esc", "back to the list"),
    PageKey("F3", "next match in the document, or change between versions; Shift+F3 the one before"),
    PageKey("Alt+Left", "back to what was read before; Alt+Right forward"),
    PageKey("V", "versions of the document: read one, compare two, see when it was taken out"),
    PageKey("P", "properties of the document, or of those chosen"),
    PageKey("N", "reviewed, no change"),
    PageKey("Space", "in the list, choose several to change them together; Ctrl+A all that are shown"),
    PageKey("X", "take out: open it in another program or export it; asks first"),
    PageKey("Ctrl+O", "import files or folders; or drop them here"),
    PageKey("Ctrl+V", "import the picture or the files on the clipboard"),
    PageKey("Ctrl+N", "write a new document"),
    PageKey("T", "make tasks of its boxes and numbered steps: Space chooses, Ctrl+Enter makes"),
    PageKey("C", "cite this version of the document in the log"),
    PageKey("E", "write on the document; Ctrl+S saves, Esc keeps a draft"),
    PageKey("Ctrl+B", "while writing: bold; Ctrl+I italic, Ctrl+K a link, Ctrl+T a task box"),
    PageKey("+", "in the document: larger; - smaller, 0 as at first"),
    PageKey("O", "in the document: its table of contents"),
    PageKey("W", "in a PDF or picture: fit the width; H the whole page"),
    PageKey("R", "in a PDF: turn right; Shift+R left"),
    PageKey("Ctrl+G", "in a PDF: go to a page by its number"),
    PageKey("Left", "in a PDF: the page before; Right the next"),
    PageKey("Ctrl+A", "in a PDF: choose the words of the page; Ctrl+C copies"),
    PageKey("Ctrl+Shift+P", "print the document"),
    PageKey("I", "in a PDF or picture: dark pages, or as they are"),
    PageKey("S", "in a table: sort by this column, again the other way, again as in the file"),
    PageKey("Ctrl+PageDown", "in a workbook: the next sheet; Ctrl+PageUp the one before"),
)
