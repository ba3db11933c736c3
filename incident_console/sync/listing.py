# SPDX-License-Identifier: Apache-2.0
"""What lies in a folder, by names alone: nothing is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from incident_console.domain.ports import FileTree, Listed, Stamp
from incident_console.wire import names, rollup


@dataclass(frozen=True, slots=True)
class Listing:
    """The team's files in a folder as relative paths, ``leftovers`` of crashes, and how many names are nobody's.

    ``stamps`` has size and time of each file where they were asked for.
    """

    files: frozenset[str]
    leftovers: frozenset[str] = frozenset()
    foreign: int = 0
    stamps: Mapping[str, Stamp] = field(default_factory=dict)

    def in_directory(self, directory: str) -> list[str]:
        """The files below one of the layout's directories, in order of their names."""
        return sorted(path for path in self.files if path.startswith(directory + "/"))


def list_all(tree: FileTree, chosen: Callable[[list[str]], list[str]] = list, *, with_stamps: bool = False) -> Listing:
    """Every file of the layout: one listing for each directory, of the streams only for those ``chosen``."""
    stamps: dict[str, Stamp] = {}
    leftovers: set[str] = set()
    foreign = 0
    for directory, is_ours in _directories(tree, chosen):
        for found in _listed(tree, directory, with_stamps=with_stamps):
            if is_ours(found.name):
                stamps[f"{directory}/{found.name}"] = found.stamp
            elif names.is_temporary(found.name) or names.is_set_aside(found.name):
                leftovers.add(f"{directory}/{found.name}")
            else:
                foreign += 1
    return Listing(frozenset(stamps), frozenset(leftovers), foreign, stamps if with_stamps else {})


def hash_in(path: str) -> str | None:
    """The hash that a file's name promises, or None where the path is not of the layout."""
    directory, _, rest = path.partition("/")
    name = rest.rpartition("/")[2]
    if directory == names.HEADS:
        head = names.parse_head(name)
        return head.hash if head else None
    if directory == names.STREAMS:
        batch = names.parse_batch(name) or rollup.parse(name)
        return batch.hash if batch else None
    return {names.ACTS: names.parse_act, names.JOINS: names.parse_join, names.BLOBS: names.parse_blob}[directory](name)


def heads_among(listed: Iterable[str]) -> frozenset[str]:
    """The heads among the names in their directory: what an idle poll looks at."""
    return frozenset(f"{names.HEADS}/{name}" for name in listed if names.parse_head(name))


def is_rollup(path: str) -> bool:
    """Whether a path in a stream's directory is that of a roll-up."""
    return rollup.parse(path.rpartition("/")[2]) is not None


def list_acts(tree: FileTree) -> list[str]:
    """The membership acts in a folder."""
    return _paths(tree, names.ACTS, lambda name: names.parse_act(name) is not None)


def list_joins(tree: FileTree) -> list[str]:
    """The join requests in a folder."""
    return _paths(tree, names.JOINS, lambda name: names.parse_join(name) is not None)


def list_stream(tree: FileTree, stream: bytes) -> list[str]:
    """The batches and roll-ups of one stream in a folder."""
    return _paths(tree, names.stream_folder(stream), _is_of_stream)


def _listed(tree: FileTree, directory: str, *, with_stamps: bool) -> Iterable[Listed]:
    if with_stamps:
        return tree.files(directory)
    return (Listed(name, 0) for name in tree.names(directory))


def _paths(tree: FileTree, directory: str, is_ours: Callable[[str], bool]) -> list[str]:
    return sorted(f"{directory}/{name}" for name in tree.names(directory) if is_ours(name))


def _directories(
    tree: FileTree, chosen: Callable[[list[str]], list[str]]
) -> Iterator[tuple[str, Callable[[str], bool]]]:
    yield names.HEADS, lambda name: names.parse_head(name) is not None
    yield names.ACTS, lambda name: names.parse_act(name) is not None
    yield names.JOINS, lambda name: names.parse_join(name) is not None
    for stream in chosen(_only(tree.names(names.STREAMS), names.is_stream)):
        yield f"{names.STREAMS}/{stream}", _is_of_stream
    for start in _only(tree.names(names.BLOBS), names.is_blob_start):
        yield f"{names.BLOBS}/{start}", lambda name, start=start: name.startswith(start) and _is_blob(name)  # type: ignore[misc]


def _only(found: Iterable[str], is_ours: Callable[[str], bool]) -> list[str]:
    return sorted(name for name in found if is_ours(name))


def _is_of_stream(name: str) -> bool:
    return names.parse_batch(name) is not None or rollup.parse(name) is not None


def _is_blob(name: str) -> bool:
    return names.parse_blob(name) is not None
