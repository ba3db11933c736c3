# SPDX-License-Identifier: Apache-2.0
"""Who may do what, as a pure function of the acts held."""

from __future__ import annotations

from itertools import permutations

from incident_console.domain.membership import Act, Admission, Team, Verdict
from incident_console.domain.roles import Role


def key(name: str) -> bytes:
    return name.encode().ljust(32, b"k")


def act_id(name: str) -> bytes:
    return name.encode().ljust(32, b"a")


def device(name: str) -> bytes:
    return name.encode().ljust(16, b"d")


def admits(name: str, by: str, new: str, role: Role, heads: tuple[str, ...]) -> Act:
    admission = Admission(device(new), key(new), b"h" * 1216, role, new.upper(), ((b"p" * 16, new),))
    return Act(act_id(name), key(by), tuple(sorted(act_id(head) for head in heads)), admission, 1)


def founded(by: str = "ann") -> Act:
    act = admits("genesis", by, by, Role.ADMIN, ())
    return Act(act.id, act.author_key, (), act.admission, 1, is_genesis=True)


def role(team: Team, name: str, *heads: str) -> Role | None:
    return team.verdict(key(name), tuple(sorted(act_id(head) for head in heads))).role


def test_the_founder_is_admin() -> None:
    assert role(Team([founded()]), "ann", "genesis") is Role.ADMIN


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
    assert without.verdict(key("cy"), (act_id("a2"),)) == Verdict(None, None, False)
    assert without.heads == (act_id("genesis"),)
    complete = Team([founded(), above, admits("a1", "ann", "bob", Role.ADMIN, ("genesis",))])
    assert complete.verdict(key("cy"), (act_id("a2"),)) == Verdict(device("cy"), Role.VIEWER, True)


def test_an_unknown_head_beside_a_known_one_holds_nothing_back_but_settles_nothing() -> None:
    team = Team([founded()])
    heads = tuple(sorted((act_id("genesis"), act_id("unknown"))))
    assert team.verdict(key("ann"), heads) == Verdict(device("ann"), Role.ADMIN, False)


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
    assert (member.admission.role, member.act) == (Role.RESPONDER, act_id("x1"))


def test_a_second_admission_that_knew_the_first_does_not_count() -> None:
    acts = [
        founded(),
        admits("a1", "ann", "bob", Role.RESPONDER, ("genesis",)),
        admits("a2", "ann", "bob", Role.ADMIN, ("a1",)),
    ]
    assert role(Team(acts), "bob", "a2") is Role.RESPONDER
