# SPDX-License-Identifier: Apache-2.0
"""Where the passphrase comes from: a file, the environment, or a prompt that does not show it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from incident_console.domain.errors import KnownError

VARIABLE = "INCIDENT_CONSOLE_PASSPHRASE"
_LONGEST = 64 * 1024


def read_passphrase(file: Path | None, *, is_new: bool = False) -> str:
    """The passphrase; asked for twice where a new one is chosen. Raises KnownError if there is nowhere to ask."""
    if file is not None:
        return _from_file(file)
    if given := os.environ.get(VARIABLE):
        return given
    return _asked(is_new=is_new)


def _from_file(file: Path) -> str:
    """The first line of a file."""
    try:
        with file.open("rb") as stream:
            line = stream.readline(_LONGEST).rstrip(b"\r\n").decode("utf-8-sig")
    except OSError as error:
        raise KnownError(f"The passphrase file {file} cannot be read", f"{error.strerror}.") from error
    except UnicodeDecodeError:
        raise KnownError(f"The passphrase file {file} is not UTF-8 text") from None
    if not line:
        raise KnownError(f"The first line of the passphrase file {file} is empty")
    return line


def _asked(*, is_new: bool) -> str:
    from getpass import getpass

    if not _has_terminal():
        raise KnownError(
            "No passphrase was given", "", f"Use --passphrase-file or {VARIABLE} where there is no terminal to ask on."
        )
    try:
        passphrase = getpass("New passphrase: " if is_new else "Passphrase: ")
        if is_new and getpass("The same again: ") != passphrase:
            raise KnownError("The two passphrases differ", "Nothing was made.", "Try again.")
    except EOFError:
        raise KnownError("No passphrase was given") from None
    return passphrase


def _has_terminal() -> bool:
    if os.name == "nt":
        return sys.stdin is not None and sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
