# SPDX-License-Identifier: Apache-2.0
"""The laws of the merge: the same for every order, grouping and doubling of what arrived."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incident_console.domain.kinds import KINDS
from incident_console.domain.merge import KnownOp, merge_registers, removal_links, version_heads
from incident_console.domain.projection import project
from tests.helpers.operations import ENTITY, an_operation, known, operation_histories


def values(ops: list[KnownOp]) -> dict[str, object]:
    return {name: register.value for name, register in merge_registers(ops).fields.items()}


def test_a_later_write_that_knew_the_first_wins_even_with_an_earlier_clock() -> None:
    first = an_operation("task.set", {"title": "A"}, hlc=900)
    second = an_operation("task.set", {"title": "B"}, hlc=100, sup=[first.id])
    assert values(known(first, second)) == {"title": "B"}
    assert not merge_registers(known(first, second)).fields["title"].is_conflict


def test_two_writes_made_apart_show_the_later_and_keep_both() -> None:
    first = an_operation("task.set", {"owner": "Ann"}, hlc=1)
    left = an_operation("task.set", {"owner": "Bob"}, hlc=2, sup=[first.id])
    right = an_operation("task.set", {"owner": "Cy"}, hlc=3, sup=[first.id])
    owner = merge_registers(known(first, left, right)).fields["owner"]
    assert (owner.value, owner.is_conflict, len(owner.heads)) == ("Cy", True, 2)


def test_equal_values_made_apart_are_no_conflict() -> None:
    left = an_operation("task.set", {"owner": "Ann"}, hlc=2)
    right = an_operation("task.set", {"owner": "Ann"}, hlc=3)
    assert not merge_registers(known(left, right)).fields["owner"].is_conflict


def test_settling_ends_the_conflict_for_everyone() -> None:
    left = an_operation("task.set", {"owner": "Ann"}, hlc=2)
    right = an_operation("task.set", {"owner": "Bob"}, hlc=3)
    settled = an_operation("task.set", {"owner": "Ann"}, hlc=1, sup=[left.id, right.id])
    owner = merge_registers(known(left, right, settled)).fields["owner"]
    assert (owner.value, owner.is_conflict) == ("Ann", False)


def test_a_link_counts_only_for_the_fields_that_both_wrote() -> None:
    first = an_operation("task.set", {"owner": "Ann", "title": "A"}, hlc=5)
    second = an_operation("task.set", {"title": "B"}, hlc=6, sup=[first.id])
    assert values(known(first, second)) == {"owner": "Ann", "title": "B"}


def test_a_held_write_does_not_show_but_its_links_carry_on() -> None:
    first = an_operation("task.set", {"title": "A"}, hlc=1)
    held = an_operation("task.set", {"title": "B"}, hlc=2, sup=[first.id])
    last = an_operation("task.set", {"title": "C"}, hlc=3, sup=[held.id])
    assert values([KnownOp(first, True), KnownOp(held, False)]) == {"title": "A"}
    merged = merge_registers([KnownOp(first, True), KnownOp(held, False), KnownOp(last, True)])
    assert merged.value("title") == "C"
    assert not merged.fields["title"].is_conflict


def test_an_edit_made_apart_from_a_removal_revives_with_all_values() -> None:
    person = an_operation("person.set", {"name": "Ann", "note": "x"}, hlc=1)
    removal = an_operation("person.remove", {}, hlc=9, sup=[person.id])
    edit = an_operation("person.set", {"note": "y"}, hlc=2, sup=[person.id])
    assert merge_registers(known(person, removal)).is_removed
    revived = merge_registers(known(person, removal, edit))
    assert (revived.is_removed, revived.is_revived) == (False, True)
    assert (revived.value("name"), revived.value("note")) == ("Ann", "y")


def test_a_removal_links_the_heads_of_every_field() -> None:
    name = an_operation("person.set", {"name": "Ann"}, hlc=1)
    note = an_operation("person.set", {"note": "x"}, hlc=2)
    assert set(removal_links(merge_registers(known(name, note)))) == {name.id, note.id}


def test_versions_made_apart_are_both_heads_until_one_follows_both() -> None:
    first = an_operation("document.version", hlc=1)
    left = an_operation("document.version", hlc=2, sup=[first.id])
    right = an_operation("document.version", hlc=3, sup=[first.id])
    both = an_operation("document.version", hlc=4, sup=[left.id, right.id])
    assert [op.id for op in version_heads(known(first, left, right))] == [right.id, left.id]
    assert [op.id for op in version_heads(known(first, left, right, both))] == [both.id]


@given(operation_histories(), st.randoms(use_true_random=False))
def test_the_order_and_doubling_of_arrival_never_matter(ops: list[KnownOp], random: object) -> None:
    expected = project(ENTITY, ops)
    shuffled = [*ops, *ops[: len(ops) // 2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert project(ENTITY, _once(shuffled)) == expected


@given(operation_histories())
def test_every_accepted_write_is_shown_covered_or_removed(ops: list[KnownOp]) -> None:
    merged = merge_registers(ops)
    writes = [item.op for item in ops if item.is_accepted and KINDS[item.op.head.kind].mode.value == "register"]
    linked = {link for item in ops for link in item.op.head.sup}
    for op in writes:
        for name in op.body:
            heads = merged.fields[name].heads if name in merged.fields else ()
            assert merged.is_removed or op in heads or op.id in linked


def _once(ops: list[KnownOp]) -> list[KnownOp]:
    found: dict[bytes, KnownOp] = {}
    for item in ops:
        found.setdefault(item.op.id, item)
    return list(found.values())


def test_the_histories_hold_every_kind() -> None:
    seen: set[str] = set()

    @given(operation_histories())
    def collect(ops: list[KnownOp]) -> None:
        seen.update(item.op.head.kind for item in ops)

    collect()
    assert seen == set(KINDS)
