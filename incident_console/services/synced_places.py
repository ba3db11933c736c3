# SPDX-License-Identifier: Apache-2.0
"""Whether a place on the disk is likely to be copied elsewhere by some program: said before plain text goes there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_NAMES = (
    "dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud drive", "icloud~", "mobile documents",
    "nextcloud", "owncloud", "seafile", "syncthing", "pcloud", "tresorit", "box sync", "megasync",
)  # fmt: skip
"""How the folders of programs that sync are called, in small letters; an account's name may follow."""
_MARKS = (
    ".stfolder",
    ".dropbox",
    ".dropbox.cache",
    ".sync",
    ".seafile-data",
    ".owncloudsync.log",
    ".nextcloudsync.log",
)
_NETWORK = ("cifs", "smb3", "smbfs", "nfs", "nfs4", "davfs", "9p", "fuse.sshfs", "fuse.rclone", "afpfs", "webdav")
_MOUNTS = Path("/proc/self/mounts")


def synced_place(path: Path, shared_folders: Iterable[str]) -> str:
    """Why a file at this path would not stay on this laptop, in words; empty where nothing speaks for it.

    Nothing can prove that no program copies a folder: an empty answer is no promise.
    """
    parents = path.resolve().parents
    for folder in shared_folders:
        if Path(folder).resolve() in parents:
            return f"{folder} is a shared folder of the team"
    for parent in parents:
        if any(parent.name.casefold().startswith(name) for name in _NAMES) or _has_mark(parent):
            return f"{parent} looks like a folder that is copied elsewhere"
        if next(parent.glob("team-*.id"), None) is not None:
            return f"{parent} is the shared folder of a team"
    return f"{parents[0]} lies on another computer" if str(path).startswith("\\\\") or _is_remote(parents[0]) else ""


def _has_mark(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in _MARKS)


def _is_remote(folder: Path) -> bool:
    """Whether a folder lies on a mounted share, where the system tells what is mounted."""
    try:
        lines = _MOUNTS.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    rows = [line.split(" ") for line in lines]
    mounts = {Path(row[1].replace("\\040", " ")): row[2] for row in rows if len(row) > 2}
    at = next((parent for parent in (folder, *folder.parents) if parent in mounts), None)
    return at is not None and mounts[at] in _NETWORK
