# SPDX-License-Identifier: Apache-2.0
"""docs/format.md and the program say the same."""

from __future__ import annotations

import re

import pytest

from incident_console.crypto import tags
from incident_console.crypto.container import CAPS, MAX_LOCKBOXES, Kind
from incident_console.crypto.errors import Damage
from incident_console.domain.kinds import KINDS
from incident_console.domain.operation import MAX_LINKS
from incident_console.resources_path import resource_path
from incident_console.wire import acts, framing, head, operations, seen
from incident_console.wire.act import MAX_EPOCHS
from incident_console.wire.batch import MAX_ACL_HEADS
from incident_console.wire.bundle import MAX_MEMBERS
from incident_console.wire.join import MAX_JOIN_BYTES

DOCUMENT = (resource_path("resources").parent / "docs" / "format.md").read_text(encoding="utf-8")


def in_words(size: int) -> str:
    for unit, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size:,}"


def row_of(name: str) -> str:
    kind = KINDS[name]
    fields = (f"{f'**{field}**' if field in kind.required else field} {t.__name__}" for field, t in kind.fields.items())
    return f"| `{name}` | {kind.thing} | {kind.mode.value} | {kind.right.word} | {', '.join(fields) or 'none'} |"


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_operation_is_described(name: str) -> None:
    assert row_of(name) in DOCUMENT


def test_no_kind_is_described_that_does_not_exist() -> None:
    described = re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", DOCUMENT, re.MULTILINE)
    assert set(described) - {"readme.txt"} == set(KINDS)


@pytest.mark.parametrize("tag", tags.ALL_TAGS)
def test_every_tag_is_described(tag: bytes) -> None:
    assert f"`{tag.rstrip(bytes(1)).decode()}`" in DOCUMENT


@pytest.mark.parametrize("code", Damage)
def test_every_code_is_described(code: Damage) -> None:
    assert f"`{code}`" in DOCUMENT


@pytest.mark.parametrize("number", range(1, 10))
def test_every_type_of_act_is_described(number: int) -> None:
    assert re.search(rf"^\| {number} [a-z]", DOCUMENT, re.MULTILINE)


def test_the_limits_are_the_programs() -> None:
    files = [CAPS[Kind.HEAD], CAPS[Kind.BATCH], CAPS[Kind.ACT], CAPS[Kind.BLOB], MAX_JOIN_BYTES]
    sizes = [operations.MAX_HEAD_BYTES, operations.MAX_BODY_BYTES, operations.MAX_FIELD_BYTES]
    tips = [head.MAX_OWN_TIPS, acts.MAX_TIPS, acts.MAX_STATEMENTS]
    for row in (
        f"| head, batch, act, blob part, join request | {', '.join(map(in_words, files))} |",
        f"| lockboxes of an act | {MAX_LOCKBOXES} |",
        f"| {framing.MAX_OPS:,}; {in_words(framing.MAX_RAW_BYTES)} |",
        f"| operation head; body; one field, packed | {'; '.join(map(in_words, sizes))} |",
        f"| links of an operation | {MAX_LINKS:,} |",
        f"| list of what was seen | {in_words(seen.MAX_SEEN_BYTES)} |",
        f"| membership heads named by a batch, head or act | {MAX_ACL_HEADS:,} |",
        f"| 64; {acts.MAX_NAME_BYTES}; {acts.MAX_CODE_BYTES} bytes |",
        f"| {'; '.join(f'{number:,}' for number in tips)} |",
        f"| {acts.MAX_PERSONS}; {acts.MAX_RECIPIENTS}; {MAX_EPOCHS:,} |",
        f"| members of a bundle | {MAX_MEMBERS:,} |",
    ):
        assert row in DOCUMENT
