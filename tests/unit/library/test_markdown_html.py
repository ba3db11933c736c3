# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.library import markdown_html
from incident_console.library.markdown_html import markdown_to_html


def shown(text: str) -> str:
    return markdown_to_html(text, lambda address: None).html


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_front_matter_is_not_shown() -> None:
    assert words_of(shown("---\ntitle: Plan\n---\nBody")) == "Body"


def test_task_boxes_are_letters_that_the_reader_can_draw() -> None:
    html = shown("- [x] done\n- [ ] open\n")
    assert "\u2611 done" in words_of(html)
    assert "\u2610 open" in words_of(html)
    assert "<input" not in html


def test_a_numbered_step_keeps_its_number_before_its_box() -> None:
    html = shown("14. [ ] Start pump\n15. [x] Wait\n")
    assert 'start="14"' in html
    assert "list-style-type" not in html
    assert "list-style-type:none" in shown("- [ ] Start pump")


def test_lists_as_most_editors_write_them_are_nested() -> None:
    html = shown("Bring:\n- radio\n  - spare battery\n- lamp\n")
    assert html.count("<ul>") == 2
    assert words_of(html) == "Bring: radio spare battery lamp"


def test_tables_have_lines_and_keep_their_alignment() -> None:
    html = shown("| A | B |\n|---|--:|\n| 1 | 2 |\n")
    assert '<table border="1"' in html
    assert '<td align="right">2</td>' in html


@pytest.mark.parametrize(
    "source",
    [
        '!!! warning "Do not hurry"\n    Wait 11 minutes.\n',
        '??? warning "Do not hurry"\n    Wait 11 minutes.\n',
        "<details><summary>Do not hurry</summary>Wait 11 minutes.</details>",
    ],
)
def test_call_outs_are_boxes_with_a_title(source: str) -> None:
    html = shown(source)
    assert '<table class="admonition' in html
    assert '<p class="admonition-title"><b>Do not hurry</b></p>' in html
    assert html.count("<table") == html.count("</table>") == 1
    assert words_of(html) == "Do not hurry Wait 11 minutes."


def test_headings_are_listed_with_ids_to_jump_to() -> None:
    page = markdown_to_html("# Erste Stunde\n## Steps\n## Steps\n<h2>Steps</h2>\n", lambda address: None)
    assert [(one.level, one.text) for one in page.headings] == [
        (1, "Erste Stunde"),
        (2, "Steps"),
        (2, "Steps"),
        (2, "Steps"),
    ]
    anchors = [one.anchor for one in page.headings]
    assert len(set(anchors)) == 4
    assert all(f'id="{anchor}"' in page.html for anchor in anchors)
    assert anchors[0] == "erste-stunde"


def test_a_picture_is_shown_where_it_is_known_and_described_where_it_is_not() -> None:
    asked: list[str] = []

    def resolve(address: str) -> str | None:
        asked.append(address)
        return "picture:1" if address == "site plan.png" else None

    page = markdown_to_html("![Plan](site%20plan.png) ![Gate](http://x.y/gate.png) ![](a/b.png)", resolve)
    assert '<img src="picture:1" alt="Plan">' in page.html
    assert page.html.count("<img") == 1
    assert "[Picture: Gate]" in page.html
    assert "[Picture: b.png]" in page.html
    assert asked == ["site plan.png", "http://x.y/gate.png", "a/b.png"]


def test_links_are_kept_and_those_that_leave_the_library_are_marked() -> None:
    html = shown(
        "[in](power.md#steps) [out](https://x.y) [mail](mailto:a@b.c) [bad](javascript:alert(1)) [f](file:///etc)"
    )
    assert '<a href="power.md#steps">in</a>' in html
    assert '<a href="https://x.y" class="external" title="https://x.y">out</a>' in html
    assert '<a href="mailto:a@b.c" class="external"' in html
    assert "javascript" not in html
    assert "file:" not in html


def test_footnotes_definitions_and_marked_words_are_shown() -> None:
    html = shown("Word[^1] ==marked== ~~gone~~\n\nTerm\n:   Meaning\n\n[^1]: Below\n")
    assert '<span class="mark">marked</span>' in html
    assert "<del>gone</del>" in html
    assert "<dd>Meaning</dd>" in html
    assert 'href="#fn-1"' in html
    assert 'id="fn-1"' in html


def test_a_mention_of_a_script_does_not_swallow_what_follows() -> None:
    assert (
        words_of(shown("We clean <script> tags.\n\nThen we go on.")) == "We clean &lt;script&gt; tags. Then we go on."
    )


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>text",
        '<p onclick="x()" style="background:url(http://x)">text</p>',
        "<iframe src=http://x></iframe>text",
        '<style>@import "http://x"</style>text',
        '<link rel=stylesheet href="http://x">text',
        '<object data="http://x"></object>text',
        '<svg><image href="http://x"/></svg>text',
        '<form action="http://x"><button>text</button></form>',
        '<table background="http://x"><tr><td>text</td></tr></table>',
        '<p class="x">text</p><meta http-equiv=refresh content="0;http://x">',
    ],
)
def test_nothing_runs_and_nothing_is_fetched(source: str) -> None:
    html = shown(source)
    assert words_of(html) == "text"
    assert "http" not in html
    assert "alert" not in html


def test_a_huge_span_is_dropped_before_it_eats_memory() -> None:
    html = shown('<table><tr><td colspan="99999999" rowspan="3">x</td></tr></table>')
    assert '<td rowspan="3">x</td>' in html


def test_code_is_shown_as_it_stands() -> None:
    assert "<pre><code>a &lt; b</code></pre>" in shown("```\na < b\n```\n")


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 50_000,
        "![](" * 20_000,
        "> " * 50_000,
        "1. " * 40_000,
        "<div>" * 20_000,
        "<a " * 40_000,
        "```\n" * 20_000,
        "# a\n" * 20_000,
        "".join(f"<b id={number}>" for number in range(5_000)) + "<p>" * 5_000,
        "<font a=1>" * 150 + "<p>x" * 40_000,
        "x" * 1_100_000,
    ],
    ids=lambda text: text[:8],
)
def test_what_would_take_hours_to_lay_out_is_shown_as_plain_text(hostile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown_html, "MAX_RENDER_SECONDS", 1.0)
    page = markdown_to_html(hostile, lambda address: None)
    assert "plain text" in page.warning
    assert page.html.startswith("<pre>")


@settings(max_examples=150)
@given(st.text(alphabet="#*_-[]()!<>/`|:\n ab1.'\"=&{}\\~^", max_size=300))
def test_any_text_gives_a_page_with_safe_elements_only(text: str) -> None:
    page = markdown_to_html(text, lambda address: None)
    assert not re.search(r"<(?:script|style|iframe|object|img|input|link|form)\b", page.html)
    assert not re.search(r"<[^>]*\son[a-z]+=", page.html)
