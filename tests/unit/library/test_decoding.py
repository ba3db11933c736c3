# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.library.decoding import decode_as, decode_text, looks_like_text

WORDS = "Kälte fällt aus, naïve €5\nzweite Zeile"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_words_are_read_in_the_usual_encodings(encoding: str) -> None:
    assert decode_text(WORDS.encode(encoding)).text == WORDS


def test_one_kind_of_line_end_and_no_control_characters_remain() -> None:
    assert decode_text(b"a\r\nb\rc\x00\x07d\tz").text == "a\nb\ncd\tz"


def test_a_character_cut_off_at_the_end_does_not_change_the_encoding() -> None:
    assert decode_text("Kälte é".encode()[:-1]).encoding == "utf-8"


def test_a_named_character_set_is_used_and_a_wrong_one_is_guessed_instead() -> None:
    assert decode_as("Ж".encode("koi8-r"), "koi8-r") == "Ж"
    assert decode_as("é".encode(), "no-such-set") == "é"
    assert decode_as(b"\\x41", "unicode_escape") == "\\x41"


def test_a_program_is_not_text() -> None:
    assert not looks_like_text(b"\x7fELF\x02\x01\x01\x00\x00")
    assert looks_like_text(b"")


@given(st.binary(max_size=300))
def test_any_bytes_become_text_that_can_be_stored(data: bytes) -> None:
    text = decode_text(data).text
    assert "\x00" not in text
    assert text.encode("utf-8").decode("utf-8") == text
