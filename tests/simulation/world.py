# SPDX-License-Identifier: Apache-2.0
"""The laptops and folders of one run, what happens to them, and what the people were promised meanwhile."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Draft, Operation
from incident_console.domain.ports import Listed
from incident_console.domain.roles import Role
from incident_console.domain.status_log import Entry, strike_entry
from incident_console.domain.task import Task, change_task, new_task
from incident_console.sync.bundle_reading import read_bundle
from incident_console.sync.bundle_writing import write_bundle
from incident_console.sync.governing import admit_held, change_key, change_role, name_person, revoke
from incident_console.sync.joining import admit, pending_requests
from incident_console.sync.rollups import roll_up
from incident_console.wire import names
from tests.helpers.faults import Faults, FaultyTree, Killed, fail, killing
from tests.helpers.seeded import seeded_random
from tests.helpers.small_rollups import batches_in
from tests.helpers.stations import INCIDENT, Clock, Laptop
from tests.simulation import folders as harm
from tests.simulation.history import History

CANARY = "Quetzalcoatlus"
STATES = ("open", "in_progress", "done")


@dataclass
class Actor:
    """A laptop of the world; a lineage is all that goes back to one founding or joining, copies included."""

    laptop: Laptop
    lineage: int
    backup: Path | None = None


@dataclass
class World:
    """Everything of one run. Promises are operations whose saving was acknowledged and of which a copy survived."""

    root: Path
    dice: Random
    faults: Faults
    actors: list[Actor]
    folders: list[Path]
    clock: Clock
    story: list[str] = field(default_factory=list)
    promises: dict[bytes, Operation] = field(default_factory=dict)
    paths: dict[bytes, set[str]] = field(default_factory=dict)
    copied: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    histories: dict[Path, History] = field(default_factory=dict)
    governed: set[bytes] = field(default_factory=set)
    let_in: set[tuple[bytes, bytes]] = field(default_factory=set)
    serial: int = 0

    def step(self) -> None:
        """Let one thing happen."""
        name, _, happen = self.dice.choices(EVENTS, WEIGHTS)[0]
        actor = self.dice.choice(self.actors)
        self.story.append(f"{len(self.story)} {name} laptop {self.actors.index(actor)}")
        self.counts[f"event: {name}"] += 1
        self.clock.ms += self.dice.choice((10, 2_000, 60_000, 4_000_000))
        happen(self, actor)
        for other in self.actors:
            other.laptop.clock.ms = self.clock.ms
        if actor.lineage not in self.lost:
            self.histories.setdefault(actor.laptop.path, History()).look(actor.laptop.station)

    def call(self, actor: Actor, action: Callable[[], object]) -> None:
        """Do something on a laptop; the world may forbid it, and now and then disk or power fail in the middle."""
        chance, is_power_lost = self.dice.random(), False
        if chance < 0.15:
            self.faults.arm(self.dice.randrange(1, 60), fail)
            self.counts["fault: disk full for a call, armed"] += 1
        elif chance < 0.35:
            image = self.root / "image"
            is_power_lost = self.dice.random() < 0.5
            killed = killing(self.faults, actor.laptop.path, image, is_power_lost=is_power_lost)
            self.faults.arm(self.dice.randrange(1, 60), killed)
        try:
            action()
        except KnownError as error:
            self.story.append(f"  {error.one_line()}")
            self.counts["told plainly"] += 1
        except Killed:
            self.story.append(f"  killed at {self.faults.calls[-1]}")
            self.counts["fault: killed, unsynced lost" if is_power_lost else "fault: killed"] += 1
            self.histories.pop(actor.laptop.path, None)
            actor.laptop.go_on_from(self.root / "image")
        finally:
            self.faults.disarm()
        self.learn_paths(actor)

    def learn_paths(self, actor: Actor) -> None:
        """Note in which batches the promised operations stand."""
        rows = actor.laptop.station.index.connection.execute(
            "SELECT ops.id, stream, seq, file_hash FROM ops JOIN placed ON placed.op = ops.row "
            "JOIN batches ON batches.stmt = placed.stmt"
        )
        for op, stream, seq, file_hash in rows:
            self.paths.setdefault(op, set()).add(names.batch_file(stream, seq, file_hash))

    def promise(self, saved: list[Operation]) -> None:
        """Saving was acknowledged."""
        self.promises.update((op.id, op) for op in saved)

    def forget_what_nobody_holds(self) -> None:
        """The last copy of something was destroyed: nobody can be held to it any more."""
        for actor in self.actors:
            if actor.laptop.station.record.unwritten_batches():
                actor.laptop.station.seal()
                self.learn_paths(actor)
        waiting = {raw.id for actor in self.actors for raw in actor.laptop.station.record.outbox()}
        homes = [actor.laptop.path / "replica" for actor in self.actors] + self.folders
        intact = set().union(*(batches_in(home) for home in homes))
        for op in [op for op in self.promises if op not in waiting]:
            if not intact & self.paths.get(op, set()):
                del self.promises[op]

    def text(self) -> str:
        """Words that must never be seen outside the window."""
        self.serial += 1
        return f"{CANARY} number {self.serial}"


def _save(world: World, actor: Actor, *drafts: Draft) -> None:
    world.call(actor, lambda: world.promise(actor.laptop.station.save(drafts)))


def may_write(actor: Actor) -> bool:
    """Whether the one at a laptop may log lines and work tasks."""
    role = actor.laptop.station.role
    return role is not None and role >= Role.RESPONDER


def write_entries(world: World, actor: Actor) -> None:
    """Somebody logs a few lines."""
    if may_write(actor):
        _save(world, actor, *(actor.laptop.line(world.text()) for _ in range(world.dice.randint(1, 3))))


def strike(world: World, actor: Actor) -> None:
    """Somebody strikes a line."""
    station = actor.laptop.station
    entries = [entry for entry in station.index.things.all(Entry, INCIDENT) if not entry.is_struck and not entry.target]
    if entries and may_write(actor):
        _save(world, actor, strike_entry(world.dice.choice(entries), world.text()))


def work_on_task(world: World, actor: Actor) -> None:
    """Somebody adds a task or changes one."""
    station = actor.laptop.station
    tasks = station.index.things.all(Task, INCIDENT)
    if not may_write(actor):
        return
    if not tasks or world.dice.random() < 0.3:
        _save(world, actor, new_task(station.random(16), INCIDENT, world.text(), {}))
        return
    task = world.dice.choice(tasks)
    fields = {"state": world.dice.choice(STATES), "detail": world.text()}
    _save(world, actor, change_task(task, fields, station.index.known_ops(task.id)))


def seal(world: World, actor: Actor) -> None:
    """The outbox goes into the replica."""
    world.call(actor, actor.laptop.station.seal)


def sync(world: World, actor: Actor) -> None:
    """A laptop meets some folders, wholly or by a glance at their heads."""
    chosen = [folder for folder in world.folders if world.dice.random() < 0.6]
    is_full = world.dice.random() < 0.5
    world.call(actor, lambda: actor.laptop.engine.sync(chosen, is_full=is_full))


def sync_before_the_acts(world: World, actor: Actor) -> None:
    """A sync client brings the batches of all folders first and the membership files later."""
    hidden = [(folder / "a", folder / "not-yet-here") for folder in world.folders if (folder / "a").is_dir()]
    for acts, elsewhere in hidden:
        acts.rename(elsewhere)
    world.call(actor, actor.laptop.engine.sync)
    for acts, elsewhere in hidden:
        harm.unite(elsewhere, acts)
        shutil.rmtree(elsewhere)


def join_old_batches(world: World, actor: Actor) -> None:
    """A laptop rolls up what it can, without meeting a folder."""
    world.call(actor, lambda: roll_up(actor.laptop.station))


def check(world: World, actor: Actor) -> None:
    """A laptop compares a folder byte for byte."""
    folder = world.dice.choice(world.folders)
    world.call(actor, lambda: actor.laptop.engine.check(folder))


def carry_by_stick(world: World, actor: Actor) -> None:
    """Somebody copies one folder over another."""
    source, target = world.dice.sample(world.folders, 2)
    harm.unite(source, target)


def mail_a_bundle(world: World, actor: Actor) -> None:
    """Somebody sends a file with what another one lacks, or with everything; it may be damaged on its way."""
    bundle, other = world.root / "mail.bundle", world.dice.choice(world.actors)
    device = other.laptop.station.device if world.dice.random() < 0.6 else None
    world.call(actor, lambda: write_bundle(actor.laptop.station, bundle, device))
    if bundle.exists():
        if world.dice.random() < 0.3:
            world.dice.choice((harm.truncate_file, harm.flip_in_file))(bundle, world.dice)
        world.call(other, lambda: read_bundle(other.laptop.station, bundle))
        bundle.unlink()


def reopen(world: World, actor: Actor) -> None:
    """A laptop is closed and opened."""
    actor.laptop.reopen()


def crash(world: World, actor: Actor) -> None:
    """A laptop ends without ceremony."""
    actor.laptop.crash()


def lose_index(world: World, actor: Actor) -> None:
    """The index is gone or ruined at the next start."""
    actor.laptop.close()
    index = actor.laptop.path / "index.db"
    if world.dice.random() < 0.5:
        index.unlink()
    else:
        data = bytearray(index.read_bytes())
        data[world.dice.randrange(len(data))] ^= 1
        index.write_bytes(data)
    actor.laptop.reopen()


def lose_replica_files(world: World, actor: Actor) -> None:
    """Sealed files of a laptop rot or vanish."""
    actor.laptop.close()
    files = harm.files_in(actor.laptop.path / "replica")
    for path in world.dice.sample(files, min(2, len(files))):
        if world.dice.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:-1])
    actor.laptop.reopen()
    world.forget_what_nobody_holds()
    world.lost.add(actor.lineage)


def back_up(world: World, actor: Actor) -> None:
    """An image of the whole laptop is taken."""
    actor.backup = world.root / f"backup{len(world.story)}"
    shutil.copytree(actor.laptop.path, actor.backup)


def restore(world: World, actor: Actor) -> None:
    """A laptop is put back to its image; what only it held since then is lost."""
    if actor.backup is None:
        return
    actor.laptop.go_on_from(actor.backup)
    actor.backup = None
    world.copied.add(actor.lineage)
    world.histories.pop(actor.laptop.path, None)
    world.forget_what_nobody_holds()


def clone(world: World, actor: Actor) -> None:
    """A laptop's disk is copied, and both are used."""
    if len(world.actors) > 6:
        return
    path = world.root / f"clone{len(world.story)}"
    shutil.copytree(actor.laptop.path, path)
    clock = replace(actor.laptop.clock, skew_ms=world.dice.choice((0, 90_000, -3_600_000)))
    world.actors.append(Actor(Laptop(path, clock, seeded_random(world.dice.randrange(1 << 30))), actor.lineage))
    world.copied.add(actor.lineage)


