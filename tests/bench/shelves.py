# SPDX-License-Identifier: Apache-2.0
"""Folders of files to measure the library with, made on the spot: many small texts, real formats, large files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path

from tests.helpers.documents import a_pdf
from tests.helpers.office_files import a_docx, a_paragraph, a_pptx, a_style, an_xlsx

_LINE = 90


def write_texts(folder: Path, texts: Sequence[str]) -> Path:
    """Each text as a Markdown file, a hundred in a directory."""
    for number, text in enumerate(texts):
        path = folder / f"{number // 100:03}" / f"document-{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Document {number}\n\n{text}\n", encoding="utf-8")
    return folder


def write_mixed(folder: Path, texts: Sequence[str]) -> Path:
    """Each text as Word, Excel, PowerPoint, PDF, mail, HTML, CSV or Markdown, in turn."""
    folder.mkdir(parents=True)
    makers: dict[str, Callable[[str], bytes]] = {
        "docx": a_word_file, "xlsx": _a_workbook, "pptx": _slides, "pdf": _a_printed_text, "eml": _a_mail,
        "html": _a_web_page, "csv": _a_table, "md": str.encode,
    }  # fmt: skip
    for number, text in enumerate(texts):
        ending, make = list(makers.items())[number % len(makers)]
        (folder / f"document-{number:05}.{ending}").write_bytes(make(text))
    return folder


def a_word_file(text: str) -> bytes:
    """A Word file with a heading over every twelve lines of the text."""
    lines = _lines(text)
    body = "".join(
        (a_paragraph(f"Part {at // 12 + 1}", "h1") if at % 12 == 0 else "") + a_paragraph(line)
        for at, line in enumerate(lines)
    )
    return a_docx(body, "", a_style("h1", "heading 1"))


def a_long_markdown(text: str) -> bytes:
    """Markdown with a heading, a list and a paragraph in turn."""
    marks = ("## {}", "- {}", "{}\n")
    return "\n".join(marks[at % 3].format(line) for at, line in enumerate(_lines(text))).encode()


def _a_workbook(text: str) -> bytes:
    words = text.split()
    shared = "".join(f"<si><t>{word}</t></si>" for word in words)
    rows = "".join(
        f'<row r="{at // 5 + 1}">'
        + "".join(
            f'<c r="{"ABCDE"[cell]}{at // 5 + 1}" t="s"><v>{at + cell}</v></c>'
            for cell in range(min(5, len(words) - at))
        )
        + "</row>"
        for at in range(0, len(words), 5)
    )
    return an_xlsx(rows, shared)


def _slides(text: str) -> bytes:
    lines = _lines(text)
    return a_pptx([(line[:30], line, line[::-1]) for line in lines[:10]])


def _a_printed_text(text: str) -> bytes:
    return a_pdf(*_lines(text)[:6])


def _a_mail(text: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@site.example", "b@site.example", text[:40]
    mail.set_content("\n".join(_lines(text)))
    return bytes(mail)


def _a_web_page(text: str) -> bytes:
    return (
        "<html><body><h1>Page</h1>" + "".join(f"<p>{line}</p>" for line in _lines(text)) + "</body></html>"
    ).encode()


def _a_table(text: str) -> bytes:
    words = text.split()
    return "\n".join(",".join(words[at : at + 5]) for at in range(0, len(words), 5)).encode()


def _lines(text: str) -> list[str]:
    return [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
