# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.reports.fonts import REGULAR, FontBook
from incident_console.reports.moments import Zone, span
from incident_console.reports.text import Style, set_lines, set_one_line
from incident_console.resources_path import resource_path

FONTS = resource_path("resources", "fonts")
BOOK = FontBook(FONTS)
STYLE = Style()


def lines_of(text: str, width: float = 100.0) -> list[str]:
    return [line.text for line in set_lines(BOOK, text, STYLE, width)]


@given(st.text(max_size=300), st.integers(20, 300))
def test_no_line_is_wider_than_its_column(text: str, width: int) -> None:
    for line in lines_of(text, width):
        assert BOOK.width(line, STYLE.weight, STYLE.size) <= width + 0.01 or len(line) == 1


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x24F, exclude_characters="\x85\xa0\xad"), max_size=300))
def test_a_long_word_is_cut_but_loses_nothing(word: str) -> None:
    import unicodedata

    assert "".join(lines_of(word)) == BOOK.visible(unicodedata.normalize("NFC", word))


def test_a_web_address_breaks_behind_its_slashes() -> None:
    assert lines_of("https://example.net/outages/harbour-house") == ["https://example.net/", "outages/harbour-house"]


def test_line_breaks_of_the_writer_are_kept() -> None:
    assert lines_of("one\r\n\ntwo\u2028three") == ["one", "", "two", "three"]


def test_blank_text_is_one_empty_line() -> None:
    assert lines_of("") == lines_of(" \n ") == [""]


def test_a_single_line_is_cut_with_an_ellipsis() -> None:
    assert set_one_line(BOOK, "Generator 2 started, fuel for seven hours", STYLE, 90).text.endswith("…")
    assert set_one_line(BOOK, "Short\nenough", STYLE, 90).text == "Short enough"


def test_right_to_left_lines_end_at_the_left() -> None:
    assert [line.is_rtl for line in set_lines(BOOK, "\u05d0\u05d1\nabc", STYLE, 90)] == [True, False]


def test_hidden_characters_vanish_and_unknown_ones_are_told() -> None:
    assert BOOK.visible("a\u202eb\u200bc\ufe0f\x00\ud800\ta") == "abc[U+0000][U+D800] a"


def test_text_changes_face_where_its_script_does() -> None:
    faces = [name.removeprefix("incident-console-") for name, _ in BOOK.runs("OK שלום 東京 🔥→", REGULAR)]
    assert faces == [
        "Inter-Regular", "NotoSansHebrew-Regular", "Inter-Regular", "DroidSansFallback", "Inter-Regular",
        "NotoEmoji-Regular", "Inter-Regular",
    ]  # fmt: skip


def test_every_font_has_its_file_and_its_licence() -> None:
    families = tomllib.loads((FONTS / "fonts.toml").read_text("utf-8"))["family"]
    assert families[0]["name"] == "Inter"
    for family in families:
        assert (FONTS / family["licence_file"]).stat().st_size > 1000
        assert all((FONTS / name).read_bytes()[:4] == b"\0\1\0\0" for name in family["files"].values())
    listed = {FONTS / name for family in families for name in family["files"].values()}
    assert listed == set(FONTS.rglob("*.ttf"))


@pytest.mark.parametrize(
    ("length_ms", "said"),
    [(-5, "0 min"), (59_999, "0 min"), (3_060_000, "51 min"), (11_520_000, "3 h 12 min"), (187_200_000, "2 d 4 h")],
)
def test_spans_are_said_in_whole_minutes(length_ms: int, said: str) -> None:
    assert span(length_ms) == said


def test_times_are_told_in_the_zone_of_the_report() -> None:
    zone = Zone("Asia/Kathmandu", 345)
    assert zone.words() == "Asia/Kathmandu, UTC+05:45"
    assert zone.full(0) == "1 Jan 1970, 05:45"
    assert zone.day(0) == "Thursday 1 Jan 1970"
    assert Zone("", -210).words() == "UTC-03:30"
    assert zone.short(0, 3_600_000) == "05:45"
    assert zone.short(0, 86_400_000) == "1 Jan 05:45"
    assert zone.short(0, 400 * 86_400_000) == "1 Jan 1970 05:45"