def set_clock(world: World, actor: Actor) -> None:
    """Somebody sets a laptop's clock, or its battery died: a year ahead, a year back, right again."""
    year_ms = 365 * 86_400_000
    actor.laptop.clock.skew_ms = world.dice.choice((year_ms, -year_ms, -3_600_000, 0))


def harm_folder(world: World, actor: Actor) -> None:
    """Something befalls a folder."""
    chosen = world.dice.choice(harm.HARMS)
    world.story.append(f"  {chosen.__name__}")
    world.counts[f"harm to a folder: {chosen.__name__}"] += 1
    chosen(world.dice.choice(world.folders), world.dice)
    world.forget_what_nobody_holds()


def roll_folder_back(world: World, actor: Actor) -> None:
    """A folder's backup is taken, or put back."""
    folder = world.dice.choice(world.folders)
    backup = world.root / f"backup-of-{folder.name}"
    if backup.exists():
        harm.roll_back(folder, backup)
        shutil.rmtree(backup)
        world.forget_what_nobody_holds()
    else:
        shutil.copytree(folder, backup)


def let_in(world: World, actor: Actor) -> None:
    """An admin admits whoever asks."""
    station = actor.laptop.station
    if station.role != Role.ADMIN:
        return
    role = world.dice.choice((Role.RESPONDER, Role.COORDINATOR))
    for request in pending_requests(station):
        world.let_in.add((station.device, request.device.id))
        world.call(actor, lambda request=request: admit(station, request, role))  # type: ignore[misc]


