# SPDX-License-Identifier: Apache-2.0
"""Whatever somebody does to a package, who wrote it included, the verifier names the entry."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from incident_console.crypto import tags
from incident_console.crypto.hashing import act_id, op_id_of_halves, ops_root, sha256, statement
from incident_console.crypto.lockbox import HybridKey
from incident_console.crypto.signing import Signer
from incident_console.services.evidence_check import verifier
from incident_console.wire.canonical import pack, unpack
from tests.helpers.evidence import Exported, Package

Items = list[Any]
NAMES = (
    "acts.bin",
    "batches.bin",
    "heads.bin",
    "entries.csv",
    "entries.html",
    "entries.json",
    "README.txt",
    "verify.py",
)


@pytest.mark.parametrize("name", [*NAMES, "manifest.json", "manifest.sig"])
def test_no_byte_of_any_file_can_be_flipped(package: Package, name: str) -> None:
    path = package.path / name
    data = path.read_bytes()
    dice = random.Random(name)
    for at in sorted({0, len(data) - 1, *(dice.randrange(len(data)) for _ in range(12))}):
        path.write_bytes(data[:at] + bytes((data[at] ^ 1 << dice.randrange(7),)) + data[at + 1 :])
        assert not package.check().is_ok, at
    path.write_bytes(data)
    assert package.check().is_ok


@pytest.mark.parametrize("name", [*NAMES, "manifest.json", "manifest.sig"])
def test_no_file_can_be_missing_or_cut_short(package: Package, name: str) -> None:
    path = package.path / name
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert not package.check().is_ok
    path.unlink()
    assert not package.check().is_ok


# --- by who wrote the package: he signs the manifest anew ---------------------------------------------------------


def array(raw: bytes) -> Items:
    value = unpack(raw)
    assert isinstance(value, list)
    return value


def ops_of(items: Items, number: int, kind: str = "entry.add") -> tuple[Items, int]:
    """The batch of Joy's or Sam's entry no. ``number``, by its text, and its place there."""
    for item in items:
        for place, op in enumerate(item[2]):
            head = array(op[1])
            if head[0] == kind and head[3][2] == number and b"Sam saw" in (op[3] or b""):
                return item, place
    raise AssertionError("there is no such entry")


def edit_head(member: int, value: Any) -> Callable[[Items], None]:
    def change(items: Items) -> None:
        item, place = ops_of(items, 3)
        head = array(item[2][place][1])
        head[member] = value
        item[2][place][1] = pack(head)

    return change


def edit_body(name: str, value: Any) -> Callable[[Items], None]:
    def change(items: Items) -> None:
        item, place = ops_of(items, 3)
        body = unpack(item[2][place][3])
        assert isinstance(body, dict)
        item[2][place][3] = pack({**body, name: value})

    return change


def with_new_id(change: Callable[[Items], None]) -> Callable[[Items], None]:
    """The same, with an id that fits."""

    def changed(items: Items) -> None:
        change(items)
        item, place = ops_of(items, 3)
        _, head, head_salt, body, body_salt = item[2][place]
        halves = sha256(tags.OP_HEAD, head_salt, head), sha256(tags.OP_BODY, body_salt, body)
        item[2][place][0] = op_id_of_halves(*halves)

    return changed


def drop_entry(items: Items) -> None:
    item, place = ops_of(items, 3)
    del item[2][place]


def drop_batch(items: Items) -> None:
    items.remove(ops_of(items, 3)[0])


def swap_bodies(items: Items) -> None:
    (one, at), (other, there) = ops_of(items, 1), ops_of(items, 3)
    one[2][at][3:], other[2][there][3:] = other[2][there][3:], one[2][at][3:]


def twice(items: Items) -> None:
    item, place = ops_of(items, 3)
    item[2].insert(place, list(item[2][place]))


@pytest.mark.parametrize(
    "change",
    [
        edit_body("text", "Sam saw nothing"), with_new_id(edit_body("text", "Sam saw nothing")),
        edit_body("event_at_ms", 1), with_new_id(edit_body("event_at_ms", 1)),
        edit_head(8, 1), with_new_id(edit_head(8, 1)), edit_head(3, ["entry", bytes(16), 3]), edit_head(5, bytes(16)),
        drop_entry, drop_batch, swap_bodies, twice,
    ],
    ids=[
        "text", "text and id", "event time", "event time and id", "back-dated", "back-dated with its id", "number",
        "device", "entry dropped", "batch dropped", "bodies swapped", "doubled",
    ],
)  # fmt: skip
def test_the_writer_cannot_change_an_entry(package: Package, change: Callable[[Items], None]) -> None:
    package.change("batches.bin", change)
    assert "SR-3" in package.faulty() or "number" in package.words(), package.words()


def test_entries_that_change_places_are_named(package: Package) -> None:
    package.change("batches.bin", lambda items: items.reverse())
    assert "out of order" in package.words()
    assert package.faulty()


def test_a_tail_that_somebody_saw_cannot_be_dropped(package: Package, exported: Exported) -> None:
    key = exported.sam.public_key
    package.change("batches.bin", lambda items: items.remove([item for item in items if _key(item) == key][-1]))
    assert "had seen, is missing" in package.words() or "its own head tells of, is missing" in package.words()
    assert {"SR-5"} <= package.faulty()


def test_even_a_writer_who_lists_the_entries_anew_cannot_drop_what_others_saw(package: Package) -> None:
    package.change("batches.bin", drop_batch)
    manifest = package.manifest
    manifest["entries"] = [row for row in manifest["entries"] if row[0] != "SR-3"]
    package.seal(manifest)
    assert ("SR-3", "this number is missing") in package.check().faults


@pytest.mark.parametrize("name", ["entries.csv", "entries.html", "entries.json"])
def test_what_people_read_must_be_what_was_signed(package: Package, name: str) -> None:
    path = package.path / name
    path.write_bytes(path.read_bytes().replace(b"Sam saw pump 2", b"Sam saw nobody"))
    package.seal(package.manifest)
    assert package.faulty() == {"SR-3"}


def test_a_row_that_only_people_see_is_named(package: Package) -> None:
    path = package.path / "entries.json"
    path.write_bytes(path.read_bytes().replace(b"]\n", b',{"text": "more"}]\n'))
    package.seal(package.manifest)
    assert not package.check().is_ok


def test_a_withheld_entry_cannot_be_given_other_words(exported: Exported, tmp_path: Path) -> None:
    package = exported.redacted.copy(tmp_path / "package")

    def reveal(items: Items) -> None:
        for item in items:
            for op in item[2]:
                head = array(op[1])
                if head[0] == "entry.add" and op[3] is None:
                    op[3:] = [pack({"text": "x", "kind": "fact", "event_at_ms": 1, "event_offset_min": 0}), bytes(16)]

    package.change("batches.bin", reveal)
    assert package.faulty() >= {"SR-2", "JO-4"}


# --- membership -------------------------------------------------------------------------------------------------------


def edit_act(kind: int, name: str, value: Any) -> Callable[[Items], None]:
    def change(items: Items) -> None:
        for item in items:
            act = array(item[1])
            if act[1] == kind:
                act[8][name] = value
                item[1] = pack(act)

    return change


@pytest.mark.parametrize(
    "change",
    [edit_act(2, "role", 3), edit_act(2, "code", "JO"), edit_act(1, "name", "Other"), edit_act(1, "exercise", True)],
    ids=["role", "code", "team name", "exercise"],
)
def test_membership_cannot_be_altered(package: Package, change: Callable[[Items], None]) -> None:
    package.change("acts.bin", change)
    assert "signature" in package.words() or "did not found" in package.words()


def test_a_membership_act_cannot_be_left_out(package: Package) -> None:
    package.change("acts.bin", lambda items: items.remove(next(i for i in items if array(i[1])[1] == 2)))
    assert "membership acts that it names are missing" in package.words()
    (line,) = [what for _, what in package.check().faults if "since a membership act is damaged or missing" in what]
    assert all(f"SR-{number}" in line for number in range(1, 6))


def test_a_late_admission_by_nobody_who_may_does_not_let_an_entry_count(package: Package) -> None:
    """Somebody makes himself a member: the act names all that was known, the entry all that he claims."""
    stranger, team = Signer(b"\x77" * 32), bytes.fromhex(package.manifest["team"])
    device = {"sign": stranger.public_key, "hpke": HybridKey(b"\x78" * 32).public_key, "suite": 1, "type": "laptop"}
    fields = {"device": device, "role": 3, "code": "ZZ", "persons": [[bytes(16), "Zed"]], "request": None}
    acts = package.items("acts.bin")
    heads = sorted(verifier().read_act(tuple(item), team).id for item in acts)
    act = pack([1, 2, stranger.public_key, heads, [], 1, 0, "1.0", fields])
    package.change("acts.bin", lambda items: items.append([stranger.sign(act_id(team, act)), act]))
    package.change("batches.bin", lambda items: _insert(items, _an_entry(package, stranger, [act_id(team, act)])))
    states = {line[0]: line for line in package.manifest["entries"]}
    assert not any(number.startswith("ZZ") for number in states)
    assert '"standing": "held"' in (package.path / "entries.json").read_text("utf-8")
    assert not package.check().is_ok


def test_who_has_a_key_cannot_write_history_anew_that_others_have_signed_for(
    package: Package, exported: Exported
) -> None:
    """Sam signs all of his batches anew with other words; Joy had signed what she saw of them."""
    team = bytes.fromhex(package.manifest["team"])

    def rewrite(items: Items) -> None:
        before = bytes(32)
        for item in (item for item in items if _key(item) == exported.sam.public_key):
            core = array(item[1])
            core[6] = before
            for op in item[2]:
                if op[3] is not None:
                    op[3] = op[3].replace(b"Sam saw", b"Sam did")
                    halves = sha256(tags.OP_HEAD, op[2], op[1]), sha256(tags.OP_BODY, op[4], op[3])
                    op[0] = op_id_of_halves(*halves)
            item[1] = pack(core)
            before = statement(team, bytes(8), item[1], ops_root([op[0] for op in item[2]]))
            item[0] = exported.sam.sign(before)
        items.sort(key=lambda item: array(item[1])[4:6])

    package.change("batches.bin", rewrite)
    assert (
        "what its author had seen is not what is here" in package.words() or "had seen, is missing" in package.words()
    )


def test_the_manifest_must_be_signed_by_a_member(package: Package) -> None:
    package.signer = Signer(os.urandom(32))
    package.seal({**package.manifest, "signed_by": package.signer.public_key.hex()})
    assert "never admitted" in package.words()


def test_entries_that_nobody_else_signed_for_are_told(package: Package) -> None:
    assert package.check().is_ok
    notes = " ".join(package.check().notes)
    assert "cannot be missed here" in notes
    assert "Written and signed by JO (admin)" in notes


def _key(item: Items) -> bytes:
    key = array(item[1])[1]
    assert isinstance(key, bytes)
    return key


def _insert(items: Items, batch: Items) -> None:
    items.append(batch)
    items.sort(key=lambda item: array(item[1])[4:6])


def _an_entry(package: Package, signer: Signer, heads: list[bytes]) -> Items:
    team, incident = (bytes.fromhex(package.manifest[name]) for name in ("team", "incident"))
    stream = sha256(tags.STREAM, team, bytes(8), signer.public_key, bytes(16))[:16]
    device = sha256(tags.DEVICE, signer.public_key, HybridKey(b"\x78" * 32).public_key)[:16]
    head = pack(["entry.add", 1, incident, ["entry", stream, 1], b"n" * 16, device, bytes(16), 1, 1, 0, []])
    body = pack({"event_at_ms": 1, "event_offset_min": 0, "kind": "fact", "text": "I was there"})
    halves = sha256(tags.OP_HEAD, bytes(16), head), sha256(tags.OP_BODY, bytes(16), body)
    op = [op_id_of_halves(*halves), head, bytes(16), body, bytes(16)]
    core = pack(
        [
            *(1, signer.public_key, bytes(16), bytes(8), stream, 1, bytes(32), bytes(32), heads),
            *(b"\1\0\0", sha256(tags.SEEN), 1, "1.0", 1),
        ]
    )  # fmt: skip
    stmt = statement(team, bytes(8), core, ops_root([op[0]]))
    return [signer.sign(stmt), core, [op]]
