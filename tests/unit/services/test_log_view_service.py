# SPDX-License-Identifier: Apache-2.0
"""The log as somebody looks at it: filters, counts, arrivals, details, drafts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.clock import Moment
from incident_console.domain.entry_filter import EntryFilter
from incident_console.domain.roles import Role
from incident_console.services.entry_drafts import EntryDraft
from incident_console.services.log_view import LogNews, LogQuery
from incident_console.services.session import Session, open_session
from tests.helpers.workspaces import MINUTE_MS, PASSPHRASE, Clock, TwoLaptops, a_workspace, an_incident, two_laptops


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def joy(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    with a_workspace(tmp_path, clock) as session:
        yield session


@pytest.fixture
def team(tmp_path: Path, clock: Clock) -> Iterator[TwoLaptops]:
    with two_laptops(tmp_path, Role.RESPONDER, clock) as team:
        yield team


def texts(session: Session, news: LogNews) -> list[str]:
    keys = [key for _, _, key in news.shown]
    by_key = {line.entry.id: line.entry.text for line in session.log_view.lines(keys)}
    return [by_key[key] for key in keys]


def test_opening_a_log_tells_every_place_in_the_order_of_events(joy: Session, clock: Clock) -> None:
    incident = an_incident(joy).id
    joy.log.add(incident, "second")
    joy.log.add(incident, "first", at=Moment(clock.ms - MINUTE_MS, 60))
    joy.log.add(an_incident(joy, "Another").id, "elsewhere")
    news = joy.log_view.open(LogQuery(incident))
    assert texts(joy, news) == ["first", "second"]
    assert news.state.tally.total == 2


def test_counts_stay_true_whatever_is_filtered(joy: Session) -> None:
    incident = an_incident(joy).id
    decision = joy.log.add(incident, "Move payments", "decision")
    fact = joy.log.add(incident, "Wrong")
    joy.log.mark(decision.id, True)
    joy.log.strike(fact.id, "mistyped")
    news = joy.log_view.open(LogQuery(incident, EntryFilter(is_significant=True)))
    assert texts(joy, news) == ["Move payments"]
    tally = news.state.tally
    assert (tally.total, tally.significant, tally.struck) == (3, 1, 1)
    assert tally.kinds == {"decision": 1, "fact": 1, "strike": 1}


def test_news_tell_which_of_the_changed_entries_pass_the_filter_now(joy: Session) -> None:
    incident = an_incident(joy).id
    stays, goes = joy.log.add(incident, "stays"), joy.log.add(incident, "goes")
    for entry in (stays, goes):
        joy.log.mark(entry.id, True)
    query = LogQuery(incident, EntryFilter(is_significant=True))
    before = joy.log_view.open(query).state
    joy.log.mark(goes.id, False)
    news = joy.log_view.news(query, [stays.id, goes.id], before)
    assert [key for _, _, key in news.shown] == [stays.id]
    assert news.hidden == {goes.id}


def test_a_search_finds_words_and_numbers(joy: Session) -> None:
    incident = an_incident(joy).id
    generator = joy.log.add(incident, "Generator 2 started")
    joy.log.add(incident, "Roll-call opened")
    assert texts(joy, joy.log_view.open(LogQuery(incident, EntryFilter(words="gen")))) == ["Generator 2 started"]
    found = joy.log_view.open(LogQuery(incident, EntryFilter(words=generator.label)))
    assert texts(joy, found) == ["Generator 2 started"]


def test_a_struck_line_names_its_strike_and_the_strike_what_it_strikes(joy: Session) -> None:
    incident = an_incident(joy).id
    entry = joy.log.add(incident, "All safe")
    strike = joy.log.strike(entry.id, "two not seen")
    lines = {line.entry.id: line for line in joy.log_view.lines([entry.id, strike.id])}
    assert lines[entry.id].counterpart == strike.label
    assert lines[strike.id].counterpart == entry.label


def test_what_came_from_others_since_i_looked_is_counted_and_found(team: TwoLaptops, clock: Clock) -> None:
    incident = an_incident(team.joy).id
    team.joy.log.add(incident, "mine")
    team.sync()
    team.joy.log_view.note_looked(incident, clock.ms)
    team.sam.log.add(incident, "from Sam")
    clock.pass_minutes(5)
    team.joy.log.add(incident, "mine again")
    team.sync()
    news = team.joy.log_view.open(LogQuery(incident, is_new_only=True))
    assert texts(team.joy, news) == ["from Sam"]
    (arrival,) = news.state.arrivals.values()
    assert (arrival.at_ms, arrival.carrier) == (clock.ms, "share")
    again = team.joy.log_view.open(LogQuery(incident, looked_at_ms=clock.ms))
    assert again.state.arrivals == {}


def test_following_news_tells_the_same_as_looking_anew(team: TwoLaptops, clock: Clock) -> None:
    incident = an_incident(team.joy).id
    team.sync()
    query = LogQuery(incident, looked_at_ms=clock.ms)
    before = team.joy.log_view.open(query).state
    clock.pass_minutes(5)
    mine = team.joy.log.add(incident, "mine")
    late = team.sam.log.add(incident, "from Sam", at=Moment(clock.ms - MINUTE_MS, 60))
    team.sync()
    news = team.joy.log_view.news(query, [mine.id, late.id], before)
    anew = team.joy.log_view.open(query)
    assert news.shown == anew.shown
    assert news.state == anew.state
    assert len(news.state.waves) == 0
    assert list(news.state.arrivals) == [late.id]


def test_my_own_entries_are_no_arrivals_even_after_the_index_was_made_anew(team: TwoLaptops, clock: Clock) -> None:
    incident = an_incident(team.joy).id
    team.joy.log_view.note_looked(incident, clock.ms - 1)
    mine = team.joy.log.add(incident, "mine")
    clock.pass_minutes(5)
    team.joy.rebuild()
    assert team.joy.log_view.open(LogQuery(incident)).state.arrivals == {}
    assert team.joy.log_view.lines([mine.id])[0].carrier == ""


def test_before_the_first_look_nothing_is_new(team: TwoLaptops) -> None:
    incident = an_incident(team.joy).id
    team.joy.log.add(incident, "old news")
    team.sync()
    assert team.sam.log_view.open(LogQuery(incident)).state.arrivals == {}


def test_entries_that_slipped_in_below_older_news_make_a_wave(team: TwoLaptops, clock: Clock) -> None:
    incident = an_incident(team.joy).id
    team.sync()
    team.joy.log_view.note_looked(incident, clock.ms)
    first = team.sam.log.add(incident, "Server room 31 °C", at=Moment(clock.ms - 30 * MINUTE_MS, 60))
    team.sam.log.add(incident, "Batteries hold", at=Moment(clock.ms - 40 * MINUTE_MS, 60))
    team.joy.log.add(incident, "Generator started")
    clock.pass_minutes(20)
    team.sync()
    (wave,) = team.joy.log_view.open(LogQuery(incident)).state.waves
    assert (wave.above[2], wave.count, wave.carrier, wave.last_at_ms) == (first.id, 2, "share", clock.ms)
    assert team.joy.log_view.open(LogQuery(incident, EntryFilter(words="room"))).state.waves == ()


def test_what_arrives_on_top_of_the_log_makes_no_wave(team: TwoLaptops, clock: Clock) -> None:
    incident = an_incident(team.joy).id
    team.joy.log.add(incident, "Generator started")
    team.sync()
    team.joy.log_view.note_looked(incident, clock.ms)
    clock.pass_minutes(5)
    team.sam.log.add(incident, "Fuel for 7 h")
    team.sync()
    state = team.joy.log_view.open(LogQuery(incident)).state
    assert len(state.arrivals) == 1
    assert state.waves == ()


def test_a_line_tells_which_folder_brought_it(team: TwoLaptops) -> None:
    incident = an_incident(team.joy).id
    team.sync()
    entry = team.sam.log.add(incident, "from Sam")
    team.sync()
    assert team.joy.log_view.lines([entry.id])[0].carrier == "share"


def test_choices_name_what_there_is_with_counts(team: TwoLaptops) -> None:
    incident = an_incident(team.joy).id
    team.joy.log.add(incident, "Move payments", "decision")
    team.sync()
    team.sam.log.add(incident, "Late", at=Moment(1, 60))
    team.sync()
    choices = [(c.group, c.words, c.count) for c in team.joy.log_view.choices(incident)]
    assert choices == [
        ("Kind", "Fact", 1), ("Kind", "Decision", 1), ("Station", "JO", 1), ("Station", "SR", 1),
        ("Author", "Joy Okafor", 1), ("Author", "Sam Reed", 1), ("State", "Late", 1),
    ]  # fmt: skip


def test_a_detail_links_what_the_text_speaks_of(joy: Session) -> None:
    incident = an_incident(joy).id
    task = joy.tasks.add(incident, "Shed load")
    first = joy.log.add(incident, "Load shed")
    entry = joy.log.add(incident, f"#{task.label} done, see {first.label}; not XX-99 nor 31 °C")
    links = [(link.page, link.key, link.title, link.state) for link in joy.log_view.detail(entry.id).links]
    assert links == [("tasks", task.id, "Shed load", "open"), ("log", first.id, "Load shed", "")]


def test_a_detail_tells_what_became_of_the_entry(joy: Session, clock: Clock) -> None:
    incident = an_incident(joy).id
    entry = joy.log.add(incident, "All safe")
    joy.log.mark(entry.id, True)
    joy.log.mark(entry.id, False)
    strike = joy.log.strike(entry.id, "two not seen")
    detail = joy.log_view.detail(entry.id)
    assert [line.what for line in detail.history] == [
        "marked significant", "no longer significant", "struck: two not seen",
    ]  # fmt: skip
    assert detail.history[0].author == "Joy Okafor · JO"
    assert [(link.key, link.state) for link in detail.links] == [(strike.id, "strikes this")]
    back = joy.log_view.detail(strike.id)
    assert [(link.key, link.state) for link in back.links] == [(entry.id, "struck by this")]


def test_an_entry_is_proven_once_it_is_sealed(joy: Session) -> None:
    incident = an_incident(joy).id
    entry = joy.log.add(incident, "All safe")
    before = joy.log_view.detail(entry.id)
    assert not before.proof.is_sealed
    assert before.sight is None
    joy.station.seal()
    after = joy.log_view.detail(entry.id).proof
    assert (after.signer, after.is_sealed, after.is_whole) == ("JO", True, True)


def test_a_detail_tells_what_the_author_had_seen_and_what_not(team: TwoLaptops, clock: Clock) -> None:
    incident = an_incident(team.joy).id
    seen = team.joy.log.add(incident, "Power is back")
    team.sync()
    clock.pass_minutes(1)
    unseen = team.joy.log.add(incident, "Move payments", "decision")
    clock.pass_minutes(1)
    entry = team.sam.log.add(incident, "We wait")
    team.sync()
    sight = team.joy.log_view.detail(entry.id).sight
    assert sight is not None
    assert sight.seen == (("JO", seen.label),)
    assert sight.unseen == (unseen.label,)


def test_a_viewer_is_told_why_not(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.VIEWER) as team:
        refusal = team.sam.log_view.refusal()
        assert refusal is not None
        assert "viewer" in refusal.title
        assert team.joy.log_view.refusal() is None


AT = Moment(1_795_356_000_000, 120)


def test_a_typed_line_survives_until_it_is_saved(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        joy.log_view.keep_draft(incident, EntryDraft("Fuel \N{EN DASH} 21:30", "action", AT))
    again = open_session(tmp_path / "joy", PASSPHRASE)
    try:
        assert again.log_view.draft(incident) == EntryDraft("Fuel \N{EN DASH} 21:30", "action", AT)
        again.log_view.keep_draft(incident, EntryDraft(" "))
        assert again.log_view.draft(incident) == EntryDraft()
    finally:
        again.close()


def test_a_line_saved_just_before_a_crash_does_not_come_back_as_a_draft(joy: Session) -> None:
    incident = an_incident(joy).id
    joy.log_view.keep_draft(incident, EntryDraft("Fuel ordered "))
    joy.log.add(incident, "Fuel ordered")
    assert joy.log_view.draft(incident) == EntryDraft()
