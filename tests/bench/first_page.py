# SPDX-License-Identifier: Apache-2.0
"""Opening a PDF until its first page is there."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from incident_console.services.session import NewTeam, Session, create_session
from incident_console.ui.pages.documents.opened import open_document
from tests.bench.measuring import Finding, against, interleaved
from tests.bench.stations import PASSPHRASE

FIRST_PAGE_S = 1.0
_WIDE, _TALL = 794, 1123
_PICTURE_SIDE = 590


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """From the sealed file to a drawn page, with the start of the process that draws it: a long PDF and a large one."""
    files = {"500 pages with contents": a_long_pdf(500), "50 MB": a_large_pdf(10 if is_quick else 48)}
    folder = root / "files"
    folder.mkdir()
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    new = NewTeam("Bench", "Bench")
    session = create_session(root / "workspace", PASSPHRASE, new, kdf_memory_mib=64)
    try:
        session.documents.import_paths([folder])
        keys = {line.file_name.removesuffix(".pdf"): line.id for line in session.documents.lines()}
        for name in files:
            (times,) = interleaved(_first_page(session, keys[name]), rounds=3 if is_quick else 9)
            yield against(f"first page of a PDF, {name} / 1 s", times, FIRST_PAGE_S)
    finally:
        session.close()


def a_long_pdf(pages: int) -> bytes:
    """A manual: fifty lines on each page, an entry of the table of contents for each."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, pageCompression=1)
    for page in range(pages):
        canvas.bookmarkPage(f"p{page}")
        canvas.addOutlineEntry(f"Section {page}", f"p{page}", level=int(page % 10 > 0))
        for line in range(50):
            canvas.drawString(
                72, 780 - 14 * line, f"Page {page}, line {line}: the restart of the chiller, step by step"
            )
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def a_large_pdf(pages: int) -> bytes:
    """A scan: a picture of about a megabyte on each page, which nothing makes smaller."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream, side = io.BytesIO(), _PICTURE_SIDE
    canvas = Canvas(stream, invariant=1)
    for _ in range(pages):
        canvas.drawImage(
            ImageReader(Image.frombytes("RGB", (side, side), os.urandom(side * side * 3))), 50, 50, 400, 400
        )
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _first_page(session: Session, key: bytes) -> Callable[[], object]:
    def work() -> None:
        pdf = open_document(session.documents, key, None).pdf
        if pdf is None:
            raise ValueError("it was not opened")
        pdf.draw(0, _WIDE, _TALL)
        pdf.close()

    return work
