# SPDX-License-Identifier: Apache-2.0
"""The two kinds of errors: what the world does to us (KnownError), and everything else, which is our bug."""

from __future__ import annotations


class KnownError(Exception):
    """Something the user can understand and act on: what happened, what is safe, what to do.

    ``title`` is one short line without a full stop, ``message`` says what happened and what is safe,
    ``what_to_do`` the next step. None of them ever holds a secret or the user's content.
    """

    def __init__(self, title: str, message: str = "", what_to_do: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.message = message
        self.what_to_do = what_to_do

    def one_line(self) -> str:
        """The whole error as the one line that a command prints."""
        return " ".join(part for part in (f"{self.title}.", self.message, self.what_to_do) if part)
