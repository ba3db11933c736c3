# SPDX-License-Identifier: Apache-2.0
"""The play itself: an outage at Harbour House, from the first line to the second status report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from incident_console.domain.clock import Moment
from incident_console.domain.roles import Role
from incident_console.resources_path import resource_path
from incident_console.services.incidents import IncidentLine
from incident_console.services.reports import ReportWords
from incident_console.services.session import Session
from incident_console.services.tasks import TaskLine

from .stage import Laptop, Stage


@dataclass
class Cast:
    """The three laptops with the member at each, and the incident they work on."""

    joy: Session
    lars: Session
    samira: Session
    incident: bytes = b""

    def everyone(self) -> tuple[Session, Session, Session]:
        """All three."""
        return self.joy, self.lars, self.samira


def play(stage: Stage) -> Cast:
    """Play the whole outage; raises DemoFailed at the first promise that is not kept."""
    cast = _gather(stage)
    _prepare(stage, cast)
    incident = _open(stage, cast)
    cast.incident = incident.id
    _work_apart(stage, cast)
    _carry_by_stick(stage, cast)
    first = _report_while_silent(stage, cast)
    _come_together(stage, cast)
    _settle(stage, cast)
    _report_again(stage, cast, first)
    return cast


def _gather(stage: Stage) -> Cast:
    stage.say("Three laptops, one shared folder, an exercise team")
    joy = _named(stage.found("Harbour House crisis team", "Joy Okafor", "ops-1"), "Ops-1")
    lars = _named(stage.join("Lars Lindqvist", "ops-3", Role.COORDINATOR), "Ops-3")
    samira = _named(stage.join("Samira Haddad", "field-1", Role.RESPONDER), "Field-1")
    stage.sync_all()
    return Cast(joy, lars, samira)


def _named(laptop: Laptop, name: str) -> Session:
    laptop.session.team.name_station(name)
    return laptop.session


def _prepare(stage: Stage, cast: Cast) -> None:
    stage.say("The library and the address book, once for everyone")
    documents = cast.joy.documents.import_paths([resource_path("docs_library")])
    stage.expect(documents.added >= 12 and not documents.failed, f"{documents.added} response documents are imported")
    contacts = cast.joy.contacts.import_file(resource_path("resources", "demo", "contacts.vcf"))
    stage.expect(contacts.added >= 20 and not contacts.failed, f"{contacts.added} people are imported")
    stage.sync_all()
    for session in (cast.lars, cast.samira):
        session.documents.read_for_search()
        hits = session.search.find("chiller restart")
        stage.expect(bool(hits), f"{session.station.member_name} finds the cooling runbook by its words")


def _open(stage: Stage, cast: Cast) -> IncidentLine:
    stage.say("14:05, power and network fail: an incident from its plan")
    plan = cast.joy.plans.find("facility-outage")
    started = cast.joy.station.now()
    incident = cast.joy.plans.open_incident(plan, "Facility outage, Harbour House", started)
    for key, holder in (("incident-lead", "Joy Okafor"), ("facilities-lead", "Samira Haddad")):
        if key in cast.joy.roles.titles(incident.id):
            cast.joy.roles.assign(incident.id, key, holder)
    tasks = cast.joy.tasks.lines(incident.id)
    lists = cast.joy.calls.lists(incident.id)
    stage.expect(len(tasks) >= 30, f"the plan gave {len(tasks)} tasks with due times and {len(lists)} call lists")
    stage.sync_all()
    stage.expect(all(s.incidents.lines() for s in cast.everyone()), "all three laptops show the incident")
    return incident


def _work_apart(stage: Stage, cast: Cast) -> None:
    stage.say("The share is gone: all three work on alone")
    stage.lose_share()
    stage.expect(not cast.joy.folders.sync().has_moved, "the lost share is told, nothing is lost by it")
    stage.clock.move_on(9)
    _joy_works(cast)
    stage.clock.move_on(7)
    _lars_works(cast)
    stage.clock.move_on(6)
    _samira_works(cast)
    mine = _contested(cast.lars, cast.incident)
    cast.lars.tasks.change(mine.id, owner="Marta Reyes")
    cast.samira.tasks.change(mine.id, owner="Petr Novák")
    stage.expect(len({s.station.state_hash() for s in cast.everyone()}) == 3, "three laptops, three different pictures")


def _joy_works(cast: Cast) -> None:
    log, incident = cast.joy.log, cast.incident
    minute = 60_000
    now = cast.joy.station.now()
    log.add(incident, "Both feeds lost, building on batteries. Lifts stopped, nobody inside.", "fact")
    head_count = log.add(incident, "All staff accounted for at assembly point B.", "report")
    decision = log.add(
        incident,
        "Move payment operations to the north site. Why: batteries end about 17:40, the utility gives no time.",
        "decision",
    )
    log.mark(decision.id, True)
    log.strike(head_count.id, "Two visitors of floor 3 were not yet seen.")
    early = Moment(now.ms - 6 * minute, now.utc_offset_min)
    log.add(incident, "Share on the head-office server not reachable from any laptop in the building.", "fact", early)
    for task in cast.joy.tasks.lines(incident)[:3]:
        cast.joy.tasks.acknowledge(task.id)
        cast.joy.tasks.change(task.id, state="done")
    _call(cast.joy, incident, "Crisis team", ("reached", "reached", "no answer"))
    cast.joy.messages.send(incident, "We use channel 4 until the network is back.", subject="Radio channel")


def _lars_works(cast: Cast) -> None:
    log, incident = cast.lars.log, cast.incident
    estimate = log.add(
        incident, "Utility control room: fault is in the ring main, crew on site, first estimate 20:30.", "report"
    )
    log.mark(estimate.id, True)
    log.add(incident, "Statement no. 1 for staff is ready, waiting for the incident lead.", "action")
    for task in cast.lars.tasks.lines(incident)[4:6]:
        cast.lars.tasks.acknowledge(task.id)
    _call(cast.lars, incident, "Key customers", ("reached", "left message"))


def _samira_works(cast: Cast) -> None:
    log, incident = cast.samira.log, cast.incident
    warm = log.add(incident, "Server room 31 °C and rising 1 °C in 4 min. Non-critical racks shut down.", "fact")
    log.mark(warm.id, True)
    log.add(incident, "Generator 2 started, carries cooling and half of floor 2. Fuel for 7 h at this load.", "fact")
    log.add(incident, "Batteries hold the core until about 17:40 if the load stays.", "assessment")
    _call(cast.samira, incident, "Key suppliers and utilities", ("reached", "busy", "wrong number", "reached"))


def _call(session: Session, incident: bytes, named: str, outcomes: tuple[str, ...]) -> None:
    call_list = session.calls.find_list(incident, named)
    rows = session.calls.queue(call_list.id).rows
    for row, outcome in zip(rows, outcomes, strict=False):
        session.calls.record(incident, row.person, outcome, call_list=call_list.id)


def _contested(session: Session, incident: bytes) -> TaskLine:
    lines = session.tasks.lines(incident)
    return next((line for line in lines if "fuel" in line.title.lower()), lines[-1])


def _carry_by_stick(stage: Stage, cast: Cast) -> None:
    stage.say("A USB stick goes from Ops-1 to Field-1 and back")
    for session in (cast.joy, cast.samira, cast.joy):
        _use_stick(session, stage.stick)
    same = cast.joy.station.state_hash() == cast.samira.station.state_hash()
    stage.expect(same, "Ops-1 and Field-1 show the same again, Ops-3 is still alone")
    stage.expect(cast.lars.station.state_hash() != cast.joy.station.state_hash(), "Ops-3 still shows its own picture")


def _use_stick(session: Session, stick: Path) -> None:
    if not any(line.path == str(stick) for line in session.folders.lines()):
        session.folders.add(stick)
    session.folders.sync([stick])


def _report_while_silent(stage: Stage, cast: Cast) -> bytes:
    stage.say("Status report no. 1, while Ops-3 is silent")
    stage.clock.move_on(38)
    _use_stick(cast.samira, stage.stick)
    stage.clock.move_on(2)
    _use_stick(cast.joy, stage.stick)
    words = ReportWords(
        "Power and network of Harbour House are out; people are safe; payments move.", "severe", "worse"
    )
    report = cast.joy.reports.issue(cast.incident, words)
    snapshot = cast.joy.reports.snapshot(report.id)
    silent = [row.name for row in snapshot.coverage if row.is_silent]
    stage.expect(silent == ["Ops-3"], f"{report.label} names the silent station: {', '.join(silent)}")
    pdf = cast.joy.reports.render(report.id).pdf
    (stage.into / "status-report-1.pdf").write_bytes(pdf)
    stage.say(f"  {stage.into / 'status-report-1.pdf'}")
    return report.id


def _come_together(stage: Stage, cast: Cast) -> None:
    stage.say("The share returns")
    stage.return_share()
    stage.sync_all()
    stage.expect(len({s.station.state_hash() for s in cast.everyone()}) == 1, "all three show one state")
    stage.expect(len({s.station.set_hash() for s in cast.everyone()}) == 1, "and hold the same operations")
    lines = cast.joy.log.lines(cast.incident)
    stage.expect(sum(line.is_struck for line in lines) == 1, f"{len(lines)} log lines, the struck one still readable")


def _settle(stage: Stage, cast: Cast) -> None:
    stage.say("Two people had named different owners of one task")
    for session in cast.everyone():
        conflicts = session.conflicts.lines()
        words = sorted(choice.words for choice in conflicts[0].choices) if conflicts else []
        stage.expect(words == ["Marta Reyes", "Petr Novák"], f"{session.station.member_name} sees both owners")
    cast.joy.conflicts.settle(cast.joy.conflicts.lines()[0].id, "Marta Reyes")
    stage.sync_all()
    settled = not any(session.conflicts.lines() for session in cast.everyone())
    stage.expect(settled, "one click settles it on all three")
    stage.expect(len({s.station.state_hash() for s in cast.everyone()}) == 1, "still one state")


def _report_again(stage: Stage, cast: Cast, first: bytes) -> None:
    stage.say("Status report no. 2, with everyone heard")
    words = ReportWords("Generator carries cooling; payments run from the north site.", "moderate", "better")
    report = cast.joy.reports.issue(cast.incident, words)
    stage.sync_all()
    snapshot = cast.lars.reports.snapshot(report.id)
    stage.expect(not any(row.is_silent for row in snapshot.coverage), "nobody is silent any more")
    for name, issued in (("status-report-1.pdf", first), ("status-report-2.pdf", report.id)):
        drawn = [session.reports.render(issued).pdf for session in cast.everyone()]
        stage.expect(len(set(drawn)) == 1, f"all three draw {name}, byte for byte the same")
        (stage.into / name).write_bytes(drawn[0])
    stage.say(f"  {stage.into / 'status-report-2.pdf'}")
