# SPDX-License-Identifier: Apache-2.0
"""Listing a folder in which anybody may have made heaps of directories."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from incident_console.wire import names

from .heads import stream_names
from .listing import Listing, list_all

if TYPE_CHECKING:
    from collections.abc import Container

    from .folder_view import FolderView
    from .station import Station

STRANGE_STREAMS_A_ROUND = 4_000
"""So many directories of streams that nobody ever heard of are listed in one full comparison."""


def list_folder(view: FolderView, station: Station) -> Listing:
    """Every file of the layout in a folder with its stamp; of streams never heard of, only so many in a round."""
    held = {path.split("/")[1] for path in station.files.paths if path.startswith(f"{names.STREAMS}/")}
    with station.lock:
        known = held | stream_names(station.carriers)
    return list_all(view.tree, partial(in_turn, known=known, turn=view.turn), with_stamps=True)


def in_turn(streams: list[str], known: Container[str], turn: int) -> list[str]:
    """The known ones, and so many of the others: different ones each turn, so that heaps delay and do not hide."""
    strange = [stream for stream in streams if stream not in known]
    start = turn * STRANGE_STREAMS_A_ROUND % max(len(strange), 1)
    chosen = (strange[start:] + strange[:start])[:STRANGE_STREAMS_A_ROUND]
    return [stream for stream in streams if stream in known] + chosen
