# SPDX-License-Identifier: Apache-2.0
"""The words of a saved mail: who, when, subject, text, and the names of what is attached."""

from __future__ import annotations

from .extracted import TextCollector
from .html import read_html_text
from .mail_parts import Mail, open_mail


def read_mail(data: bytes, out: TextCollector) -> None:
    """Read a mail file (.eml), with the mails inside of it."""
    mail = open_mail(data)
    title = out.title = mail.headers.get("Subject", "")
    _read(mail, out)
    out.title = title or out.title


def _read(mail: Mail, out: TextCollector) -> None:
    for name, words in mail.headers.items():
        out.add_line(f"{name}: {words}")
    if mail.text:
        out.add_line(mail.text)
    else:
        read_html_text(mail.html, out)
    for attachment in mail.attachments:
        out.add_line(f"Attached: {attachment.name}")
    for forwarded in mail.forwarded:
        _read(forwarded, out)
