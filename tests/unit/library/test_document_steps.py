# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from incident_console.library.document_steps import MAX_STEPS, MAX_TITLE, StepKind, read_steps
from incident_console.library.text import extract_text
from incident_console.resources_path import resource_path

PLAN = """---
title: Cooling
---
# Cooling

1. a list before any heading

## First hour

1. At once: open **valve V3**. It is left of the
   door, see the [plan](power.md).
2. Within 10 minutes call the chiller service:
    1. the day number;
    2. the night number.

Some words between.

3. Within 2 hours of the first alarm report it.

- not a step
- [ ] Read the temperature
- [x] Close the doors
    - [ ] north
    - [ ] south

```
- [ ] only code
```

## Later

- [ ] Read the temperature
"""


def test_boxes_and_numbered_steps_are_found_in_their_order_under_their_heading() -> None:
    steps = read_steps(PLAN)
    assert [(step.kind, step.title, step.heading) for step in steps] == [
        (StepKind.NUMBERED, "a list before any heading", "Cooling"),
        (StepKind.NUMBERED, "At once: open valve V3", "First hour"),
        (StepKind.NUMBERED, "Within 10 minutes call the chiller service", "First hour"),
        (StepKind.NUMBERED, "Within 2 hours of the first alarm report it", "First hour"),
        (StepKind.BOX, "Read the temperature", "First hour"),
        (StepKind.BOX, "Close the doors", "First hour"),
        (StepKind.BOX, "Read the temperature", "Later"),
    ]


def test_what_is_more_than_the_first_sentence_is_the_detail_and_what_is_below_are_parts() -> None:
    steps = read_steps(PLAN)
    assert steps[1].detail == "At once: open valve V3. It is left of the door, see the plan."
    assert (steps[2].detail, steps[2].parts) == ("", ("the day number;", "the night number."))
    assert steps[5].parts == ("north", "south")


def test_only_a_time_that_counts_from_now_is_a_due_time() -> None:
    assert [step.due_minutes for step in read_steps(PLAN)[1:4]] == [None, 10, None]


def test_a_ticked_box_is_known_to_be_done() -> None:
    assert [step.is_done for step in read_steps(PLAN)[4:6]] == [False, True]


def test_a_step_is_the_same_in_a_version_where_it_only_moved() -> None:
    before = {step.title: step.key for step in read_steps("## A\n\n- [ ] one\n- [ ] two\n")}
    after = {step.title: step.key for step in read_steps("## A\n\n- [ ] two\n- [x] three\n- [x] one\n")}
    assert (after["one"], after["two"]) == (before["one"], before["two"])


def test_two_steps_of_the_same_words_are_two() -> None:
    keys = [step.key for step in read_steps("- [ ] look\n- [ ] look\n")]
    assert len(set(keys)) == 2


def test_a_long_step_has_a_title_that_ends_at_a_word() -> None:
    (step,) = read_steps("1. " + "carry water to the roof " * 20)
    assert len(step.title) <= MAX_TITLE
    assert step.title.endswith("roof\N{HORIZONTAL ELLIPSIS}") or step.title.split()[-1].rstrip("…") in step.detail
    assert len(step.detail) > MAX_TITLE


@pytest.mark.parametrize("text", ["", "- [ ]", "1.", "- [ ] ", "\t\n", "---\na: b\n---\n", "1. \n\n2. **\n"])
def test_a_text_without_steps_has_none(text: str) -> None:
    assert all(step.title for step in read_steps(text))


def test_an_endless_list_ends() -> None:
    assert len(read_steps("- [ ] again\n" * (MAX_STEPS * 3))) == MAX_STEPS


@pytest.mark.parametrize("path", sorted(resource_path("docs_library").glob("*.md")), ids=lambda path: path.stem)
def test_every_shipped_document_gives_tasks_that_can_be_read(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    steps = read_steps(text)
    words = " ".join(extract_text(path.name, text.encode()).text.split())
    assert steps
    assert len({step.key for step in steps}) == len(steps)
    assert all(3 < len(step.title) <= MAX_TITLE and not set("*`[]") & set(step.title.replace("[site:", "")) - {"]"}
               for step in steps)  # fmt: skip
    assert all(" ".join((step.detail or step.title).rstrip("…").split()) in words for step in steps)


def test_every_template_of_a_list_gives_steps() -> None:
    for path in resource_path("resources", "templates").glob("*.md"):
        steps = read_steps(path.read_text(encoding="utf-8"))
        assert steps or path.stem in ("contact-sheet", "form")
