# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a folder, in words: what happened, what is safe, and the one step to take."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from incident_console.domain.errors import KnownError
from incident_console.domain.sizes import size_words

from .folder_view import FolderState, FolderView

_BY_NUMBER = {
    errno.ENOSPC: FolderState.FULL,
    errno.EDQUOT: FolderState.FULL,
    errno.EROFS: FolderState.READ_ONLY,
    errno.EACCES: FolderState.READ_ONLY,
    errno.EPERM: FolderState.READ_ONLY,
}
_SAFE = "Everything is safe on this laptop"
_UNTOUCHED = f"{_SAFE}, and nothing was written there."
_FILL = "folder seed, or Fill under Team & sync"
_WORDS = {
    FolderState.UNREACHABLE: ("cannot be reached", f"{_SAFE}.", "It is tried again by itself."),
    FolderState.EMPTY: (
        "does not hold the team's files",
        f"It was emptied, or what belongs there is not mounted. {_UNTOUCHED}",
        f"If it is mounted, and the right one, fill it: {_FILL}.",
    ),
    FolderState.DAMAGED: (
        "was damaged: its files were renamed, encrypted or deleted",
        _UNTOUCHED,
        f"Stop what did that, then fill it again: {_FILL}.",
    ),
    FolderState.FOREIGN: (
        "belongs to another team",
        f"{_SAFE}, and nothing of theirs was changed.",
        f"Put the team's own folder back in its place, or fill an empty one: {_FILL}.",
    ),
    FolderState.READ_ONLY: ("cannot be written", f"{_SAFE}.", "Ask for the right to write there."),
    FolderState.FULL: ("is full", f"{_SAFE}.", "Free some space there."),
    FolderState.OK: ("gave an error", f"{_SAFE}.", "It is tried again by itself."),
}


def is_unmounted(view: FolderView, mounted_at: str | None) -> bool:
    """Whether an empty directory is what is left of a folder below a mount point that it had when it was last well."""
    return view.state is FolderState.EMPTY and mounted_at not in (None, mount_of(view.path))


def unusable(view: FolderView, mounted_at: str | None = None) -> KnownError:
    """Why nothing can be exchanged with a folder; ``mounted_at`` is the mount point that it had when it was well."""
    if is_unmounted(view, mounted_at):
        return KnownError(
            f"The folder {view.path} is not mounted",
            f"It lay on what was mounted at {mounted_at}; there is an empty directory now. {_UNTOUCHED}",
            "Mount it; the rest goes by itself. If that is gone for good, add an empty folder: folder add fills it.",
        )
    title, safe, advice = _WORDS[view.state]
    return KnownError(f"The folder {view.path} {title}", safe, advice)


def failed(view: FolderView, error: OSError) -> KnownError:
    """What the system's answer means; the view has that state from now on."""
    view.state = _BY_NUMBER.get(error.errno or 0, FolderState.UNREACHABLE)
    return unusable(view)


def too_small(view: FolderView) -> KnownError:
    """Some files did not fit."""
    files = "1 file" if len(view.left) == 1 else f"{len(view.left):,} files"
    return KnownError(
        f"The folder {view.path} is full: {files} ({size_words(view.left_bytes)}) did not fit",
        f"Membership and the log go first, then vital documents. {_SAFE}.",
        "Free some space there; the rest goes by itself.",
    )


def not_there(view: FolderView) -> KnownError:
    """A folder that is to be filled is no directory; made here, it would be one of this laptop's own disk."""
    return KnownError(
        f"The folder {view.path} is not there",
        "Nothing was made, since a share or a stick may belong there that is not mounted.",
        "Mount it, or make the directory; then fill it: folder seed.",
    )


def mount_of(path: Path) -> str:
    """The mount point below which a directory lies."""
    at = path
    while not os.path.ismount(at) and at != at.parent:
        at = at.parent
    return str(at)
