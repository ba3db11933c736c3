# SPDX-License-Identifier: Apache-2.0
"""Makes ``workspace-1.tar``, a workspace with its folder as the first release writes them, and what they show.

``python -m tests.golden.make_workspace`` was run once, when the format froze. The archive is never made anew: it
stands for the laptops of people who do not update. What it shows may change with the views, not with the format:
``python -m tests.golden.make_workspace --show`` writes workspace-1.json anew from the archive as it is.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tarfile
import tempfile
from pathlib import Path

from incident_console.domain.call_list import call_attempt, set_call_list
from incident_console.domain.document import document_version
from incident_console.domain.incident import open_incident
from incident_console.domain.operation import Draft, Value
from incident_console.domain.people import set_person
from incident_console.domain.role_holder import set_role
from incident_console.domain.roles import Role
from incident_console.domain.status_log import Entry, mark_entry, strike_entry
from incident_console.domain.task import Task, change_task, new_task
from incident_console.sync.blobs import store_blob
from incident_console.sync.joining import admit, join_workspace, pending_requests
from incident_console.sync.opening import NewTeam, create_workspace, open_workspace
from incident_console.sync.station import Station
from tests.helpers.seeded import seeded_random
from tests.helpers.stations import INCIDENT, Clock, Laptop

HERE = Path(__file__).parent
ARCHIVE, SHOWN = HERE / "workspace-1.tar", HERE / "workspace-1.json"
PASSPHRASE = "golden"
BRIEFING: dict[str, Value] = {"to": "all", "subject": "Briefing", "text": "15:00, room 2"}
PLAN = b"# Plan\n\n1. Call the duty manager.\n" * 40


def main() -> int:
    """Make what is missing, or with ``--show`` only what the archive shows now."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="write workspace-1.json anew, keep the archive")
    is_show = parser.parse_args().show
    if not is_show and ARCHIVE.exists():
        parser.error(f"{ARCHIVE.name} is there and is never made anew")
    with tempfile.TemporaryDirectory() as home:
        if not is_show:
            make(Path(home))
        with tempfile.TemporaryDirectory() as place:
            laptop = unpacked(Path(place))
            SHOWN.write_text(json.dumps(shown(laptop.station), indent=1) + "\n", encoding="utf-8")
            laptop.close()
    return 0


def unpacked(place: Path) -> Laptop:
    """The workspace and folder of the archive, the folder known by its new place."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(place, filter="data")
    laptop = Laptop(place / "workspace", Clock(), seeded_random(12))
    laptop.use(open_workspace(laptop.path, PASSPHRASE, now=laptop.clock, random=laptop.random))
    return laptop


def shown(station: Station) -> dict[str, object]:
    """What people see of it: hashes, and every line of the log."""
    entries = station.index.things.all(Entry, INCIDENT)
    lines = [
        {
            "label": station.label(entry.number, entry.incident, entry.id), "text": entry.text, "kind": entry.kind,
            "author": station.author_name(entry.entered.device, entry.entered.person),
            "is_struck": entry.is_struck, "is_significant": entry.is_significant,
        }
        for entry in entries
    ]  # fmt: skip
    conflicts = [task.title for task in station.index.things.all(Task, INCIDENT) if task.conflicts]
    return {
        "fingerprint": station.fingerprint, "set_hash": station.set_hash(), "state_hash": station.state_hash(),
        "entries": lines, "conflicts": conflicts,
    }  # fmt: skip


def make(home: Path) -> None:
    """Two laptops work through one folder; the founder's workspace is kept."""
    folder = home / "folder"
    folder.mkdir()
    founder, member = a_founder(home / "workspace", folder), a_member(home / "member", folder)
    let_in(founder, member)
    founder.station.save([open_incident(INCIDENT, "Power failure at the north site", founder.clock().ms)])
    founder.station.save(drafts_of_the_founder(founder))
    sync(founder, member)
    work_on(founder, member)
    sync(founder, member)
    founder.station.folders.remove(folder)
    founder.close()
    member.close()
    pack(home)


