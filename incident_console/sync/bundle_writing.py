# SPDX-License-Identifier: Apache-2.0
"""Writing a bundle: one archive with what a station lacks, or with everything, to be sent by any way there is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import BinaryIO

from incident_console.domain.errors import KnownError
from incident_console.domain.sizes import size_words
from incident_console.storage.bundle_file import NotABundle, open_bundle, write_beside
from incident_console.storage.workspace import told_of_disk
from incident_console.wire import names
from incident_console.wire.bundle import BLOCK, END, MAX_MEMBERS, header, padding, read_header

from .bundle_choice import files_for
from .space import Fit, fit, sizes_of
from .station import Station

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BundleWritten:
    """How many files are in a bundle, and how many documents' parts did not fit on the medium."""

    files: int
    left: int
    left_bytes: int


def write_bundle(
    station: Station, out: Path, device: bytes | None = None, progress: Progress | None = None,
    cancel: Event | None = None,
) -> BundleWritten:  # fmt: skip
    """Write a bundle for a station, or with everything; what was saved goes in first, the file is there whole or not.

    Where space is short, documents stay out, the least urgent first. Raises KnownError if the rest does not fit, the
    place is taken by anything but a bundle, or on cancel.
    """
    _check_place(out)
    station.seal()
    station.write_head()
    root = f"{names.exercise_folder(station.team_id)}/" if station.is_exercise else ""
    with told_of_disk(station.path):
        wanted = files_for(station, device)
    chosen = _fitting(station, out, wanted)
    written = [f"{root}{names.team_file(station.team_id)}"]
    try:
        write_beside(out, partial(_write, station, root, chosen.chosen, written, progress, cancel or Event()))
    except OSError as error:
        raise _cannot(out, error) from error
    return BundleWritten(len(written), len(chosen.left), chosen.left_bytes)


def _write(
    station: Station, root: str, paths: Sequence[str], written: list[str], progress: Progress | None, cancel: Event,
    file: BinaryIO,
) -> None:  # fmt: skip
    _add(file, written[0], station.team_file())
    for done, path in enumerate(paths, 1):
        if cancel.is_set():
            raise KnownError("Stopped", "No bundle was written.")
        data = station.files.read(path)
        if data is not None:
            _add(file, f"{root}{path}", data)
            written.append(path)
        if progress:
            progress("writing", done, len(paths))
    file.write(END)


def _add(file: BinaryIO, name: str, data: bytes) -> None:
    file.write(header(name, len(data)))
    file.write(data)
    file.write(bytes(padding(len(data))))


def _fitting(station: Station, out: Path, paths: Sequence[str]) -> Fit:
    """As much as the medium holds; what is no document must fit."""
    sizes = sizes_of(station.replica, paths)
    stored = {path: BLOCK + size + padding(size) for path, size in sizes.items()}
    free = _free_bytes(out)
    chosen = fit([path for path in paths[: MAX_MEMBERS - 1] if path in sizes], stored, free)
    if any(not path.startswith(f"{names.BLOBS}/") for path in chosen.left):
        need = size_words(sum(size for path, size in stored.items() if not path.startswith(f"{names.BLOBS}/")))
        raise KnownError(
            f"{out} does not fit", f"It takes {need} without documents, {size_words(free)} are free there.",
            "Free some space, or choose another place.",
        )  # fmt: skip
    rest = paths[MAX_MEMBERS - 1 :]
    return Fit(chosen.chosen, (*chosen.left, *rest), chosen.left_bytes + sum(sizes.get(path, 0) for path in rest))


def _free_bytes(out: Path) -> int:
    try:
        usage = shutil.disk_usage(out.parent)
    except OSError as error:
        raise _cannot(out, error) from error
    return usage.free


def _check_place(out: Path) -> None:
    """Refuse a place that is no file's, or that something else than a bundle has taken: that would be lost."""
    if not out.parent.is_dir() or out.is_dir():
        raise KnownError(f"{out} cannot be written", "Nothing was written.", "Name a file in a folder that is there.")
    if out.exists() and not _is_bundle(out):
        raise KnownError(f"{out} is there already and is no bundle", "Nothing was written.", "Choose another name.")


def _is_bundle(path: Path) -> bool:
    try:
        with open_bundle(path) as file:
            member = read_header(file.read(BLOCK))
    except (OSError, NotABundle):
        return False
    return member is not None and names.parse_team(member.name.rpartition("/")[2]) is not None


def _cannot(out: Path, error: OSError) -> KnownError:
    return KnownError(
        f"{out} cannot be written: {error.strerror}", "Everything is safe on this laptop.", "Choose another place."
    )
