# SPDX-License-Identifier: Apache-2.0
"""Properties set by people and said by versions come together the same way on every laptop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.domain.document import Document, document_version, project_document
from incident_console.domain.document_changes import (
    Review,
    next_review_on,
    restrict,
    review_state,
    set_properties,
    tag_fields,
)
from incident_console.domain.document_properties import Properties, merge_properties, properties_of
from incident_console.domain.errors import KnownError
from incident_console.domain.merge import KnownOp
from incident_console.domain.operation import Draft, Operation, Value
from tests.helpers.operations import ENTITY, an_operation, known, operation_histories


def a_version(said: dict[str, Value], hlc: int = 1, *, follows: tuple[KnownOp, ...] = ()) -> Operation:
    """A version as its author's laptop makes it, knowing these operations."""
    blob = project_document(ENTITY, known(an_operation("document.version")))
    assert blob is not None
    draft = document_version(ENTITY, {"title": "Cooling", **said}, blob.current.blob, follows)
    return an_operation("document.version", {"title": "Cooling", **said}, hlc=hlc, sup=draft.sup)


def written(draft: Draft | None, hlc: int = 1) -> Operation:
    assert draft is not None
    return an_operation(draft.kind, draft.body, hlc=hlc, sup=draft.sup)


def a_write(fields: dict[str, Value], hlc: int, *, knows: tuple[Operation, ...] = ()) -> Operation:
    return written(set_properties(ENTITY, fields, known(*knows)), hlc)


def shown(*ops: Operation) -> Properties:
    document = project_document(ENTITY, known(*ops))
    assert isinstance(document, Document)
    return document.properties


def test_what_a_person_sets_shows_over_what_the_version_says() -> None:
    first = a_version({"category": "plan", "owner": "Facilities", "tags": ["water"]})
    set_ = a_write({"category": "Runbook", "site": "North"}, hlc=2, knows=(first,))
    told = shown(first, set_)
    assert (told.category, told.owner, told.tags, told.site) == ("runbook", "Facilities", ("water",), "North")
    assert told.conflicts == ()


def test_a_file_imported_again_with_the_front_matter_it_always_had_takes_nothing_back() -> None:
    first = a_version({"category": "plan"})
    set_ = a_write({"category": "runbook"}, hlc=2, knows=(first,))
    again = a_version({"category": "plan", "why": "typo"}, hlc=3, follows=tuple(known(first, set_)))
    assert shown(first, set_, again).category == "runbook"


def test_front_matter_that_changed_since_wins_over_what_was_set_before() -> None:
    first = a_version({"category": "plan", "is_vital": True, "tags": ["water"]}, hlc=5)
    set_ = a_write({"category": "runbook"}, hlc=6, knows=(first,))
    changed = a_version({"category": "checklist"}, hlc=1, follows=tuple(known(first, set_)))
    told = shown(first, set_, changed)
    assert (told.category, told.is_vital, told.tags, told.conflicts) == ("checklist", False, (), ())


def test_what_was_set_after_a_new_version_stays() -> None:
    first = a_version({"category": "plan"}, hlc=5)
    changed = a_version({"category": "checklist"}, hlc=6, follows=tuple(known(first)))
    set_ = a_write({"category": "runbook"}, hlc=1, knows=(first, changed))
    assert shown(first, changed, set_).category == "runbook"


def test_a_version_and_a_person_apart_show_the_later_and_keep_both() -> None:
    first = a_version({"category": "plan"})
    changed = a_version({"category": "checklist"}, hlc=3, follows=tuple(known(first)))
    set_ = a_write({"category": "runbook"}, hlc=2, knows=(first,))
    told = shown(first, changed, set_)
    assert told.category == "checklist"
    (conflict,) = told.conflicts
    assert [choice.value for choice in conflict.values] == ["checklist", "runbook"]
    settled = a_write({"category": "runbook"}, hlc=1, knows=(first, changed, set_))
    assert (shown(first, changed, set_, settled).category, shown(first, changed, set_, settled).conflicts) == (
        "runbook",
        (),
    )


def test_a_version_in_between_that_says_nothing_new_hides_no_earlier_one() -> None:
    first = a_version({"category": "plan"})
    second = a_version({"category": "plan"}, hlc=2, follows=tuple(known(first)))
    third = a_version({"category": "map"}, hlc=1, follows=tuple(known(first, second)))
    assert (shown(first, second, third).category, shown(first, second, third).conflicts) == ("map", ())


def test_two_versions_apart_that_say_different_things_are_two_versions_and_no_conflict_of_their_own() -> None:
    first = a_version({"category": "plan"})
    left = a_version({"category": "map"}, hlc=2, follows=tuple(known(first)))
    right = a_version({"category": "form"}, hlc=3, follows=tuple(known(first)))
    assert (shown(first, left, right).category, shown(first, left, right).conflicts) == ("form", ())


def test_a_version_covers_only_what_it_says_anew_of_what_one_change_set() -> None:
    first = a_version({"category": "plan", "owner": "Ann"})
    both = a_write({"category": "runbook", "owner": "Ben"}, hlc=2, knows=(first,))
    changed = a_version({"category": "plan", "owner": "Cy"}, hlc=3, follows=tuple(known(first, both)))
    assert (shown(first, both, changed).category, shown(first, both, changed).owner) == ("runbook", "Cy")


