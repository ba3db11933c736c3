# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.library.front_matter import split_front_matter


def test_properties_are_read_and_the_body_is_left() -> None:
    text = """---
title: Cooling loss: first hour
category: "runbook"
owner: 'Facilities'' lead'
vital: true
review_interval_days: 180
tags: [cooling, "server room", 'a, b']  # kinds
sites:
  - Harbour House
  - "North: depot"
---
# Cooling loss
"""
    properties, body = split_front_matter(text)
    assert properties == {
        "title": "Cooling loss: first hour",
        "category": "runbook",
        "owner": "Facilities' lead",
        "vital": True,
        "review_interval_days": 180,
        "tags": ["cooling", "server room", "a, b"],
        "sites": ["Harbour House", "North: depot"],
    }
    assert body == "# Cooling loss\n"


def test_line_ends_of_windows_and_a_byte_order_mark_do_not_matter() -> None:
    properties, body = split_front_matter("\ufeff---\r\ntitle: Power\r\n---\r\nBody\r\n")
    assert properties == {"title": "Power"}
    assert body == "Body\r\n"


def test_dates_and_numbers_with_leading_zeros_stay_text() -> None:
    properties, _ = split_front_matter("---\nreviewed: 2026-03-12\nphone: 0171\nempty:\nlist: []\n---\n")
    assert properties == {"reviewed": "2026-03-12", "phone": "0171", "empty": "", "list": ""}


def test_a_comment_is_left_out_and_a_sign_inside_a_word_is_not() -> None:
    properties, _ = split_front_matter("---\n# about\ntitle: Plan C# # draft\n---\n")
    assert properties == {"title": "Plan C#"}


@pytest.mark.parametrize(
    "text",
    [
        "No block at all",
        "---\nnot a pair\n---\nBody",
        "---\ntitle: never closed\n",
        "---\nparent:\n  child: nested\n---\nBody",
        "---\ntitle: once\ntitle: twice\n---\nBody",
        "---\nbase: &anchor x\n---\nBody",
        "---\ntext: |\n  block\n---\nBody",
        "---\ntags: [a, [b]]\n---\nBody",
        '---\ntitle: "open\n---\nBody',
        "---\ntags: [a\n---\nBody",
        "---\n---\nBody",
        "----\ntitle: x\n---\n",
        "Text first\n---\ntitle: x\n---\n",
    ],
)
def test_what_is_not_plain_properties_is_left_untouched(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


@given(st.text(alphabet="-:[]\"'# \n\r\tab1,\\&|{}", max_size=200))
def test_nothing_typed_there_is_ever_an_error_or_lost(inside: str) -> None:
    text = f"---\n{inside}\n---\nBody"
    properties, body = split_front_matter(text)
    assert text.endswith(body)
    assert properties or body == text
