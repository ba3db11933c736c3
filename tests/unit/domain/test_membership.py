# SPDX-License-Identifier: Apache-2.0
"""Who may do what, as a pure function of the acts held."""

from __future__ import annotations

from itertools import permutations

from incident_console.domain.membership import Team, Verdict, limited
from incident_console.domain.roles import Role
from tests.helpers.acts import (
    act_id,
    admits,
    admits_held,
    changes,
    device,
    founded,
    key,
    names_person,
    revokes,
    role,
    role_now,
)


def test_the_founder_is_admin() -> None:
    team = Team([founded()])
    assert [role(team, "ann", "genesis") for _ in range(2)] == [Role.ADMIN, Role.ADMIN]


def test_a_station_has_no_role_before_its_admission_is_in_its_closure() -> None:
    team = Team([founded(), admits("a1", "ann", "bob", Role.RESPONDER, ("genesis",))])
    assert role(team, "bob", "genesis") is None
    assert role(team, "bob", "a1") is Role.RESPONDER


def test_an_admission_by_somebody_who_is_no_admin_does_not_count() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.COORDINATOR, ("genesis",)),
        admits("a2", "bob", "cy", Role.ADMIN, ("a1",)),
    ]
    assert role(Team(acts), "cy", "a2") is None
    assert device("cy") not in Team(acts).members


def test_an_admission_by_an_outsider_does_not_count() -> None:
    assert role(Team([founded(), admits("a1", "eve", "eve", Role.ADMIN, ("genesis",))]), "eve", "a1") is None


def test_an_act_without_heads_that_is_not_the_founding_does_not_count() -> None:
    assert role(Team([founded(), admits("a1", "ann", "bob", Role.ADMIN, ())]), "bob", "a1") is None


def test_admins_admit_further_admins() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.ADMIN, ("genesis",)),
        admits("a2", "bob", "cy", Role.VIEWER, ("a1",)),
    ]
    assert role(Team(acts), "cy", "a2") is Role.VIEWER


def test_the_order_in_which_acts_arrive_never_matters() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.ADMIN, ("genesis",)),
        admits("a2", "bob", "cy", Role.VIEWER, ("a1",)),
        admits("a3", "ann", "cy", Role.COORDINATOR, ("a1",)),
    ]
    results = {(role(team, "cy", "a2", "a3"), team.heads) for order in permutations(acts) for team in [Team(order)]}
    assert results == {(Role.VIEWER, (act_id("a2"), act_id("a3")))}


def test_a_missing_act_leaves_everything_above_it_out_until_it_arrives() -> None:
    above = admits("a2", "bob", "cy", Role.VIEWER, ("a1",))
    without = Team([founded(), above])
    assert without.verdict(key("cy"), (act_id("a2"),)) == Verdict(None, None, None, False)
    assert without.heads == (act_id("genesis"),)
    complete = Team([founded(), above, admits("a1", "ann", "bob", Role.ADMIN, ("genesis",))])
    assert complete.verdict(key("cy"), (act_id("a2"),)) == Verdict(device("cy"), Role.VIEWER, Role.VIEWER, True)


def test_an_unknown_head_beside_a_known_one_holds_nothing_back_but_settles_nothing() -> None:
    team = Team([founded()])
    heads = tuple(sorted((act_id("genesis"), act_id("unknown"))))
    assert team.verdict(key("ann"), heads) == Verdict(device("ann"), Role.ADMIN, Role.ADMIN, False)


def test_two_admissions_made_apart_give_the_lower_role_and_one_code() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.ADMIN, ("genesis",)),
        admits("x1", "ann", "cy", Role.COORDINATOR, ("a1",)),
        admits("x2", "bob", "cy", Role.RESPONDER, ("a1",)),
    ]
    team = Team(acts)
    assert role(team, "cy", "x1") is Role.COORDINATOR
    assert role(team, "cy", "x1", "x2") is Role.RESPONDER
    member = team.members[device("cy")]
    assert (member.role, member.act) == (Role.RESPONDER, act_id("x1"))


def test_a_second_admission_that_knew_the_first_does_not_count() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.RESPONDER, ("genesis",)),
        admits("a2", "ann", "bob", Role.ADMIN, ("a1",)),
    ]
    assert role(Team(acts), "bob", "a2") is Role.RESPONDER


def test_a_change_of_role_counts_for_what_is_done_knowing_it() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.RESPONDER, ("genesis",)),
        changes("c1", "ann", "bob", Role.COORDINATOR, ("a1",)),
        changes("c2", "ann", "bob", Role.VIEWER, ("c1",)),
    ]
    team = Team(acts)
    assert [role(team, "bob", head) for head in ("a1", "c1", "c2")] == [Role.RESPONDER, Role.COORDINATOR, Role.VIEWER]
    assert role_now(team, "bob") is Role.VIEWER


def test_of_changes_made_apart_the_lower_role_counts_until_somebody_who_knows_both_decides() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.ADMIN, ("genesis",)),
        admits("a2", "ann", "cy", Role.RESPONDER, ("a1",)),
        changes("c1", "ann", "cy", Role.COORDINATOR, ("a2",)),
        changes("c2", "bob", "cy", Role.VIEWER, ("a2",)),
    ]
    assert role_now(Team(acts), "cy") is Role.VIEWER
    assert role_now(Team([*acts, changes("c3", "bob", "cy", Role.COORDINATOR, ("c1", "c2"))]), "cy") is Role.COORDINATOR


