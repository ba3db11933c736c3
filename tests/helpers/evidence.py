# SPDX-License-Identifier: Apache-2.0
"""An evidence package of a small team, and what somebody could do to it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from incident_console.crypto.hashing import u32
from incident_console.crypto.signing import Signer
from incident_console.domain.roles import Role
from incident_console.services.evidence_check import Checked, check, verifier
from incident_console.wire.canonical import pack, unpack
from incident_console.wire.evidence import manifest_digest
from tests.helpers.workspaces import Clock, an_incident, two_laptops

SECRETS = ("witness Bergström", "lawyer's advice", "that is what Bergström said")
"""Words in entries that are tagged, and in the reason that strikes one of them."""


@dataclass
class Package:
    """A package, the fingerprint of its team, and the key of the station that wrote it."""

    path: Path
    fingerprint: str
    signer: Signer

    def copy(self, path: Path) -> Package:
        shutil.copytree(self.path, path)
        return Package(path, self.fingerprint, self.signer)

    def check(self) -> Checked:
        return check(self.path, self.fingerprint)

    def faulty(self) -> set[str]:
        """The entries that the verifier names."""
        return {entry for entry, _ in self.check().faults if entry}

    def words(self) -> str:
        """All that it finds wrong."""
        return "\n".join(f"{entry} {what}" for entry, what in self.check().faults)

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.path / "manifest.json").read_text("utf-8"))
        return found

    def items(self, name: str) -> list[Any]:
        """The values of a file of signed things."""
        data, at, found = (self.path / name).read_bytes(), 0, []
        while at < len(data):
            end = at + 4 + int.from_bytes(data[at : at + 4], "big")
            found.append(unpack(data[at + 4 : end]))
            at = end
        return found

    def put(self, name: str, items: list[Any]) -> None:
        framed = [pack(item) for item in items]
        (self.path / name).write_bytes(b"".join(u32(len(data)) + data for data in framed))

    def change(self, name: str, change: Callable[[list[Any]], object]) -> None:
        """Change what was signed, then write all else anew as its writer could, with his signature."""
        items = self.items(name)
        change(items)
        self.put(name, items)
        self.settle()

    def settle(self) -> None:
        """The readable files as they follow from what is signed now, and a manifest that says so."""
        manifest = self.manifest
        signed = {name: (self.path / name).read_bytes() for name in verifier().SIGNED}
        with suppress(verifier().Wrong):
            package = verifier().Package(manifest, signed, verifier().Report())
            for name, pieces in verifier().render(package).items():
                (self.path / name).write_bytes(b"".join(pieces))
        self.seal(manifest)

    def seal(self, manifest: dict[str, Any]) -> None:
        """Sign a manifest with the hashes of the files as they are."""
        names = [name for name in verifier().FILES if (self.path / name).is_file()]
        manifest["files"] = {name: hashlib.sha256((self.path / name).read_bytes()).hexdigest() for name in names}
        raw = json.dumps(manifest, ensure_ascii=False).encode()
        digest = manifest_digest(bytes.fromhex(manifest["team"]), raw)
        (self.path / "manifest.json").write_bytes(raw)
        (self.path / "manifest.sig").write_bytes(f"{self.signer.sign(digest).hex()}\n".encode())


@dataclass
class Exported:
    """What a team of two wrote: with all words, with what was tagged withheld, and the keys of both."""

    whole: Package
    redacted: Package
    sam: Signer
    salts: tuple[bytes, ...]
    """Of every operation that the redacted package withholds."""


def export_packages(base: Path) -> Exported:
    """Joy (admin) and Sam (coordinator) write in turn; entries are tagged, struck and marked; Joy exports."""
    clock = Clock()
    with two_laptops(base, Role.COORDINATOR, clock) as team:
        joy, sam = team.joy, team.sam
        incident = an_incident(joy).id
        team.sync()
        for number in range(3):
            clock.pass_minutes(3)
            joy.log.add(incident, f"Joy saw pump {number}")
            sam.log.add(incident, f"Sam called, {SECRETS[0]}" if number == 1 else f"Sam saw pump {number}")
            team.sync()
        clock.pass_minutes(3)
        joy.log.add(incident, f"Got {SECRETS[1]}", "decision")
        joy.log.tag(joy.log.find("SR-2").id, "personal", True)
        joy.log.tag(joy.log.find("JO-4").id, "privileged", True)
        sam.log.strike(sam.log.find("SR-2").id, SECRETS[2])
        sam.log.mark(sam.log.find("JO-1").id, True)
        team.sync()
        sam.log.add(incident, '=2+3 "quoted", <b>bold</b>\nsecond line')
        team.sync()
        whole = joy.evidence.export(incident, base / "whole")
        redacted = joy.evidence.export(incident, base / "redacted", ["privileged", "personal"])
        assert (whole.entries, whole.redacted, whole.faults) == (9, 0, ())
        assert (redacted.entries, redacted.redacted, redacted.faults) == (9, 3, ())
        hidden = {bytes.fromhex(row[1]) for row in _manifest(redacted.out)["entries"] if row[2]}
        rows = joy.station.index.connection.execute("SELECT id, salt FROM ops").fetchall()
        signer, fingerprint = joy.station.device_keys.signer, joy.station.fingerprint
        return Exported(
            Package(whole.out, fingerprint, signer),
            Package(redacted.out, fingerprint, signer),
            sam.station.device_keys.signer,
            tuple(salt for op_id, salt in rows if op_id in hidden),
        )


def _manifest(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((path / "manifest.json").read_text("utf-8"))
    return found