def govern(world: World, actor: Actor) -> None:
    """An admin removes a station or gives it another role; two admins may do so apart, and to each other."""
    station = actor.laptop.station
    if station.role != Role.ADMIN:
        return
    device = world.dice.choice(sorted(station.members()))
    world.governed.add(device)
    if world.dice.random() < 0.4:
        world.call(actor, lambda: revoke(station, device))
    else:
        role = world.dice.choice(tuple(Role))
        world.call(actor, lambda: change_role(station, device, role))


def change_the_key(world: World, actor: Actor) -> None:
    """An admin changes the key without need."""
    station = actor.laptop.station
    if station.role == Role.ADMIN:
        world.call(actor, lambda: change_key(station))


def let_held_work_count(world: World, actor: Actor) -> None:
    """An admin looks through what is held."""
    station = actor.laptop.station
    held = [row.stmt for row in station.index.batches("role IS NOT claimed OR device IS NULL")]
    if station.role == Role.ADMIN and held:
        chosen = world.dice.sample(held, min(2, len(held)))
        world.call(actor, lambda: admit_held(station, chosen))


def name_somebody(world: World, actor: Actor) -> None:
    """Somebody else sits down at a laptop."""
    station = actor.laptop.station
    if station.role is not None:
        world.call(actor, lambda: name_person(station, station.device, world.text()))


