# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.library.markdown_lists import with_strict_lists

STRICT = """Intro

1. One
    * two

        more of two

    * three
2. Four

    ```
    - code
      code
    ```

* * *

!!! note
    - inside
      a note

    code - as it is

- a
- b
"""


def test_lists_in_the_strict_form_come_out_as_they_went_in() -> None:
    assert with_strict_lists(STRICT) == STRICT


@pytest.mark.parametrize(
    ("written", "strict"),
    [
        ("- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
        ("1. a\n   - b\n2. c", "1. a\n    - b\n2. c"),
        ("Text\n- a", "Text\n\n- a"),
        ("# Steps\n1) a\n2) b", "# Steps\n\n1. a\n2. b"),
        ("in\n2020. It was", "in\n2020. It was"),
        ("1. a\n- b", "1. a\n\n- b"),
        ("- a\n\n  more of a\n\nText", "- a\n\n    more of a\n\nText"),
        ("- a\n  ```\n  - code\n    x\n  ```\n- b", "- a\n    ```\n    - code\n      x\n    ```\n- b"),
        ("-\ta\n\t- b", "-   a\n    - b"),
        ("```\n- a\n  - b\n```", "```\n- a\n  - b\n```"),
        ("Text\n\n    - code", "Text\n\n    - code"),
    ],
)
def test_lists_as_most_editors_write_them_become_strict(written: str, strict: str) -> None:
    assert with_strict_lists(written) == strict


@given(st.text(alphabet="-*1.) \tab`~\n", max_size=120))
def test_no_word_is_ever_lost(text: str) -> None:
    def letters(one: str) -> list[str]:
        return [letter for letter in one if letter in "ab"]

    assert letters(with_strict_lists(text)) == letters(text)