def test_who_is_revoked_never_comes_back_under_the_same_key() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.RESPONDER, ("genesis",)),
        revokes("r1", "ann", "bob", ("a1",)),
        changes("c1", "ann", "bob", Role.ADMIN, ("r1",)),
        admits("a2", "ann", "bob", Role.ADMIN, ("r1",)),
    ]
    team = Team(acts)
    assert role_now(team, "bob") is None
    assert not team.counts(act_id("c1"))
    assert not team.counts(act_id("a2"))
    assert device("bob") in team.members


def test_work_that_does_not_know_a_change_is_limited_by_it() -> None:
    cut = [(b"s" * 16, 3, b"t" * 32)]
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.COORDINATOR, ("genesis",)),
        changes("c1", "ann", "bob", Role.VIEWER, ("a1",), cut),
    ]
    team = Team(acts)
    (limit,) = team.limits(key("bob"), (act_id("a1"),))
    assert (limit.act, limit.role, limit.cut) == (act_id("c1"), Role.VIEWER, tuple(cut))
    assert team.limits(key("bob"), (act_id("c1"),)) == []
    assert team.limited_keys == {key("bob")}


def test_a_station_names_who_works_at_it_and_so_does_an_admin_but_nobody_else() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.RESPONDER, ("genesis",)),
        admits("a2", "ann", "cy", Role.RESPONDER, ("a1",)),
        names_person("p1", "bob", "bob", b"1" * 16, "Bella", ("a1",)),
        names_person("p2", "ann", "bob", b"2" * 16, "Boris", ("a1",)),
        names_person("p3", "cy", "bob", b"3" * 16, "Mallory", ("a2",)),
    ]
    assert sorted(name for _, name in Team(acts).members[device("bob")].persons) == ["Bella", "Boris", "bob"]


STMT = b"s" * 32


def test_what_is_left_of_a_right_is_the_lowest_of_all_that_limits_it() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.COORDINATOR, ("genesis",)),
        changes("c1", "ann", "bob", Role.VIEWER, ("a1",)),
        changes("c2", "ann", "bob", Role.RESPONDER, ("c1",)),
        revokes("r1", "ann", "bob", ("c2",)),
    ]
    for count, left in ((2, Role.COORDINATOR), (3, Role.VIEWER), (4, Role.VIEWER), (5, None)):
        team = Team(acts[:count])
        verdict = team.verdict(key("bob"), (act_id("a1"),))
        assert limited(verdict, team.limits(key("bob"), (act_id("a1"),))).role is left
        assert verdict.claimed is Role.COORDINATOR


def test_nothing_is_left_of_a_right_that_nobody_gave() -> None:
    assert limited(Verdict(None, None, None, True), ()).role is None


def test_work_let_in_by_an_admin_has_the_highest_role_that_those_knew_who_let_it_in() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.RESPONDER, ("genesis",)),
        admits_held("h1", "ann", [STMT], ("genesis",)),
        admits_held("h2", "ann", [STMT], ("a1",)),
        changes("c1", "ann", "bob", Role.COORDINATOR, ("a1",)),
        admits_held("h3", "ann", [STMT], ("c1",)),
        admits_held("h4", "bob", [b"x" * 32], ("c1",)),
    ]
    team = Team(acts)
    assert team.admitted_stmts == {STMT}
    assert team.verdict_when_admitted(STMT, key("bob")) == Verdict(
        device("bob"), Role.COORDINATOR, Role.COORDINATOR, True
    )
    assert team.verdict_when_admitted(STMT, key("cy")) is None
    assert team.verdict_when_admitted(b"x" * 32, key("bob")) is None


def test_heads_are_put_together_without_what_another_one_builds_upon() -> None:
    team = Team([founded(), admits("a1", "ann", "bob", Role.RESPONDER, ("genesis",))])
    heads = (act_id("genesis"), act_id("a1"), act_id("unknown"))
    assert team.together(heads) == tuple(sorted((act_id("a1"), act_id("unknown"))))


def test_acts_that_are_held_but_not_complete_are_known_and_do_not_count() -> None:
    team = Team([founded(), admits("a2", "ann", "cy", Role.VIEWER, ("a1",))])
    assert team.has(act_id("a2"))
    assert not team.counts(act_id("a2"))
    assert not team.has(act_id("a1"))


def test_a_member_tells_who_works_there_and_who_changed_its_role() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.RESPONDER, ("genesis",)),
        revokes("r1", "ann", "bob", ("a1",)),
    ]
    before, after = Team(acts[:2]).members[device("bob")], Team(acts).members[device("bob")]
    assert (before.names, before.is_active, before.changed_by) == ("bob", True, b"")
    assert (after.is_active, after.changed_by, after.changed_at_ms) == (False, key("ann"), 1)


def test_each_use_of_a_recovery_kit_that_counts_is_known_as_one() -> None:
    acts = [
        founded(),
        admits("k1", "ann", "kit", Role.ADMIN, ("genesis",), is_paper=True),
        admits("a1", "kit", "bob", Role.ADMIN, ("k1",)),
        admits("a2", "ann", "cy", Role.RESPONDER, ("a1",)),
        revokes("r1", "ann", "kit", ("a2",)),
        admits("a3", "kit", "dan", Role.ADMIN, ("a1",)),
    ]
    assert [act.id for act in Team(acts).signed_by_paper] == [act_id("a1")]
    assert Team(acts[:2]).signed_by_paper == []
