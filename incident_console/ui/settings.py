# SPDX-License-Identifier: Apache-2.0
"""What a person may set, declared once: its type, its usual value, its words on the screen, and where it is kept.

Theme, text size, window size and the paths of opened workspaces lie in a plain file (laptop_file.py), because they are
needed before anything is unlocked; they name no team, person or incident. All else, and how each view was left, lies
sealed in the workspace (sealed_memory.py), because a filter or a splitter's name may tell what somebody works on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.theme import ThemeChoice

T = TypeVar("T", str, int)
_MOST_WORKSPACES = 12
_WORKSPACES = "workspaces"


class Place(Enum):
    """Where a setting is kept."""

    LAPTOP = auto()
    WORKSPACE = auto()


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One thing to set. With ``choices`` (value, words) it is one of them; without, the program keeps it by itself."""

    key: str
    usual: T
    place: Place
    title: str = ""
    explains: str = ""
    choices: tuple[tuple[T, str], ...] = ()

    def checked(self, value: object) -> T:
        """The value if it is a possible one, else the usual one."""
        if type(value) is not type(self.usual):
            return self.usual
        is_fine = not self.choices or any(value == choice for choice, _ in self.choices)
        return value if is_fine else self.usual


THEME = Setting(
    "theme",
    ThemeChoice.SYSTEM.value,
    Place.LAPTOP,
    "Theme",
    "High contrast has the strongest edges. The system's own choice is followed while the window is open.",
    (
        (ThemeChoice.SYSTEM.value, "As the system"),
        (ThemeChoice.LIGHT.value, "Light"),
        (ThemeChoice.DARK.value, "Dark"),
        (ThemeChoice.HIGH_CONTRAST.value, "High contrast"),
    ),
)
ZOOM = Setting(
    "zoom",
    100,
    Place.LAPTOP,
    "Text size",
    "Also with Ctrl and +, Ctrl and -; Ctrl and 0 goes back to 100 %.",
    tuple((percent, f"{percent} %") for percent in range(100, 201, 10)),
)
LOCK_AFTER_MIN = Setting(
    "lock-after-min",
    15,
    Place.WORKSPACE,
    "Lock when nobody types",
    "Locking closes the workspace and forgets its keys; the passphrase opens it again where you left it.",
    ((5, "After 5 min"), (15, "After 15 min"), (30, "After 30 min"), (60, "After 1 h"), (0, "Never")),
)
WINDOW = Setting("window", "", Place.LAPTOP)
"""Size and place of the window, as Qt writes it, in Base64."""

SHOWN: tuple[Setting[Any], ...] = (THEME, ZOOM, LOCK_AFTER_MIN)
"""What the settings page offers, in its order."""


class Sealed(Protocol):
    """Keeps texts by key inside an unlocked workspace."""

    def read(self, key: str) -> str:
        """What was kept, or an empty text."""

    def write(self, key: str, value: str) -> None:
        """Keep it for next time."""


class Settings(QObject):
    """Reads and writes settings; ``changed(key)`` tells of each that got another value.

    It is also the memory of views (`read`, `write`): pages keep splitters, columns and filters by a key of their own.
    Without an unlocked workspace nothing of that is kept.
    """

    changed = Signal(str)

    def __init__(self, file: LaptopFile, sealed: Sealed | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file, self._sealed = file, sealed

    def use_workspace(self, sealed: Sealed | None) -> None:
        """Keep what belongs to a workspace there from now on; None when it is locked."""
        self._sealed = sealed

    def get(self, setting: Setting[T]) -> T:
        """The value in force."""
        if setting.place is Place.LAPTOP:
            return setting.checked(self._file.read().get(setting.key))
        kept = self.read(f"setting/{setting.key}")
        whole = kept.isascii() and kept.isdigit() and isinstance(setting.usual, int)
        return setting.checked(int(kept) if whole else kept)

    def set(self, setting: Setting[T], value: T) -> None:
        """Keep a value; one that is not among the choices becomes the usual one."""
        value = setting.checked(value)
        if value == self.get(setting):
            return
        if setting.place is Place.LAPTOP:
            self._file.write({setting.key: value})
        else:
            self.write(f"setting/{setting.key}", str(value))
        self.changed.emit(setting.key)

    def read(self, key: str) -> str:
        """How a view was left, or an empty text."""
        return self._sealed.read(key) if self._sealed else ""

    def write(self, key: str, value: str) -> None:
        """Remember how a view was left."""
        if self._sealed:
            self._sealed.write(key, value)

    def workspaces(self) -> list[Path]:
        """The workspaces that were opened on this laptop and not forgotten, the latest first."""
        kept = self._file.read().get(_WORKSPACES)
        paths = kept if isinstance(kept, list) else []
        return [Path(path) for path in paths if isinstance(path, str) and path][:_MOST_WORKSPACES]

    def remember_workspace(self, path: Path) -> None:
        """Offer this workspace first at the next start."""
        others = [known for known in self.workspaces() if known != path]
        self._keep_workspaces([path, *others])

    def forget_workspace(self, path: Path) -> None:
        """Offer this workspace no longer; the workspace itself stays as it is."""
        self._keep_workspaces([known for known in self.workspaces() if known != path])

    def _keep_workspaces(self, paths: list[Path]) -> None:
        self._file.write({_WORKSPACES: [str(path) for path in paths[:_MOST_WORKSPACES]]})
