# SPDX-License-Identifier: Apache-2.0
"""Evidence that a stranger can check: the status log of an incident with everything that was signed, in a directory."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import incident_console
from incident_console.domain.errors import KnownError
from incident_console.domain.incident import Incident
from incident_console.domain.redaction import Redaction, shown_bodies, withheld
from incident_console.domain.status_log import TAGS, Entry
from incident_console.storage.file_tree import sync_directory
from incident_console.storage.log_operations import log_operations, tagged_lines
from incident_console.storage.waiting_files import sync_file
from incident_console.storage.workspace import told_of_disk
from incident_console.sync.evidence import signed_acts, signed_batches, signed_heads
from incident_console.wire.evidence import manifest_digest

from .base import Service
from .evidence_check import check, source, verifier
from .finding import find_one
from .times import iso

Progress = Callable[[str, int, int], None]

README = """This is the status log of "{incident}" of the team "{team}", with everything that its stations signed.

  entries.html   to read, in any browser
  entries.csv    for a spreadsheet
  entries.json   for programs
  *.bin          what was signed: membership, work, and signs of life of the stations
  manifest.json  what belongs to this package, signed by the station that wrote it
  verify.py      checks all of it: python verify.py DIRECTORY --team {fingerprint}

verify.py needs Python 3.11 or later and its package "cryptography". It reads no network. Take it from a place that you
trust, or read it: it is one file. The fingerprint must be the one that stands on a recovery kit or at the foot of a
printed status report of the team; take it from there and not from here.

