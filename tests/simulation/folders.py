# SPDX-License-Identifier: Apache-2.0
"""What befalls a shared folder: sync clients, mistaken colleagues, failing sticks, restored backups."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from incident_console.crypto.hashing import sha256
from incident_console.wire import names

Harm = Callable[[Path, Random], None]


def files_in(folder: Path) -> list[Path]:
    """Every file below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def delete_some(folder: Path, dice: Random) -> None:
    """Somebody tidies up."""
    for path in _some(folder, dice, 3):
        path.unlink()


def truncate_one(folder: Path, dice: Random) -> None:
    """A copy ends early."""
    for path in _some(folder, dice, 1):
        truncate_file(path, dice)


def truncate_file(path: Path, dice: Random) -> None:
    """Only a beginning of a file arrives."""
    path.write_bytes(path.read_bytes()[: dice.randrange(path.stat().st_size + 1)])


def flip_one(folder: Path, dice: Random) -> None:
    """A bit rots."""
    for path in _some(folder, dice, 1):
        flip_in_file(path, dice)


def flip_in_file(path: Path, dice: Random) -> None:
    """One bit of a file is another one."""
    data = bytearray(path.read_bytes())
    if data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(data)


def rename_one(folder: Path, dice: Random) -> None:
    """A sync client finds a conflict where there is none."""
    for path in _some(folder, dice, 1):
        path.rename(path.with_name(f"{path.stem} (conflicted copy){path.suffix}"))


def swap_two(folder: Path, dice: Random) -> None:
    """Two files get each other's names."""
    files = _some(folder, dice, 2)
    if len(files) == 2:
        first, second = (path.read_bytes() for path in files)
        files[0].write_bytes(second)
        files[1].write_bytes(first)


def leave_half_written(folder: Path, dice: Random) -> None:
    """A laptop was switched off while it wrote."""
    directory = dice.choice([path for path in sorted(folder.rglob("*")) if path.is_dir()] or [folder])
    (directory / f"{dice.randbytes(8).hex()}.tmp").write_bytes(dice.randbytes(100))


def misplace_one(folder: Path, dice: Random) -> None:
    """A file is copied under a name that looks right."""
    batches = sorted((folder / "s").rglob("*.b"))
    if batches:
        path = dice.choice(batches)
        elsewhere = folder / "s" / ("0123456789abcdef"[dice.randrange(16)] * 16)
        elsewhere.mkdir(exist_ok=True)
        (elsewhere / path.name).write_bytes(path.read_bytes())


def join_some(folder: Path, dice: Random) -> None:
    """Somebody makes a roll-up of whatever lies there, right or wrong."""
    streams = sorted({path.parent for path in (folder / "s").rglob("*.b")})
    if streams:
        stream = dice.choice(streams)
        loose = sorted(stream.glob("*.b"))
        start = dice.randrange(len(loose))
        data = b"".join(path.read_bytes() for path in loose[start : start + dice.randint(1, 4)])
        first, last = dice.choice(((1, 3), (4, 6), (7, 9), (1, 9)))
        digest = names.base32hex(sha256(data), 20)
        (stream / f"{names.numeral(first, 10)}-{names.numeral(last, 10)}-{digest}.r").write_bytes(data)


def empty_one_directory(folder: Path, dice: Random) -> None:
    """A whole directory is gone."""
    shutil.rmtree(folder / dice.choice("hsaj"), ignore_errors=True)


HARMS: tuple[Harm, ...] = (
    delete_some, truncate_one, flip_one, rename_one, swap_two, leave_half_written, misplace_one, empty_one_directory,
    join_some,
)  # fmt: skip


def unite(source: Path, target: Path) -> None:
    """Copy a whole folder over another, as one does with a stick."""
    shutil.copytree(source, target, dirs_exist_ok=True)


def roll_back(folder: Path, backup: Path) -> None:
    """Put a folder back to what it was."""
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)


def _some(folder: Path, dice: Random, most: int) -> list[Path]:
    files = [path for path in files_in(folder) if path.parent != folder]
    return dice.sample(files, min(most, len(files)))
