# SPDX-License-Identifier: Apache-2.0
"""The recovery kit: print a new one, tell which one there is, try one without using it up, and see when it was used."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role

from .base import Service
from .times import clock

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.domain.membership import Member

LONGEST_TEXT = 4096
"""A file of words is read up to here."""


@dataclass(frozen=True, slots=True)
class KitLine:
    """The newest kit that can let a laptop in; ``others`` counts older ones that can too until a new print.

    ``checked_at_ms`` tells when it was last tried on this laptop.
    """

    code: str
    printed_at_ms: int
    printed_by: str
    checked_at_ms: int | None
    others: int


@dataclass(frozen=True, slots=True)
class KitUse:
    """A laptop that came in with a kit, and who sat at it; both empty where it was used for something else."""

    member: str
    code: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class PrintedKit:
    """Where a new kit's page lies, its code, and the team's fingerprint on it."""

    out: Path
    code: str
    fingerprint: str


class KitsService(Service):
    """Kits of paper with admin right, whose words are kept nowhere."""

    def current(self) -> KitLine | None:
        """The kit that lets a laptop in when all others are lost, or None if the team has none."""
        from incident_console.sync.kits import active_kits, checked_at

        with self.station.lock:
            members = self.station.members()
            kits = active_kits(members)
            if not kits:
                return None
            kit = members[kits[0]]
            by = self._signer(kit.admitted_by)
            tried = checked_at(self.station, kits[0])
            return KitLine(kit.admission.code, kit.admitted_at_ms, by, tried, len(kits) - 1)

    def uses(self) -> list[KitUse]:
        """Whatever was done with a kit, such as a laptop that came in, the last one first."""
        with self.station.lock:
            uses = [(use.admission, use.wall_ms) for use in reversed(self.station.team.team.signed_by_paper)]
        return [KitUse(let_in.names, let_in.code, at) if let_in else KitUse("", "", at) for let_in, at in uses]

    def refusal(self) -> KnownError | None:
        """Why this laptop may not print a kit, or None if it may."""
        return self._refusal(Role.ADMIN, "print a recovery kit")

    def print_to(self, out: Path, words_file: Path | None = None) -> PrintedKit:
        """Print a new kit as a page of PDF and retire the older ones; the words also into a file if one is named.

        Nothing else of it is written anywhere. Raises KnownError; then the older kits are as they were, and no file
        was made.
        """
        from incident_console.sync.kits import print_kit

        self.station.require(Role.ADMIN, "print a recovery kit")
        for path in (out, words_file):
            if path is not None:
                _check_place(path)
        if words_file is not None and words_file.absolute() == out.absolute():
            raise KnownError("The page and the words need a file each", "Nothing was printed.")
        device = print_kit(self.station, partial(self._keep, out, words_file))
        code = self.station.members()[device].admission.code
        return PrintedKit(out, code, self.station.fingerprint)

    def check(self, text: str) -> KitLine:
        """The current kit, if these are its words; nothing is used up. Raises KnownError, which says why not."""
        from incident_console.sync.kits import check_kit
        from incident_console.wire.kit_text import read_kit_text

        member = check_kit(self.station, read_kit_text(text), when_words(self.station.now()))
        found = self.current()
        if found is None or found.code != member.admission.code:
            raise KnownError("This recovery kit is not the newest one", "It still lets laptops in.", "Print a new kit.")
        return found

    def _keep(self, out: Path, words_file: Path | None, words: tuple[str, ...], code: str) -> None:
        from incident_console.wire.kit_text import write_kit_text

        text = write_kit_text(words, self.station.team_id)
        page = self._page(words, code, text)
        _write(out, page)
        if words_file is not None:
            try:
                _write(words_file, text.encode("ascii"))
            except BaseException:
                out.unlink(missing_ok=True)
                raise

    def _page(self, words: tuple[str, ...], code: str, text: str) -> bytes:
        from incident_console.reports.recovery_kit import RecoveryKit, render_recovery_kit
        from incident_console.resources_path import resource_path
        from incident_console.wire.kit_text import team_id_text

        station = self.station
        kit = RecoveryKit(
            words=words,
            code=code,
            team=station.team_name,
            is_exercise=station.is_exercise,
            team_id=team_id_text(station.team_id),
            fingerprint=station.fingerprint,
            printed_by=f"{station.member_name}, station {station.code}",
            printed_at=station.now(),
            scanned=text,
        )
        return render_recovery_kit(kit, resource_path("resources", "fonts"))

    def _signer(self, sign_key: bytes) -> str:
        found: Member | None = next(
            (each for each in self.station.members().values() if each.admission.sign_key == sign_key), None
        )
        return found.names if found else ""


def read_words(file: Path) -> str:
    """The words in a file. Raises KnownError if it cannot be read or is something else."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST_TEXT + 1)
        if len(data) > LONGEST_TEXT:
            raise KnownError(f"{file} is no file of words", "It is too long.")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise KnownError(f"The file of words {file} cannot be read", f"{error.strerror}.") from error
    except UnicodeDecodeError:
        raise KnownError(f"{file} is no file of words", "It is not UTF-8 text.") from None


def new_kit_file(directory: Path) -> Path:
    """A name for a page in a directory that no file there has."""
    names = ("recovery-kit.pdf", *(f"recovery-kit-{number}.pdf" for number in range(2, 1000)))
    return next((directory / name for name in names if not os.path.lexists(directory / name)), directory / names[0])


def when_words(now: Moment) -> Callable[[int], str]:
    """Says a time in words, as seen from now."""
    return lambda at_ms: clock(at_ms, now)


def _check_place(path: Path) -> None:
    """Refuse, before a kit is made, a place that cannot be written or is taken."""
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise KnownError(f"{path} cannot be written", "Nothing was printed.", "Name a file in a folder that is there.")
    if os.path.lexists(path):
        raise _taken(path)


def _write(path: Path, data: bytes) -> None:
    from incident_console.storage.lone_file import write_whole

    try:
        write_whole(path, data)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise KnownError(
            f"{path} cannot be written", f"{error.strerror}. The kit that there was counts as before.", "Try again."
        ) from error


def _taken(path: Path) -> KnownError:
    return KnownError(
        f"{path} is there already", "Nothing was printed; an older kit counts as before.", "Choose another name."
    )
