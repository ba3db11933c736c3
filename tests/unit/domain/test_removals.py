# SPDX-License-Identifier: Apache-2.0
"""Admins who act without knowing of each other: removals win, mutual ones by rank, and an admin always stays."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.domain.act_graph import ActGraph
from incident_console.domain.acts import Act, RoleChange
from incident_console.domain.membership import Team
from incident_console.domain.roles import Role
from tests.helpers.acts import act_id, admits, changes, device, founded, key, revokes, role_now

ADMINS = [
    founded(),
    admits("a1", "ann", "bob", Role.ADMIN, ("genesis",)),
    admits("a2", "ann", "cy", Role.ADMIN, ("a1",)),
]


def admins(team: Team) -> set[str]:
    return {member.admission.persons[0][1] for member in team.members.values() if member.role is Role.ADMIN}


def test_what_a_removed_admin_did_without_knowing_it_does_not_count() -> None:
    team = Team([*ADMINS, admits("x", "cy", "dan", Role.ADMIN, ("a2",)), revokes("r", "bob", "cy", ("a2",))])
    assert admins(team) == {"ann", "bob"}
    assert device("dan") not in team.members


def test_what_he_did_before_and_was_known_to_the_remover_counts() -> None:
    team = Team([*ADMINS, admits("x", "cy", "dan", Role.ADMIN, ("a2",)), revokes("r", "bob", "cy", ("x",))])
    assert admins(team) == {"ann", "bob", "dan"}


def test_who_was_let_in_by_an_undone_act_may_be_let_in_again() -> None:
    undone = [*ADMINS, admits("x", "cy", "dan", Role.ADMIN, ("a2",)), revokes("r", "bob", "cy", ("a2",))]
    team = Team([*undone, admits("y", "ann", "dan", Role.RESPONDER, ("r", "x"))])
    assert role_now(team, "dan") is Role.RESPONDER


def test_of_two_who_remove_each_other_the_earlier_admitted_stands() -> None:
    acts = [*ADMINS, revokes("r1", "cy", "bob", ("a2",)), revokes("r2", "bob", "cy", ("a2",))]
    assert {frozenset(admins(Team(order))) for order in permutations(acts)} == {frozenset(("ann", "bob"))}


def test_paper_stands_before_every_laptop() -> None:
    kit = admits("k", "cy", "kit", Role.ADMIN, ("a2",), is_paper=True)
    acts = [*ADMINS, kit, revokes("r1", "ann", "kit", ("k",)), revokes("r2", "kit", "ann", ("k",))]
    assert admins(Team(acts)) == {"bob", "cy", "kit"}


def test_the_removal_of_a_remover_undoes_his_removal() -> None:
    acts = [*ADMINS, revokes("r1", "bob", "cy", ("a2",)), revokes("r2", "cy", "ann", ("a2",))]
    assert admins(Team(acts)) == {"ann", "bob"}


def test_in_a_circle_of_three_the_first_in_rank_stands() -> None:
    acts = [
        *ADMINS,
        revokes("r1", "ann", "bob", ("a2",)),
        revokes("r2", "bob", "cy", ("a2",)),
        revokes("r3", "cy", "ann", ("a2",)),
    ]
    assert {frozenset(admins(Team(order))) for order in permutations(acts)} == {frozenset(("ann", "cy"))}


def test_the_last_admin_cannot_be_removed() -> None:
    team = Team([founded(), revokes("r", "ann", "ann", ("genesis",))])
    assert admins(team) == {"ann"}
    assert not team.counts(act_id("r"))


def test_a_removed_device_keeps_the_last_role_that_acts_gave_it() -> None:
    acts = [
        *ADMINS,
        changes("c1", "ann", "cy", Role.RESPONDER, ("a2",)),
        changes("c2", "ann", "cy", Role.COORDINATOR, ("c1",)),
        changes("apart", "bob", "cy", Role.VIEWER, ("a2",)),
        revokes("r", "ann", "cy", ("c2",)),
    ]
    for order in permutations(acts):
        team = Team(order)
        assert (role_now(team, "cy"), team.members[device("cy")].last_role) == (None, Role.VIEWER)
        assert team.members[device("bob")].last_role is Role.ADMIN
    assert Team([*acts[:5], acts[6]]).members[device("cy")].last_role is Role.COORDINATOR


def test_when_all_admins_resign_apart_the_last_resignation_does_not_count() -> None:
    acts = [*ADMINS, *(changes(f"c{name}", name, name, Role.RESPONDER, ("a2",)) for name in ("ann", "bob", "cy"))]
    assert admins(Team(acts)) == {"cy"}


def test_a_removed_admin_cannot_remove_afterwards() -> None:
    acts = [*ADMINS, revokes("r1", "bob", "cy", ("a2",)), revokes("r2", "cy", "bob", ("r1",))]
    assert admins(Team(acts)) == {"ann", "bob"}


def test_a_demoted_admin_keeps_his_place_but_no_act_of_his_counts() -> None:
    acts = [*ADMINS, changes("c", "ann", "cy", Role.RESPONDER, ("a2",)), admits("x", "cy", "dan", Role.ADMIN, ("a2",))]
    team = Team(acts)
    assert role_now(team, "cy") is Role.RESPONDER
    assert device("dan") not in team.members


@pytest.mark.parametrize("target", ["nobody", "ann"])
def test_a_removal_by_somebody_who_is_no_admin_does_not_count(target: str) -> None:
    acts = [founded(), admits("a1", "ann", "bob", Role.COORDINATOR, ("genesis",)), revokes("r", "bob", target, ("a1",))]
    assert admins(Team(acts)) == {"ann"}


# --- any history ------------------------------------------------------------------------------------------------

NAMES = ("ann", "bob", "cy", "dan", "eve", "kit")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.sampled_from(("admit", "revoke", "role")),
        st.sampled_from(tuple(Role)),
        st.sets(st.integers(0, 30), min_size=1, max_size=3),
    ),
    max_size=14,
)


def a_history(steps: list[tuple[str, str, str, Role, set[int]]]) -> list[Act]:
    """Acts by anybody who knew anything: each builds upon some of those before it."""
    acts = [founded()]
    names = ["genesis"]
    for number, (by, whom, what, role, known) in enumerate(steps):
        heads = {names[place % len(names)] for place in known}
        name = f"{number:02}"
        if what == "admit":
            acts.append(admits(name, by, whom, role, heads, is_paper=whom == "kit"))
        else:
            acts.append(changes(name, by, whom, None if what == "revoke" else role, heads))
        names.append(name)
    return acts


def summary(team: Team) -> dict[bytes, tuple[Role | None, bytes]]:
    return {device: (member.role, member.act) for device, member in team.members.items()}


@settings(max_examples=300, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(steps: list[tuple[str, str, str, Role, set[int]]], dice: object) -> None:
    acts = a_history(steps)
    shuffled = list(acts)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert summary(Team(acts)) == summary(Team(shuffled))


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_there_is_always_an_admin_whatever_has_arrived(steps: list[tuple[str, str, str, Role, set[int]]]) -> None:
    acts = a_history(steps)
    for count in range(1, len(acts) + 1):
        assert admins(Team(acts[:count]))


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_nothing_counts_that_somebody_did_apart_from_his_removal(
    steps: list[tuple[str, str, str, Role, set[int]]],
) -> None:
    acts = a_history(steps)
    team, graph = Team(acts), ActGraph(acts)
    standing = [act for act in acts if isinstance(act.content, RoleChange) and team.counts(act.id)]
    for removal in (act for act in standing if isinstance(act.content, RoleChange) and act.content.is_removal):
        for act in (act for act in acts if act.author_key == key_of(removal) and team.counts(act.id)):
            places = graph.place(removal.id), graph.place(act.id)
            is_apart = places[0] is not None and places[1] is not None and graph.are_apart(places[0], places[1])
            assert not is_apart, (removal, act)


def key_of(removal: Act) -> bytes:
    assert isinstance(removal.content, RoleChange)
    return next(key(name) for name in NAMES if device(name) == removal.content.device)
