# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.domain.errors import KnownError
from incident_console.domain.status_report import LAYOUT, Headline, StatusReport, StrikeMark
from incident_console.reports.status_report import RenderedReport, render_status_report
from incident_console.resources_path import resource_path
from tests.helpers.pdf_reading import is_ruled_through, page_texts
from tests.helpers.status_reports import (
    DOCUMENT_HASH,
    a_long_report,
    a_report,
    a_strike,
    an_empty_report,
    an_entry,
    at,
)

FONTS = resource_path("resources", "fonts")


def render(report: StatusReport) -> RenderedReport:
    return render_status_report(report, DOCUMENT_HASH, FONTS)


def words_of(report: StatusReport) -> str:
    """Everything that can be read in a report, line breaks and all, as one line."""
    return " ".join(" ".join(page_texts(render(report).pdf)).split())


@pytest.fixture(scope="module")
def full_text() -> str:
    return words_of(a_report())


@pytest.mark.parametrize(
    "shown",
    [
        "Status report R-JO4, update",
        "Facility outage, Harbour House",
        "Incident 2026-014 · Severity 1 of 4",
        "Harbour Logistics Ltd",
        "Crisis team Harbour House",
        "No. 4, follows R-JO3",
        "Internal",
        "22 Nov 2026, 14:05 3 h 23 min before the cut-off",
        "22 Nov 2026, 15:30 to 17:28",
        "Data cut-off 22 Nov 2026, 17:28",
        "Europe/Paris, UTC+01:00",
        "J. Okafor, Scribe 22 Nov 2026, 17:30",
        "M. Reyes, Incident lead 22 Nov 2026, 17:33",
        "Board, Site managers, Insurer",
        "Next report due 22 Nov 2026, 19:30",
        "payments move to the north site, the utility estimates return at 20:30, unconfirmed.",
        "Impact: severe · Trend: better",
    ],
)
def test_the_head_shows_every_field(full_text: str, shown: str) -> None:
    assert shown in full_text


def test_the_first_report_has_no_period_before_to_count_from() -> None:
    page = page_texts(render(a_report(previous_label="", number=1)).pdf)[0]
    assert "9 of 14" in page
    assert "closed since" not in page


@pytest.mark.parametrize(
    "shown",
    [
        "heard 5 of 7 stations at the cut-off",
        "HO Home-1 silent, never heard",
        "OP2 Ops-2 silent since 16:39, 49 min",
        "F2 Field-2 heard until 17:21, 3 batches missing",
        "JO Ops-1 heard until 17:28",
        "T-JO9 overdue by 12 min: Call fuel supplier",
        "T-JO11 has two values to settle",
        "3 of 4 not reached: Key suppliers",
        "Nobody holds: Communications",
        "9 of 14",
        "3 closed since R-JO3",
        "2 since R-JO3",
        "2 What changed since R-JO3",
        "Payment operations moved to the north site D-JO5, T-JO14",
    ],
)
def test_page_one_says_who_was_heard_what_is_urgent_and_what_changed(shown: str) -> None:
    assert shown in " ".join(page_texts(render(a_report()).pdf)[0].split())


@pytest.mark.parametrize(
    "shown",
    [
        "3 Situation 6 significant log entries",
        "HA-7 16:22 late 41 min",
        "31 °C and rising",
        "JO-28 16:40",
        "Struck 16:47 by J. Okafor (JO-29): Two visitors of floor 3 not yet seen.",
        "4 People called 2 of 5 reached",
        "Key suppliers 1 of 4 reached",
        "Dana Whitfield Fuel supplier, duty desk Reached 1 15:41 J. Okafor Tanker 21:30",
        "Ivo Marek Lift maintenance No answer 3 17:02 L. Chen",
        "Petra Sand Cleaning contractor Not called yet",
        "T-JO6 Inform the tenants of floor 5 Floor 5 is empty since October. Communications 16:02 Not applicable",
        "4 open, 1 overdue",
        "OVERDUE 12 min",
        "T-JO17 List of visitors still in the building nobody no due time Open",
        "two values",
        "Move payment operations to the north site, lead M. Reyes. Why: The recovery time of payments ends at 18:05",
        "Facility outage v7 18 of 41",
        "Incident lead M. Reyes Ops-2 14:12 A. Novak, L. Chen",
        "Communications vacant",
        "5 Sites and facility systems not recorded",
        "17 Risks and issues not recorded",
        "Seen root 41c8e2d7b60f93a5182d4e6f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3",
        "Incident Console, 0.1.0, layout 2",
    ],
)
def test_the_sections_show_every_field(full_text: str, shown: str) -> None:
    assert shown in full_text