def a_founder(path: Path, folder: Path) -> Laptop:
    laptop = Laptop(path, Clock(), seeded_random(10))
    new = NewTeam("Harbour crisis team", "Joy Okafor")
    laptop.use(create_workspace(path, PASSPHRASE, new, kdf_memory_mib=64, now=laptop.clock, random=laptop.random))
    laptop.station.folders.add(folder)
    laptop.engine.seed(folder)
    return laptop


def a_member(path: Path, folder: Path) -> Laptop:
    laptop = Laptop(path, Clock(), seeded_random(11))
    laptop.use(
        join_workspace(
            path, PASSPHRASE, folder=folder, member="Ben Haddad", kdf_memory_mib=64, now=laptop.clock,
            random=laptop.random,
        )
    )  # fmt: skip
    laptop.engine.sync()
    return laptop


def let_in(founder: Laptop, member: Laptop) -> None:
    founder.engine.sync()
    (request,) = pending_requests(founder.station)
    admit(founder.station, request, Role.RESPONDER)
    sync(founder, member)


def drafts_of_the_founder(laptop: Laptop) -> list[Draft]:
    """One thing of each type."""
    station, now = laptop.station, laptop.clock()
    person, call_list = station.random(16), station.random(16)
    number: dict[str, Value] = {"number": "+49 421 5550100", "e164": "+494215550100", "kind": "mobile"}
    plan: dict[str, Value] = {
        "title": "Power plan", "file_name": "power.md", "media_type": "text/markdown", "size": len(PLAN),
        "category": "plan", "is_vital": True,
    }  # fmt: skip
    blob = store_blob(station, io.BytesIO(PLAN).read)
    return [
        laptop.line("Mains power failed at 14:05"),
        laptop.line("Generator started"),
        laptop.line("Wrong building named"),
        new_task(station.random(16), INCIDENT, "Inform the harbour master", {"role": "liaison"}),
        set_person(person, {"name": "Mia Brandt", "number.1": dict(number), "email.1": "mia@example.org"}),
        set_call_list(call_list, INCIDENT, {"name": "Duty managers", f"member.{person.hex()}": "1"}),
        call_attempt(station.random(16), INCIDENT, person, {"outcome": "reached", "at_ms": now.ms}),
        document_version(station.random(16), {**plan, "sha256": blob.sha256}, blob),
        set_role(INCIDENT, "lead", {"title": "Incident lead", "holder": "Joy Okafor"}),
        Draft("message.add", station.random(16), dict(BRIEFING), INCIDENT, "message"),
        Draft("station.set", station.device, {"name": "Ops-1"}),
    ]  # fmt: skip


def work_on(founder: Laptop, member: Laptop) -> None:
    """Both change one task differently, one line is struck, one marked."""
    by_text = {entry.text: entry for entry in founder.station.index.things.all(Entry, INCIDENT)}
    known = founder.station.index.known_ops
    first = by_text["Mains power failed at 14:05"]
    founder.station.save([
        strike_entry(by_text["Wrong building named"], "It is the north site"),
        mark_entry(first, True, known(first.entity)),
    ])  # fmt: skip
    for laptop, owner in ((founder, "Joy Okafor"), (member, "Ben Haddad")):
        (task,) = laptop.station.index.things.all(Task, INCIDENT)
        laptop.station.save([change_task(task, {"owner": owner}, laptop.station.index.known_ops(task.id))])
    member.write("Harbour master informed")


def sync(*laptops: Laptop) -> None:
    for laptop in 2 * laptops:
        laptop.clock.ms += 1_000
        laptop.engine.sync()


def pack(home: Path) -> None:
    """Without index.db, which every version makes anew, and without the lock."""
    with tarfile.open(ARCHIVE, "w") as archive:
        for top in ("workspace", "folder"):
            for path in sorted((home / top).rglob("*")):
                if path.is_file() and not path.name.startswith(("index.db", "lock")):
                    archive.add(path, path.relative_to(home).as_posix(), filter=_plain)


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = info.mtime = 0
    info.uname = info.gname = ""
    return info


if __name__ == "__main__":
    sys.exit(main())