def test_tags_of_two_people_come_together() -> None:
    first = a_version({"tags": ["water", "old"]})
    ann = a_write(tag_fields(("water", "old"), ["water", "old", " chiller  plant "]), hlc=2, knows=(first,))
    ben = a_write(tag_fields(("water", "old"), ["water", "north"]), hlc=3, knows=(first,))
    assert shown(first, ann, ben).tags == ("chiller plant", "north", "water")


def test_a_restriction_stands_above_what_later_versions_say() -> None:
    first = a_version({"classification": "open"})
    drafted = restrict(ENTITY, "Restricted", ["Incident lead"], known(first), shown(first))
    set_ = written(drafted, hlc=2)
    changed = a_version({"classification": "confidential"}, hlc=3, follows=tuple(known(first, set_)))
    told = shown(first, set_, changed)
    assert (told.classification, told.readers, told.is_restricted) == ("restricted", ("Incident lead",), True)
    lifted = written(restrict(ENTITY, "open", [], known(first, set_, changed), told), hlc=4)
    assert (shown(first, set_, changed, lifted).classification, shown(first, set_, changed, lifted).readers) == (
        "open",
        (),
    )


def test_a_version_may_restrict_where_no_coordinator_has_spoken() -> None:
    told = shown(a_version({"classification": "restricted", "readers": ["Legal"]}))
    assert (told.is_restricted, told.readers) == (True, ("Legal",))


def test_to_say_what_is_so_already_writes_nothing() -> None:
    first = a_version({"category": "plan", "classification": "open"})
    assert set_properties(ENTITY, {"category": "plan", "site": None}, known(first)) is None
    assert restrict(ENTITY, "open", [], known(first), shown(first)) is None


@pytest.mark.parametrize(
    "fields",
    [{"title": " "}, {"title": None}, {"reviewed_on": "28.11.2026"}, {"review_interval_days": 0}, {"owner": "x" * 201}],
)
def test_a_bad_value_is_refused(fields: dict[str, Value]) -> None:
    with pytest.raises(KnownError):
        set_properties(ENTITY, fields, known(a_version({})))


def test_an_unknown_classification_is_refused() -> None:
    with pytest.raises(KnownError):
        restrict(ENTITY, "secret", [], (), shown(a_version({})))


@pytest.mark.parametrize(
    ("reviewed_on", "days", "by", "state"),
    [
        ("2026-11-28", None, "", Review.NONE),
        ("", 365, "", Review.OVERDUE),
        ("no day", 365, "", Review.OVERDUE),
        ("2025-11-28", 365, "2026-11-28", Review.OVERDUE),
        ("2025-12-01", 365, "2026-12-01", Review.DUE),
        ("2026-11-01", 365, "2027-11-01", Review.CURRENT),
        ("2026-11-28", 28, "2026-12-26", Review.CURRENT),
        ("2026-11-07", 28, "2026-12-05", Review.DUE),
        ("9999-01-01", 36_500, "", Review.OVERDUE),
    ],
)
def test_a_review_is_due_a_month_or_a_quarter_of_its_interval_before_its_day(
    reviewed_on: str, days: int | None, by: str, state: Review
) -> None:
    told = shown(a_version({"reviewed_on": reviewed_on, "review_interval_days": days}))
    assert (next_review_on(told), review_state(told, "2026-11-28")) == (by, state)


def test_who_reviewed_is_who_wrote_the_day() -> None:
    first = a_version({"reviewed_on": "2025-01-01", "review_interval_days": 30})
    again = a_write({"reviewed_on": "2026-11-28"}, hlc=4, knows=(first,))
    reviewed = shown(first, again).reviewed
    assert reviewed is not None
    assert reviewed.op == again.id


@given(operation_histories(["document.version"]))
def test_one_version_alone_says_the_same_on_the_quick_way_and_on_the_long_one(ops: list[KnownOp]) -> None:
    alone = KnownOp(ops[0].op, True)
    beside = KnownOp(an_operation("document.set", {"title": "held"}), False)
    assert properties_of([alone]) == properties_of([alone, beside])


@given(operation_histories(["document.version", "document.set", "document.restrict"]))
def test_every_property_that_was_written_shows_one_of_its_writes_and_covers_the_others_by_links(
    ops: list[KnownOp],
) -> None:
    linked = {link for item in ops for link in item.op.head.sup}
    for name, register in merge_properties(ops).fields.items():
        assert register.heads
        for item in ops:
            if item.is_accepted and item.op.head.kind == "document.set" and name in item.op.body:
                assert item.op in register.heads or item.op.id in linked


@given(operation_histories(["document.version", "document.set", "document.restrict"]), st.randoms())
def test_the_order_of_arrival_never_matters(ops: list[KnownOp], random: object) -> None:
    expected = project_document(ENTITY, ops)
    mixed = list(ops)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert project_document(ENTITY, mixed) == expected
