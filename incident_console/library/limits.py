# SPDX-License-Identifier: Apache-2.0
"""How much of a file is read: the numbers that keep a hostile or monstrous file from eating memory or time."""

from __future__ import annotations

MIB = 1024 * 1024

MAX_FILE_BYTES = 512 * MIB
"""A larger file is refused at import: it would fill every laptop of the team."""

MAX_TEXT_CHARS = 4_000_000
"""Text kept of one document, for search: about 1,500 printed pages."""

MAX_TITLE_CHARS = 200
MAX_HEADINGS = 2_000

MAX_PDF_PAGES = 2_000
MAX_EXTRACT_SECONDS = 30.0
"""Reading a document page by page or part by part stops after this long and keeps what it has."""

MAX_ZIP_MEMBERS = 20_000
MAX_UNPACKED_BYTES = 128 * MIB
"""All that is unpacked of one Word, Excel or PowerPoint file; a zip bomb ends here."""

MAX_XML_DEPTH = 256
MAX_LAYOUT_NODES = 300_000
"""Elements and attributes of a Word document that is laid out: some hundreds of pages; of a longer one the words are
shown."""

MAX_SHEET_CELLS = 1_000_000
MAX_SHEETS = 500
MAX_SLIDES = 2_000

MAX_TABLE_ROWS = 50_000
MAX_TABLE_COLUMNS = 200
"""Of a CSV file as the reader shows it."""

MAX_MAIL_PARTS = 200
MAX_HEADER_CHARS = 2_000

MAX_MARKDOWN_CHARS = 1_000_000
"""A longer text is shown without its formatting."""

MAX_PAGE_CHARS = 2_000_000
"""HTML of a page that is made from slides, mails or a Word document; beyond it the rest or the looks are left out."""

MAX_PAGE_CELLS = 8_000
"""Cells of tables on one page: laying them out takes the window some 0.1 ms each."""

MAX_RENDER_SECONDS = 5.0
MAX_HTML_CHARS = 4_000_000
MAX_HTML_DEPTH = 200
"""Elements open inside each other; deeper ones cost a browser quadratic time."""

MAX_HTML_WORK = 2_000_000
"""Unclosed bold, font ... elements times the tags after them: a parser repeats each of them in every paragraph."""

MAX_FRONT_MATTER_CHARS = 32_000

MAX_CONTACT_BYTES = 64 * MIB
MAX_CONTACTS = 20_000
MAX_VALUE_CHARS = 300
"""One name, title or address of a contact."""

MAX_NOTE_CHARS = 4_000
MAX_NUMBER_CHARS = 64
MAX_NUMBERS = 40
"""Numbers, addresses and groups kept of one contact."""
