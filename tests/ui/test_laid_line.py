# SPDX-License-Identifier: Apache-2.0
"""Words fitted into a width."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from incident_console.ui.delegates import Icon, Line, Tag, Text
from incident_console.ui.delegates.laid_line import LaidLine
from incident_console.ui.theme import Role, TextStyle, Tone, theme

pytestmark = pytest.mark.usefixtures("qapp")
LONG = "Utility control room: fault is in the ring main, crew on site, first estimate 20:30, unconfirmed."


def words(text: str, **style: bool) -> tuple[Text, ...]:
    return (Text(text, **style),)  # type: ignore[arg-type]  # only the flags are given


def painted(line: LaidLine) -> QPixmap:
    picture = QPixmap(600, 200)
    picture.fill(theme().colour(Role.SURFACE))
    painter = QPainter(picture)
    line.paint(painter, 0, 0)
    painter.end()
    return picture


def has_colour(picture: QPixmap, role: Role) -> bool:
    image, colour = picture.toImage(), theme().colour(role)
    return any(image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(image.height()))


def test_one_line_is_as_high_as_its_text() -> None:
    assert LaidLine(Line(words("short")), 300).height == theme().line_height()


def test_words_wrap_as_often_as_they_need() -> None:
    free, two = LaidLine(Line(words(LONG), max_lines=0), 200), LaidLine(Line(words(LONG), max_lines=2), 200)
    assert free.height > two.height == 2 * theme().line_height()


def test_a_single_line_never_grows_and_never_sticks_out() -> None:
    line = LaidLine(Line(words(LONG)), 200)
    assert line.height == theme().line_height()
    assert line.natural_width <= 200


def test_a_word_without_blanks_is_broken_anywhere() -> None:
    assert LaidLine(Line(words("x" * 500), max_lines=0), 200).height > 5 * theme().line_height()


def test_line_breaks_are_kept_in_text_and_dropped_in_a_single_line() -> None:
    assert LaidLine(Line(words("one\ntwo"), max_lines=0), 300).height == 2 * theme().line_height()
    assert LaidLine(Line(words("one\ntwo")), 300).height == theme().line_height()


def test_a_tag_follows_the_words_or_stands_below_them() -> None:
    tag = (Tag("two values: owner", Tone.WARN),)
    beside = LaidLine(Line(words("Buses"), after=tag, max_lines=0), 400)
    below = LaidLine(Line(words("Shuttle buses to site"), after=tag, max_lines=0), 180)
    assert beside.height == theme().line_height()
    assert below.height == 2 * theme().line_height()
    assert beside.natural_width < 400


def test_a_line_of_a_tag_alone_has_its_natural_width() -> None:
    line = LaidLine(Line(before=(Tag("overdue 12 min", Tone.DANGER),)), 400)
    assert 0 < line.natural_width < 200
    assert has_colour(painted(line), Role.DANGER_SOFT)


def test_small_words_can_stand_level_with_large_ones() -> None:
    small = Line((Text("small", style=TextStyle.TINY),))
    assert LaidLine(small, 300).height < LaidLine(small, 300, min_leading=theme().line_height()).height


def test_several_runs_are_shortened_together() -> None:
    runs = (Text("D-5 ", is_bold=True), Text(LONG), Text("never seen", Role.DANGER))
    line = LaidLine(Line(runs, max_lines=2), 250)
    assert line.height == 2 * theme().line_height()
    assert not has_colour(painted(line), Role.DANGER)


@pytest.mark.parametrize("width", [0, 1, 5, 40])
def test_a_width_too_small_for_anything_is_survived(width: int) -> None:
    line = Line(words(LONG), before=(Icon("star"),), after=(Tag("tag"),), end=(Text("end"),), max_lines=2)
    assert LaidLine(line, width).height > 0


def test_an_empty_line_keeps_its_height() -> None:
    line = LaidLine(Line(), 100)
    assert line.height == theme().line_height()
    assert not painted(line).isNull()


def test_what_a_search_hit_is_marked_even_in_shortened_words() -> None:
    marked = Text("chiller restart " * 30, marks=((0, 7), (16, 7), (400, 7)))
    assert has_colour(painted(LaidLine(Line((marked,), max_lines=2), 300)), Role.HIGHLIGHT)


def test_right_to_left_and_far_eastern_words_are_laid_out() -> None:
    for text in ("مرحبا بالعالم " * 10, "開会 " * 40, "שלום " * 30, "नमस्ते " * 30, "👩‍🚒 " * 30):
        assert LaidLine(Line(words(text), max_lines=0), 200).height > theme().line_height()


def test_struck_words_and_icons_are_drawn(qapp: QApplication) -> None:
    line = Line((Text("struck", Role.MUTED, is_struck=True),), before=(Icon("star", Role.WARN),), end=(Icon("check"),))
    picture = painted(LaidLine(line, 300, is_right=True))
    assert has_colour(picture, Role.WARN)
    assert has_colour(picture, Role.MUTED)
