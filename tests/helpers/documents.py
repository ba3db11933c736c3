# SPDX-License-Identifier: Apache-2.0
"""Small documents of every kind, made on the spot."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

COOLING = """---
title: Cooling loss runbook
category: runbook
owner: Facilities lead
reviewed: 2026-09-12
review_interval_days: 30
vital: true
version: 1.0
---

# Cooling loss runbook

See the [power plan](power.md#fuel) and [the maker](https://chiller.example/manual).

## Restart

- [ ] Before any chiller restart check that both pumps run.
- [x] Call the chiller service.

| Reading | Action |
|---|---|
| 28 C | Shed racks |

!!! warning
    Never open the chiller.

![Valve](valve.png)
"""
POWER = "---\ncategory: plan\n---\n\n# Power plan\n\n" + "Generator.\n\n" * 80 + "## Fuel\n\nFuel for a day.\n"
_CHAPTERS = ("Safety", "Cold start", "Cooling", "Fuel and oil", "Running in parallel", "Faults and what they mean")
CONTACTS = "Name,Phone\nAnna Petrov,+44 20 7946 0018\nBen Osei,+44 20 7946 0019\n"


def a_picture(width: int = 40, height: int = 30) -> bytes:
    """A grey PNG (W3C PNG, third edition: signature, IHDR, IDAT, IEND)."""
    rows = b"".join(b"\0" + bytes([128]) * width for _ in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def a_pdf(*pages: str) -> bytes:
    """A PDF with a few lines of text on each page, most often one."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for words in pages:
        for number, line in enumerate(words.split("\n")):
            canvas.drawString(72, 700 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def a_book(*chapters: str, pages_each: int = 1) -> bytes:
    """A PDF with a table of contents: each chapter has its pages, and a part halfway down the first."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for chapter in chapters:
        for page in range(pages_each):
            if not page:
                canvas.bookmarkPage(chapter)
                canvas.addOutlineEntry(chapter, chapter, level=0)
                canvas.bookmarkHorizontal(f"{chapter} half", 0, 421)
                canvas.addOutlineEntry(f"{chapter}, part two", f"{chapter} half", level=1)
            canvas.drawString(72, 700, f"{chapter}, page {page + 1}")
            canvas.drawString(72, 680, "The second line of words")
            canvas.showPage()
    canvas.save()
    return stream.getvalue()


def a_manual(pages: int = 12, title: str = "Generator set manual") -> bytes:
    """A PDF that looks like a maker's manual: chapters with headings and paragraphs, and a table of contents."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    class Manual(SimpleDocTemplate):  # type: ignore[misc]  # reportlab has no types
        def afterFlowable(self, flowable: object) -> None:
            if isinstance(flowable, Paragraph) and flowable.style.name == "Heading1":
                self.canv.bookmarkPage(flowable.text)
                self.canv.addOutlineEntry(flowable.text, flowable.text, level=0)

    look, stream = getSampleStyleSheet(), io.BytesIO()
    words = "Before each start check oil, fuel and coolant. Never open the cooling circuit while it is hot. "
    story: list[object] = []
    for number in range(pages):
        story.append(Paragraph(f"{number + 1} {_CHAPTERS[number % len(_CHAPTERS)]}", look["Heading1"]))
        story += [Paragraph(words * 3, look["BodyText"]) for _ in range(7)]
        story.append(PageBreak())
    Manual(stream, pagesize=A4, invariant=1, title=title).build(story)
    return stream.getvalue()


def with_a_lost_page(pdf: bytes) -> bytes:
    """The same PDF, of three pages, whose second one is gone."""
    kids = pdf.index(b"/Kids [")
    first, second = (pdf.index(b" 0 R", at) for at in (kids, pdf.index(b" 0 R", kids) + 1))
    return pdf[: first + 4] + b" null".ljust(second - first) + pdf[second + 4 :]


def a_library(tmp_path: Path) -> Path:
    """A folder with a document of each kind that the reader shows."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "cooling.md").write_text(COOLING, encoding="utf-8")
    (folder / "power.md").write_text(POWER, encoding="utf-8")
    (folder / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (folder / "notes.txt").write_text("Valve V3 is left of the door.\n" * 40, encoding="utf-8")
    (folder / "valve.png").write_bytes(a_picture())
    (folder / "manual.pdf").write_bytes(a_pdf("Cold start", "Restart of the chiller", "Chiller parts"))
    (folder / "drawing.bin").write_bytes(bytes(range(256)) * 20)
    return folder