An entry is struck, never deleted. Where words are withheld, the package proves who wrote the entry, when and under
which number; its words are not in the package, in no form, and neither are those of what struck it. Other entries that
repeat them stand as they are. Of all other work of the team the package tells that it was done, when and on which
station, and nothing else. The entered time is that of the station's clock, the event time what its author typed.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A package that was written: how many entries count, how many of these are without words, and what is wrong.

    ``command`` is what somebody without this program types to check it.
    """

    out: Path
    entries: int
    redacted: int
    fingerprint: str
    faults: tuple[tuple[str, str], ...]

    @property
    def command(self) -> str:
        """The check of a stranger, to be typed where the package is."""
        return f"python verify.py . --team {self.fingerprint}"


class EvidenceService(Service):
    """Writes evidence packages; the whole one or none."""

    def tags_in_use(self, incident: bytes) -> dict[str, int]:
        """How many lines of a log have each tag, strikes of tagged entries among them: what it would withhold."""
        with self.station.lock:
            keys, things = tagged_lines(self.station.index.connection), self.station.index.things
            log = [line for at in range(0, len(keys), 500) for line in things.many(Entry, keys[at : at + 500])]
        return {tag: sum(tag in line.tags for line in log if line.incident == incident) for tag in TAGS}

    def export(
        self,
        incident: bytes,
        out: Path,
        redact: Sequence[str] = (),
        progress: Progress | None = None,
        cancel: Event | None = None,
    ) -> Evidence:
        """Write the package of an incident into a new directory.

        ``redact`` holds tags and numbers of entries whose words are withheld. Raises KnownError; then nothing is left.
        """
        _check_place(out)
        told, cancel = progress or (lambda *_: None), cancel or Event()
        log = self._all(Entry, incident)
        redaction = self._redaction(log, redact)
        self.station.seal()
        self.station.write_head()
        files = self._signed(incident, log, redaction, told, cancel)
        manifest = self._manifest(incident, redact)
        package = verifier().Package(manifest, files, verifier().Report(watch=_watch("judging", told, cancel)))
        manifest["entries"] = [[line.number, line.op.id.hex(), line.op.is_withheld] for line in package.lines]
        files |= {name: b"".join(pieces) for name, pieces in verifier().render(package).items()}
        files |= {"README.txt": self._readme(manifest).encode(), "verify.py": source()}
        manifest["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
        faults = self._write(out, manifest, files, _watch("checking", told, cancel))
        counting = [line for line in package.lines if line.op.state == "counts"]
        redacted = sum(line.op.is_withheld for line in counting)
        return Evidence(out, len(counting), redacted, self.station.fingerprint, faults)

    def _redaction(self, log: Sequence[Entry], redact: Sequence[str]) -> Redaction:
        words = [word.strip() for word in redact if word.strip()]
        labels = {entry.id: self.station.label(entry.number, entry.incident, entry.id) for entry in log}
        named = [word for word in words if word.lower() not in TAGS]
        found = [find_one(word, "entries", log, _hex_id, lambda entry: (labels[entry.id],)) for word in named]
        tags = frozenset(word.lower() for word in words if word not in named)
        return Redaction(tags, frozenset(entry.id for entry in found))

    def _signed(
        self, incident: bytes, log: Sequence[Entry], redaction: Redaction, told: Progress, cancel: Event
    ) -> dict[str, bytes]:
        hidden = withheld(log, redaction)
        with self.station.lock:
            shown = shown_bodies(log_operations(self.station.index.connection, incident), log, hidden)
            acts = signed_acts(self.station)
        batches = signed_batches(self.station, shown, lambda done, of: told("collecting", done, of), cancel)
        files = {"acts.bin": acts, "batches.bin": b"".join(batches), "heads.bin": signed_heads(self.station)}
        _stop_if(cancel)
        return files

    def _manifest(self, incident: bytes, redact: Sequence[str]) -> dict[str, Any]:
        view = self._get(Incident, incident)
        return {
            "format": verifier().FORMAT,
            "team": self.station.team_id.hex(),
            "fingerprint": self.station.fingerprint,
            "team_name": self.station.team_name,
            "exercise": self.station.is_exercise,
            "incident": incident.hex(),
            "incident_name": view.name if view else "",
            "exported_at": iso(self.station.now().ms),
            "exported_by": self.station.code,
            "signed_by": self.station.device_keys.signer.public_key.hex(),
            "app_version": incident_console.__version__,
            "redacted": list(redact),
        }

    def _readme(self, manifest: dict[str, Any]) -> str:
        return README.format(
            incident=manifest["incident_name"], team=manifest["team_name"], fingerprint=manifest["fingerprint"]
        )

    def _write(
        self, out: Path, manifest: dict[str, Any], files: dict[str, bytes], watch: Progress
    ) -> tuple[tuple[str, str], ...]:
        """The whole directory or none: written beside, checked as a stranger does, then named. Returns the faults."""
        raw = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        signature = self.station.device_keys.signer.sign(manifest_digest(self.station.team_id, raw))
        every = {**files, "manifest.json": raw, "manifest.sig": f"{signature.hex()}\n".encode()}
        beside = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
        with told_of_disk(out):
            try:
                beside.mkdir(mode=0o700)
                for name, data in every.items():
                    (beside / name).write_bytes(data)
                    sync_file(beside / name)
                sync_directory(beside)
                faults = check(beside, self.station.fingerprint, watch).faults
                if out.is_dir():
                    out.rmdir()
                beside.rename(out)
                sync_directory(out.absolute().parent)
            except BaseException:
                shutil.rmtree(beside, ignore_errors=True)
                raise
        return faults


def package_place(chosen: Path, day: str) -> Path:
    """Where a package goes: the directory itself if it is new or empty, else a new one in it, named by the day."""
    names = (f"evidence-{day}", *(f"evidence-{day}-{number}" for number in range(2, 1_000)))
    with told_of_disk(chosen):
        if not chosen.is_dir() or not any(chosen.iterdir()):
            return chosen
        return next((chosen / name for name in names if not (chosen / name).exists()), chosen)


def _hex_id(entry: Entry) -> str:
    return entry.id.hex()


def _watch(what: str, told: Progress, cancel: Event) -> Progress:
    """Tells how far the verifier is, and stops it when that is asked for."""

    def watch(_name: str, done: int, of: int) -> None:
        _stop_if(cancel)
        told(what, done, of)

    return watch


def _stop_if(cancel: Event) -> None:
    if cancel.is_set():
        raise KnownError("The export was stopped", "Nothing was written.")


def _check_place(out: Path) -> None:
    """Refuse, before anything is read, a place that cannot take the package."""
    with told_of_disk(out):
        is_taken, has_parent = out.exists() and (not out.is_dir() or any(out.iterdir())), out.absolute().parent.is_dir()
    if is_taken:
        raise KnownError(f"{out} is not empty", "Nothing was written.", "Name a new directory.")
    if not has_parent:
        raise KnownError(f"{out} cannot be written", "Nothing was written.", "Name a directory in one that is there.")
