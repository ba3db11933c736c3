# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from email.message import EmailMessage

import pytest

from incident_console.library.reading import Reading, ReadingForm
from incident_console.library.text import extract_text
from incident_console.library.views import mail as mail_view
from incident_console.library.views import make_reading
from tests.helpers.documents import a_picture


def a_mail(subject: str = "Chiller") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ann Köhler <ann@site.example>", "bob@site.example", subject
    return mail


def read(mail: EmailMessage) -> Reading:
    return make_reading("x.eml", "Chiller", mail.as_bytes(), lambda path: None)


def cells(reading: Reading) -> list[str]:
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", reading.html)]


def test_a_mail_shows_who_wrote_what_with_its_lines_and_columns_kept() -> None:
    mail = a_mail()
    mail.set_content("Readings:\n\n  pump 1   28 C\n  pump <2>\n")
    reading = read(mail)
    assert reading.form is ReadingForm.PAGE
    assert cells(reading) == [
        *("From", "Ann Köhler &lt;ann@site.example&gt;", "To", "bob@site.example", "Subject", "Chiller"),
    ]
    assert "<p>Readings:</p><p>" in reading.html
    assert "pump 1 \xa0\xa028 C<br>" in reading.html
    assert "pump &lt;2&gt;" in reading.html


def test_attachments_are_named_with_kind_and_size_and_not_opened() -> None:
    mail = a_mail()
    mail.set_content("See the plan.")
    mail.add_attachment(b"x" * 2400, maintype="application", subtype="pdf", filename="Plan ä.pdf")
    mail.add_attachment(b"<script>evil()</script>", maintype="text", subtype="html", filename="<b>.html")
    reading = read(mail)
    assert cells(reading)[6:] == [
        *("Attached, not opened", "Kind", "Size", "Plan ä.pdf", "application/pdf", "2 kB"),
        *("&lt;b&gt;.html", "text/html", "23 bytes"),
    ]
    assert "evil" not in reading.html


def test_a_mail_of_html_is_made_safe_and_shows_the_pictures_it_brings() -> None:
    mail = a_mail()
    mail.set_content(
        '<p>Hello <b>all</b></p><script>evil()</script><img src="cid:valve@x" alt="Valve">'
        '<img src="http://127.0.0.1:9/spy.png" alt="Spy">',
        subtype="html",
    )
    mail.add_related(a_picture(4, 2), maintype="image", subtype="png", cid="<valve@x>")
    reading = read(mail)
    assert "<b>all</b>" in reading.html
    assert "evil" not in reading.html
    assert "127.0.0.1" not in reading.html
    assert "[Picture: Spy]" in reading.html
    assert [(each.width, each.height) for each in reading.pictures.values()] == [(4, 2)]


def test_a_mail_inside_a_mail_is_shown_below_it() -> None:
    inner, outer = a_mail("Old valve"), a_mail("Fwd")
    inner.set_content("Turn it left.")
    outer.set_content("As he said:")
    outer.add_attachment(inner)
    reading = read(outer)
    assert cells(reading)[5::6] == ["Fwd", "Old valve"]
    assert reading.html.index("As he said") < reading.html.index("Mail inside") < reading.html.index("Turn it left")
    found = extract_text("x.eml", outer.as_bytes())
    assert found.title == "Fwd"
    assert "Turn it left" in found.text


def test_a_very_long_mail_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = a_mail()
    mail.set_content("word " * 200)
    monkeypatch.setattr(mail_view, "MAX_PAGE_CHARS", 300)
    reading = read(mail)
    assert len(reading.html) < 1200
    assert reading.warning == "Only the beginning of this mail is shown: it is very long."


def test_html_that_cannot_be_laid_out_leaves_its_words() -> None:
    mail = a_mail()
    mail.set_content("<div>" * 300 + "Cold start", subtype="html")
    reading = read(mail)
    assert "<p>Cold start</p>" in reading.html
