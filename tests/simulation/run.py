# SPDX-License-Identifier: Apache-2.0
"""One run by seed: build the world, let things happen, bring everybody together, and hold the program to its word."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Operation
from incident_console.domain.roles import Role
from incident_console.storage.operations import OpState
from incident_console.sync.folder_view import FolderState
from incident_console.sync.notices import COPY_NOTICE, TWIN_NOTICE
from incident_console.wire import names
from incident_console.wire.operations import RawOp, decode_operation
from tests.helpers.faults import Faults, faulty_world
from tests.helpers.seeded import seeded_random
from tests.helpers.small_rollups import batches_in, small_rollups
from tests.helpers.stations import Clock, Laptop, a_newcomer, a_team, cheap_secrets
from tests.simulation.folders import files_in
from tests.simulation.role_safety import beyond_their_right
from tests.simulation.world import CANARY, Actor, LaggingTree, World, may_write

STEPS = 60
ROUNDS = 8
ROLES = (Role.ADMIN, Role.RESPONDER)
HOUR_MS = 3_600_000


class Broken(AssertionError):
    """The program did not keep its word in this run."""


def make_template(root: Path, stations: int = 3) -> Path:
    """A team of two admins and responders, and a laptop that asks to join; copied for every run."""
    root.mkdir()
    with cheap_secrets():
        folder, laptops = a_team(root, *ROLES, *[Role.RESPONDER] * (stations - 3))
        laptops.append(a_newcomer(root / f"laptop{len(laptops)}", folder, "Late Comer", 200))
        for laptop in laptops:
            laptop.station.folders.remove(folder)
            laptop.close()
    return root


def run(seed: int, template: Path, root: Path, steps: int = STEPS, count: int = 2) -> World:
    """Play one seed in an empty directory. Raises Broken with the story of what happened."""
    with cheap_secrets(), small_rollups(kept_ms=HOUR_MS, silent_ms=5 * HOUR_MS), _faulty(seed) as faults:
        world = make_world(seed, template, root, faults, count)
        try:
            for _ in range(steps):
                world.step()
            LaggingTree.is_lagging = False
            bring_together(world)
            check(world)
        except Exception as error:
            raise Broken(f"seed {seed}: {error!r}\n" + "\n".join(world.story[-150:])) from error
        finally:
            for actor in world.actors:
                actor.laptop.close()
    return world


@contextmanager
def _faulty(seed: int) -> Iterator[Faults]:
    LaggingTree.dice, LaggingTree.is_lagging = Random(seed), seed % 3 == 0
    with faulty_world(LaggingTree) as faults:
        yield faults


def make_world(seed: int, template: Path, root: Path, faults: Faults, count: int) -> World:
    """Laptops and folders as they stand before anything happens."""
    dice, clock = Random(seed), Clock()
    actors = []
    for number, source in enumerate(sorted(template.glob("laptop*"))):
        path = root / source.name
        shutil.copytree(source, path)
        skew_ms = dice.choice((0, 0, 40_000, -7_200_000, 86_400_000))
        laptop = Laptop(path, Clock(skew_ms=skew_ms), seeded_random(seed * 100 + number))
        actors.append(Actor(laptop, number))
    folders = [root / f"share{number}" for number in range(count)]
    for folder in folders:
        shutil.copytree(template / "share", folder)
        for actor in actors:
            actor.laptop.station.folders.add(folder)
    return World(root, dice, faults, actors, folders, clock)


def bring_together(world: World) -> None:
    """Everybody meets every folder, hours apart, until nothing moves any more."""
    for _ in range(ROUNDS):
        world.clock.ms += 2 * HOUR_MS
        for actor in world.actors:
            actor.laptop.clock.ms = world.clock.ms
            _meet(world, actor)
        if len({_state(actor) for actor in members(world)}) == 1 and not _has_moved(world):
            return
    raise Broken(f"no agreement after {ROUNDS} rounds: {[_state(actor) for actor in world.actors]}")


def members(world: World) -> list[Actor]:
    """The laptops that were let in and not removed, as who holds most membership acts knows it.

    A laptop that a change of key missed before it was removed cannot read of that.
    """
    informed = max((actor.laptop.station for actor in world.actors), key=lambda station: len(station.index.act_ids()))
    active = {device for device, member in informed.members().items() if member.is_active}
    stations = [(actor, actor.laptop.station) for actor in world.actors]
    return [actor for actor, station in stations if station.is_joined and station.device in active]


def _meet(world: World, actor: Actor) -> None:
    engine = actor.laptop.engine
    for folder in world.folders:
        try:
            engine.check(folder)
        except KnownError:
            engine.seed(folder)
    result = engine.sync()
    if any(state != FolderState.OK for _, state, _ in result.folders):
        raise Broken(f"a folder is not well: {result.folders}")


def _has_moved(world: World) -> bool:
    return any(actor.laptop.engine.sync().has_moved for actor in world.actors)


def _state(actor: Actor) -> tuple[str, str]:
    return actor.laptop.station.set_hash()[:8], actor.laptop.station.state_hash()[:8]


def check(world: World) -> None:
    """Everything that the program promises, whatever happened."""
    for actor in members(world):
        _all_promises_are_kept(world, actor)
        _no_stream_without_a_copy(world, actor)
        _nobody_exceeds_his_right(actor)
        _a_link_points_back(actor)
        _a_rebuild_changes_nothing(actor)
    _numbers_have_no_gaps(world)
    _copies_that_met_go_different_ways(world)
    _folders_hold_all_and_few_heads(world)
    _an_idle_look_opens_nothing(world)
    _nothing_is_readable(world)


def _all_promises_are_kept(world: World, actor: Actor) -> None:
    connection, doubtful = actor.laptop.station.index.connection, _decided_about(world, actor)
    for op_id, op in world.promises.items():
        row = connection.execute("SELECT state FROM ops WHERE id = ?", (op_id,)).fetchone()
        is_sure = not world.copied and op.head.device not in doubtful  # a restored admin forgets acts
        if row is None or row[0] not in ((OpState.ACCEPTED,) if is_sure else (OpState.ACCEPTED, OpState.HELD)):
            raise Broken(f"{op.head.kind} {op_id.hex()[:8]} is {row} on {actor.laptop.path.name}")


def _decided_about(world: World, actor: Actor) -> set[bytes]:
    """Devices whose role an admin changed, and those whom such a device let in, whose admission may be undone.

    Work under an undone admission stays held, although somebody else lets its author in anew.
    """
    let_in = {newcomer for admin, newcomer in world.let_in if admin in world.governed}
    strangers = {one.laptop.station.device for one in world.actors} - actor.laptop.station.members().keys()
    return world.governed | let_in | strangers


def _a_link_points_back(actor: Actor) -> None:
    """Whoever supersedes something knew it: within a stream it stands before."""
    rows = actor.laptop.station.index.connection.execute(
        "SELECT ops.id, ops.head, ops.salt, ops.body, batches.stream, batches.seq, placed.place FROM ops "
        "JOIN placed ON placed.op = ops.row JOIN batches ON batches.stmt = placed.stmt"
    ).fetchall()
    places = {(op_id, stream): (seq, place) for op_id, _, _, _, stream, seq, place in rows}
    for op_id, head, salt, body, stream, *place in rows:
        for link in decode_operation(RawOp(salt, head, body)).head.sup:
            if places.get((link, stream), (0, 0)) > tuple(place):
                raise Broken(f"{op_id.hex()[:8]} supersedes what stands after it in its stream")


def _no_stream_without_a_copy(world: World, actor: Actor) -> None:
    streams = len(actor.laptop.station.record.own_streams())
    is_told = bool({COPY_NOTICE, TWIN_NOTICE} & set(actor.laptop.notices))
    if actor.lineage not in world.copied and (streams > 1 or is_told):
        raise Broken(f"{actor.laptop.path.name} was never copied and has {streams} streams, told: {is_told}")


def _nobody_exceeds_his_right(actor: Actor) -> None:
    for found in beyond_their_right(actor.laptop.station):
        raise Broken(found)


def _a_rebuild_changes_nothing(actor: Actor) -> None:
    before = _state(actor)
    actor.laptop.station.rebuild()
    if _state(actor) != before:
        raise Broken(f"rebuilding {actor.laptop.path.name} gave {_state(actor)} instead of {before}")


def _numbers_have_no_gaps(world: World) -> None:
    station = members(world)[0].laptop.station
    rows = station.index.connection.execute("SELECT what, series, device, n FROM numbers JOIN ops ON ops.row = op")
    found: dict[tuple[str, bytes], list[int]] = {}
    owners = {actor.laptop.station.device: actor.lineage for actor in world.actors}
    for what, series, device, n in rows:
        if owners[device] not in world.lost | world.copied:
            found.setdefault((what, series), []).append(n)
    for (what, _), numbers in found.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            raise Broken(f"{what} numbers {sorted(numbers)}")


def _copies_that_met_go_different_ways(world: World) -> None:
    if not world.copied:
        return
    _all_copies_write(world)  # copies that wrote nothing yet cannot know of each other
    saved = _all_copies_write(world)
    station = members(world)[0].laptop.station
    doubled = {(series, n) for _, what, series, n in station.index.doubled_numbers() if what == "entry"}
    for op in saved:
        if op.head.number is None or (op.head.number.series, op.head.number.n) in doubled:
            raise Broken(f"after they met, two copies gave the number {op.head.number}")


def _all_copies_write(world: World) -> list[Operation]:
    copies = [actor for actor in members(world) if actor.lineage in world.copied and may_write(actor)]
    saved = [actor.laptop.write(world.text())[0] for actor in copies]
    for actor in 3 * world.actors:
        actor.laptop.engine.sync()
    return saved


def _folders_hold_all_and_few_heads(world: World) -> None:
    station = members(world)[0].laptop.station
    of_streams = {names.batch_file(row.stream, row.seq, row.file_hash) for row in station.index.batches()}
    wanted = of_streams | {path for path in station.files.paths if not path.startswith(("h/", "s/"))}
    for folder in world.folders:
        held = {path.relative_to(folder).as_posix() for path in files_in(folder)} | batches_in(folder)
        if not wanted <= held:
            raise Broken(f"{folder.name} lacks {sorted(wanted - held)}")
        heads = [names.parse_head(path.name) for path in (folder / "h").iterdir()]
        streams = [head.stream for head in heads if head]
        if not world.lost and any(streams.count(stream) > 1 + 2 * len(world.copied) for stream in streams):
            raise Broken(f"{folder.name} keeps old heads: {sorted(streams)}")


def _an_idle_look_opens_nothing(world: World) -> None:
    for actor in world.actors:
        actor.laptop.engine.sync()
    for actor in world.actors:
        result = actor.laptop.engine.poll()
        if result.opened or result.has_moved:
            raise Broken(f"an idle look of {actor.laptop.path.name} did {result}")


def _nothing_is_readable(world: World) -> None:
    forms = [CANARY.encode(), CANARY.lower().encode(), CANARY.encode("utf-16-le")]
    forms += [base64.b64encode(b"-" * shift + CANARY.encode())[4:-4] for shift in range(3)]
    for path in files_in(world.root):
        data = path.read_bytes()
        if any(form in data for form in forms):
            raise Broken(f"a reader finds words in {path}")
