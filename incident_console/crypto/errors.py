# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with bytes that came from outside: a stable code for each, never a secret or content."""

from __future__ import annotations

from enum import StrEnum

from incident_console.domain.errors import KnownError


class Damage(StrEnum):
    """Why a file is not accepted, in the order of the checks. The values are stable: they are stored and shown."""

    SIZE = "size"
    NAME = "name"
    MAGIC = "magic"
    TEAM = "team"
    HEADER = "header"
    COMMITMENT = "commitment"
    AEAD = "aead"
    FRAMING = "framing"
    PADDING = "padding"
    STREAM_ID = "stream-id"
    SIGNATURE = "signature"
    KEY = "key"


class DamagedFile(Exception):
    """A file that counts as not arrived yet: its bytes are not what their author sealed."""

    def __init__(self, code: Damage) -> None:
        super().__init__(str(code))
        self.code = code


class NeedsNewerVersion(Exception):
    """A file of a format, suite, kind or flag that this version does not know; it is relayed unread, never damaged."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class KeyNotHeld(Exception):
    """A sound-looking file for which this station has no key yet; it may open once a membership file arrives."""


class WrongPassphrase(KnownError):
    """The passphrase does not open this workspace."""

    def __init__(self) -> None:
        super().__init__(
            "The passphrase is not right",
            "Nothing was changed.",
            "Type it again; check the keyboard layout and Caps Lock.",
        )
