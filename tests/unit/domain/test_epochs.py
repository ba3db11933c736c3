# SPDX-License-Identifier: Apache-2.0
"""Which keys the team writes under: the newest that only members hold."""

from __future__ import annotations

from incident_console.domain.epochs import Epochs
from incident_console.domain.membership import Team
from incident_console.domain.roles import Role
from tests.helpers.acts import admits, changes, device, epoch_id, founded, grants, revokes, rotates

TEAM = [
    founded(),
    admits("a1", "ann", "bob", Role.ADMIN, ("genesis",)),
    admits("a2", "ann", "cy", Role.RESPONDER, ("a1",)),
]
REVOKED = [*TEAM, revokes("r1", "ann", "cy", ("a2",))]


def clean(*acts: object) -> list[bytes]:
    return Team(acts).epochs.clean  # type: ignore[arg-type]


def test_the_first_key_is_clean_while_everybody_is_a_member() -> None:
    epochs: Epochs = Team(TEAM).epochs
    assert epochs.clean == [epoch_id("e0")]
    assert epochs.holders(epoch_id("e0")) == {device("ann"), device("bob"), device("cy")}


def test_a_revocation_leaves_no_clean_key_until_there_is_a_new_one() -> None:
    assert clean(*REVOKED) == []
    assert clean(*REVOKED, rotates("e1", "ann", 1, ("ann", "bob"), ("r1",))) == [epoch_id("e1")]


def test_a_key_made_apart_for_somebody_who_is_revoked_is_not_clean() -> None:
    acts = [
        *REVOKED,
        rotates("e1", "bob", 1, ("ann", "bob", "cy"), ("a2",)),
        rotates("e2", "ann", 1, ("ann", "bob"), ("r1",)),
    ]
    assert clean(*acts) == [epoch_id("e2")]


def test_of_two_clean_keys_made_apart_the_greater_is_written_under_everywhere() -> None:
    acts = [
        *REVOKED,
        rotates("e1", "ann", 1, ("ann", "bob"), ("r1",)),
        rotates("e2", "bob", 1, ("ann", "bob"), ("r1",)),
    ]
    assert clean(*acts) == [epoch_id("e2"), epoch_id("e1")]
    assert clean(*reversed(acts)) == [epoch_id("e2"), epoch_id("e1")]


def test_who_is_given_a_later_key_holds_the_earlier_ones_too() -> None:
    acts = [
        *REVOKED,
        rotates("e1", "ann", 1, ("ann", "bob"), ("r1",)),
        admits("a3", "ann", "dan", Role.RESPONDER, ("e1",)),
    ]
    epochs = Team(acts).epochs
    assert device("dan") in epochs.holders(epoch_id("e1"))
    assert device("dan") in epochs.holders(epoch_id("e0"))


def test_a_newcomer_admitted_apart_from_a_new_key_lacks_it_until_it_is_granted() -> None:
    acts = [
        *REVOKED,
        rotates("e1", "ann", 1, ("ann", "bob"), ("r1",)),
        admits("a3", "bob", "dan", Role.RESPONDER, ("a2",)),
    ]
    assert device("dan") not in Team(acts).epochs.holders(epoch_id("e1"))
    granted = Team([*acts, grants("g", "bob", "e1", "dan", ("e1", "a3"))]).epochs
    assert device("dan") in granted.holders(epoch_id("e1"))
    assert granted.clean == [epoch_id("e1")]


def test_a_key_by_somebody_who_is_no_admin_does_not_count() -> None:
    assert clean(*TEAM, rotates("e1", "cy", 9, ("cy",), ("a2",))) == [epoch_id("e0")]


def test_a_demotion_needs_no_new_key() -> None:
    assert clean(*TEAM, changes("c", "ann", "bob", Role.VIEWER, ("a2",))) == [epoch_id("e0")]


def test_a_holder_whose_admission_was_undone_makes_a_key_unclean() -> None:
    acts = [*TEAM, admits("x", "bob", "dan", Role.ADMIN, ("a2",)), revokes("r", "ann", "bob", ("a2",))]
    assert clean(*acts, rotates("e1", "ann", 1, ("ann", "cy", "dan"), ("r", "x"))) == []
    assert clean(*acts, rotates("e2", "ann", 1, ("ann", "cy"), ("r", "x"))) == [epoch_id("e2")]


def test_who_lacks_a_key_and_what_comes_next_is_told() -> None:
    acts = [*REVOKED, rotates("e1", "ann", 1, ("ann",), ("r1",))]
    epochs = Team(acts).epochs
    assert epochs.lacking(epoch_id("e1")) == [device("bob")]
    assert epochs.next_generation == 2


def test_a_key_of_an_act_without_right_is_named_with_the_members_who_cannot_open_it() -> None:
    by_nobody = [*TEAM, rotates("e1", "cy", 9, ("bob",), ("a2",))]
    assert Team(TEAM).epochs.stray == {}
    assert Team(by_nobody).epochs.stray == {epoch_id("e1"): sorted([device("ann"), device("cy")])}
    for_ann = grants("g", "bob", "e1", "ann", ("e1",))
    assert Team([*by_nobody, for_ann]).epochs.stray == {epoch_id("e1"): [device("cy")]}
    for_cy = grants("h", "bob", "e1", "cy", ("g",))
    assert Team([*by_nobody, for_ann, for_cy]).epochs.stray == {epoch_id("e1"): []}
