# SPDX-License-Identifier: Apache-2.0
"""Bundles: one file with what a station lacks, for mail or any other way, and taking in one that came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from incident_console.domain.errors import KnownError
from incident_console.domain.sizes import size_words

from .base import Service
from .team import TeamService

Progress = Callable[[str, int, int], None]
"""Told (what, done, of) while long work goes on."""


@dataclass(frozen=True, slots=True)
class BundleSaved:
    """A bundle that was written: where, how many files it holds, and what is missing in it, if anything is."""

    path: Path
    files: int
    problem: KnownError | None


@dataclass(frozen=True, slots=True)
class BundleTaken:
    """A bundle that was read: how many files are newly here, and why it was not all of it, if so."""

    received: int
    problem: KnownError | None


class BundlesService(Service):
    """Saves and reads bundles."""

    def find_station(self, named: str) -> bytes:
        """The other station with this code, name or member; raises KnownError for none, several or a removed one."""
        found = TeamService(self.station).find_member(named)
        if found.is_self:
            raise KnownError(f"{found.name} is this laptop", "Nothing was written.", "Name another station.")
        if not found.is_active:
            raise KnownError(f"{found.name} was removed from the team", "Nothing was written.", "Name another station.")
        return found.device

    def save(
        self, out: Path, station: bytes | None = None, progress: Progress | None = None, cancel: Event | None = None
    ) -> BundleSaved:
        """Write what a station lacks, or everything, into one file. Raises KnownError; then nothing was written."""
        from incident_console.sync.bundle_writing import write_bundle

        whole = out.absolute()
        written = write_bundle(self.station, whole, station, progress, cancel)
        problem = _short_of_space(written.left, written.left_bytes, "are not in it") if written.left else None
        return BundleSaved(whole, written.files, problem)

    def read(self, path: Path, progress: Progress | None = None, cancel: Event | None = None) -> BundleTaken:
        """Take in what a bundle holds; twice does nothing. Raises KnownError if it is none of this team's."""
        from incident_console.sync.bundle_reading import read_bundle

        found = read_bundle(self.station, path.absolute(), progress, cancel)
        if found.damaged or not found.is_whole:
            return BundleTaken(found.received, _torn(found.damaged))
        if found.left:
            return BundleTaken(found.received, _short_of_space(found.left, found.left_bytes, "were not taken"))
        is_odd = found.locked and self.station.is_joined  # whoever waits for admission has no key yet
        return BundleTaken(found.received, _locked(found.locked) if is_odd else None)


def _torn(damaged: int) -> KnownError:
    some = f"{damaged} of its files are damaged. " if damaged else ""
    return KnownError(
        "The bundle did not arrive whole", f"{some}What is whole in it was taken.", "Have it sent again, then read it."
    )


def _short_of_space(files: int, size: int, what: str) -> KnownError:
    return KnownError(
        f"{files} parts of documents ({size_words(size)}) {what}, for lack of space", "All else is in.",
        "Free some space, then do it again.",
    )  # fmt: skip


def _locked(files: int) -> KnownError:
    return KnownError(
        f"{files} files are sealed with a key that this laptop does not have", "All else was taken.",
        "A bundle made after its admission, or after the change of keys, brings the key.",
    )  # fmt: skip
