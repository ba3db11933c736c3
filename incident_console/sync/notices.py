# SPDX-License-Identifier: Apache-2.0
"""What a person is told calmly when copies of a laptop meet, or its disk rots."""

from __future__ import annotations

from incident_console.domain.events import Notice

COPY_NOTICE = Notice(
    "This workspace was used on another laptop too, or restored from a copy",
    "Nothing is lost: both lines of work are kept. This laptop goes on under a new mark in its numbers.",
)
TWIN_NOTICE = Notice(
    "A copy of this workspace is in use",
    "Its work is kept beside this one's. If nobody copied this laptop's disk on purpose, tell an admin.",
)
ROT_NOTICE = Notice(
    "This laptop's disk lost sealed files",
    "{} of them are damaged or gone and lie in none of the folders. They come again from any laptop that holds them.",
)
KIT_NOTICE = Notice(
    "The recovery kit was used",
    "{} came in with it. If nobody of the team did that, remove that laptop and print a new kit, which ends this one.",
)
REVOKED_NOTICE = Notice(
    "This laptop was removed from the team",
    "An admin revoked it. What it holds stays readable here; what the team writes from now on is not. Work that waited "
    "here still goes out, and an admin decides whether it counts.",
)