def test_every_page_says_what_it_is_and_carries_the_proofs() -> None:
    rendered = render(a_report())
    texts = page_texts(rendered.pdf)
    assert len(texts) == rendered.pages == 3
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of 3" in text
        assert "EXERCISE" in text
        assert "Internal" in text
        assert f"Document {DOCUMENT_HASH.hex()}" in text
        assert f"Log head {a_report().log_head}" in text
        assert "Team k7m2 9qpa 4tve 0r8c s1dj hh2u" in text


def test_a_real_report_says_real_on_every_page_and_never_exercise() -> None:
    for text in page_texts(render(a_report(is_exercise=False)).pdf):
        assert re.search(r"\bREAL\b", text)
        assert "EXERCISE" not in text


def test_a_preview_says_draft_on_every_page() -> None:
    texts = page_texts(render(a_report(is_draft=True, label="")).pdf)
    assert all("DRAFT, NOT ISSUED" in text for text in texts)
    assert "Status report draft, update" in texts[0]


def test_a_report_of_a_newer_program_says_that_parts_may_be_missing() -> None:
    assert "Issued by a newer version" in page_texts(render(a_report(layout=LAYOUT + 1)).pdf)[0]


def test_an_empty_report_says_so_without_pages_of_blanks() -> None:
    rendered = render(an_empty_report())
    assert rendered.pages == 2
    text = words_of(an_empty_report())
    assert "The first report: nothing before it." in text
    assert "4 People called no call list in use" in text
    assert "8 Actions done none in this period" in text
    assert "Classification not recorded" in text
    assert "Approved by not approved" in text


def test_nothing_changed_is_a_valid_report() -> None:
    assert "No change since R-JO3." in words_of(a_report(changes=()))


def test_struck_text_stays_readable_and_is_ruled_through() -> None:
    report = a_report()
    assert is_ruled_through(render(report).pdf, "All staff accounted for at assembly point B.")
    assert not is_ruled_through(render(report).pdf, "Payments move to the north site.")


def test_every_line_of_a_long_struck_entry_is_ruled_through() -> None:
    text = "First line of what was struck.\nSecond line of it."
    pdf = render(an_empty_report(entries=(an_entry(text=text, strike=a_strike()),))).pdf
    assert is_ruled_through(pdf, "First line of what was struck.")
    assert is_ruled_through(pdf, "Second line of it.")


def test_a_struck_decision_is_ruled_through() -> None:
    decision = replace(a_report().decisions[1], strike=StrikeMark("JO-40", "M. Reyes", 0, "Share is back."))
    pdf = render(a_report(decisions=(decision,))).pdf
    assert is_ruled_through(pdf, "Console only: share and mail are taken as down.")


def test_overdue_actions_come_first_and_numbers_count_upwards() -> None:
    tasks = tuple(replace(a_report().tasks_open[0], number=f"T-JO{number}") for number in (10, 9, 2))
    late = replace(tasks[0], number="T-JO30", is_overdue=True)
    text = words_of(an_empty_report(tasks_open=(*tasks, late)))
    places = [text.rindex(f"T-JO{number} Confirm") for number in (30, 2, 9, 10)]
    assert places == sorted(places)


def test_page_one_names_the_longest_overdue_and_counts_the_others() -> None:
    task = replace(a_report().tasks_open[0], is_overdue=True)
    tasks = tuple(replace(task, number=f"T-JO{number}", due_at_ms=at(15, number)) for number in range(1, 10))
    first = page_texts(render(an_empty_report(tasks_open=tasks, cut_off_at_ms=at(17, 0))).pdf)[0]
    assert "T-JO1 overdue by 1 h 59 min" in first
    assert "T-JO7 overdue" not in first
    assert "3 more tasks overdue, see section 9" in first


def test_a_call_list_begins_on_the_next_page_rather_than_at_the_foot() -> None:
    lists = tuple(replace(a_report().call_lists[0], name=f"List {number}") for number in range(30))
    texts = [" ".join(text.split()) for text in page_texts(render(an_empty_report(call_lists=lists)).pdf)]
    for number in range(30):
        (page,) = [text for text in texts if f"List {number} 1 of 4 reached" in text]
        assert f"List {number} 1 of 4 reached Dana Whitfield" in page


def test_a_report_that_records_everything_needs_no_empty_sections() -> None:
    assert "Nothing recorded" not in words_of(a_report(not_recorded=()))