EVENTS: tuple[tuple[str, int, Callable[[World, Actor], None]], ...] = (
    ("write", 20, write_entries), ("strike", 4, strike), ("task", 10, work_on_task), ("seal", 6, seal),
    ("sync", 30, sync), ("check", 3, check), ("stick", 3, carry_by_stick), ("reopen", 3, reopen), ("crash", 4, crash),
    ("lose index", 1, lose_index), ("lose replica", 1, lose_replica_files), ("back up", 2, back_up),
    ("restore", 2, restore), ("clone", 1, clone), ("harm", 7, harm_folder), ("roll back", 3, roll_folder_back),
    ("admit", 4, let_in), ("sync early", 5, sync_before_the_acts), ("roll up", 3, join_old_batches),
    ("govern", 3, govern), ("change key", 1, change_the_key), ("admit held", 2, let_held_work_count),
    ("person", 1, name_somebody), ("mail", 5, mail_a_bundle), ("clock", 1, set_clock),
)  # fmt: skip
"""What happens, and how often."""
WEIGHTS = [weight for _, weight, _ in EVENTS]


class LaggingTree(FaultyTree):
    """A folder as some shares are: now and then a name shows late, or a file shows or is read before it is whole."""

    dice = Random(0)
    is_lagging = False

    def names(self, directory: str) -> list[str]:
        found = super().names(directory)
        if self._shows_late(directory, len(found)):
            found.remove(self.dice.choice(sorted(found)))
        return found

    def files(self, directory: str) -> list[Listed]:
        found = sorted(super().files(directory), key=lambda file: file.name)
        if self._shows_late(directory, len(found)):
            found.remove(self.dice.choice(found))
        if found and self._lags(0.05):
            half = self.dice.randrange(len(found))
            found[half] = replace(found[half], size=found[half].size // 2)
        return found

    def read(self, path: str, limit: int) -> bytes:
        data = super().read(path, limit)
        return data[: len(data) // 2] if self._lags(0.05) else data

    def _shows_late(self, directory: str, count: int) -> bool:
        return bool(count and directory) and self._lags(0.4 if directory == names.ACTS else 0.05)

    def _lags(self, chance: float) -> bool:
        return self.is_lagging and self.root.name.startswith("share") and self.dice.random() < chance