def test_each_day_of_a_long_incident_stands_under_its_date() -> None:
    entries = tuple(an_entry(f"JO-{day}", event_at_ms=1_795_348_800_000 + day * 86_400_000) for day in range(3))
    text = words_of(an_empty_report(entries=entries))
    assert text.index("Sunday 22 Nov 2026") < text.index("Monday 23 Nov 2026") < text.index("Tuesday 24 Nov 2026")


def test_a_thousand_entries_take_a_few_seconds_and_repeat_the_column_titles() -> None:
    began = time.perf_counter()
    rendered = render(a_long_report(1000))
    assert time.perf_counter() - began < 5
    texts = page_texts(rendered.pdf)
    assert sum("temperature falling" in text for text in texts) > 30
    assert all("No Time Kind Author Entry" in text for text in texts[1:] if "temperature falling" in text)
    assert "no. 1000." in " ".join(texts)


def test_progress_runs_up_to_a_hundred() -> None:
    told: list[tuple[int, int]] = []
    render_status_report(a_long_report(200), DOCUMENT_HASH, FONTS, progress=lambda *at: told.append(at))
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    assert len({done for done, _ in told}) > 20


def test_a_cancelled_report_stops_at_once() -> None:
    cancel = Event()
    told: list[int] = []

    def cancel_halfway(done: int, _of: int) -> None:
        told.append(done)
        if done >= 20:
            cancel.set()

    with pytest.raises(KnownError, match="cancelled"):
        render_status_report(a_long_report(1000), DOCUMENT_HASH, FONTS, cancel_halfway, cancel)
    assert max(told) <= 21


def test_markup_and_control_characters_are_printed_as_they_are() -> None:
    text = words_of(an_empty_report(entries=(an_entry(text="<b>bold</b> & %s {x} \\n )( \x00\x1b[31m <para>"),)))
    assert r"<b>bold</b> & %s {x} \n )( [U+0000][U+001B][31m <para>" in text


def test_signs_of_many_scripts_are_drawn_and_unknown_ones_told_by_number() -> None:
    text = words_of(an_empty_report(entries=(an_entry(text="Žluť Ελλάδα Київ 東京 서울 שלום ไทย 🔥 ☑ ≤ বা"),)))
    assert "Žluť Ελλάδα Київ 東京 서울 שלום ไทย 🔥 ☑ ≤ [U+09AC][U+09BE]" in text


def test_hidden_marks_cannot_turn_the_direction_of_a_text() -> None:
    assert "agnp.exe" in words_of(an_empty_report(entries=(an_entry(text="a\u202egnp.exe\u2066\u200b"),)))


@pytest.mark.parametrize(
    "text", ["word " * 20_000, "x" * 100_000, "مرحبا " * 17_000, "字" * 100_000, "\u0301" * 100_000]
)
def test_an_entry_of_a_hundred_thousand_characters_runs_over_many_pages(text: str) -> None:
    began = time.perf_counter()
    rendered = render(an_empty_report(entries=(an_entry(text=text), an_entry("JO-99", text="The last one."))))
    assert time.perf_counter() - began < 10
    assert "The last one." in page_texts(rendered.pdf)[-2] + page_texts(rendered.pdf)[-1]


def test_a_report_too_long_for_anybody_is_refused() -> None:
    with pytest.raises(KnownError, match="too long"):
        render(an_empty_report(entries=(an_entry(text="\n" * 200_000 + "x"),)))


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(st.characters(), max_size=200), st.integers(0, 253_000_000_000_000))
def test_any_text_and_time_can_be_printed(short: str, long: str, at_ms: int) -> None:
    report = a_report(
        incident_name=short, organisation=long, classification=short, label=short,
        headline=Headline(long, short, short),
        entries=(an_entry(short, long, event_at_ms=at_ms, author=short, kind=short, strike=a_strike(long)),),
        cut_off_at_ms=at_ms, zone_name=short, team_fingerprint=short, log_head=long,
    )  # fmt: skip
    assert render(report).pdf.startswith(b"%PDF")


def test_reports_drawn_in_several_threads_come_out_the_same() -> None:
    from concurrent.futures import ThreadPoolExecutor

    reports = [a_report(), a_long_report(50), an_empty_report()] * 2
    alone = [render(report).pdf for report in reports]
    with ThreadPoolExecutor(4) as pool:
        assert [rendered.pdf for rendered in pool.map(render, reports)] == alone


def test_nothing_is_written_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    render(a_report())
    assert list(tmp_path.iterdir()) == []
