# SPDX-License-Identifier: Apache-2.0
"""Two Syncthing programs on loopback that keep two directories equal, as people use them in place of a share."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.helpers.media import free_port, media_program, running, until

_FOLDER = "crisis"
_QUIET = {
    "globalAnnounceEnabled": "false", "localAnnounceEnabled": "false", "relaysEnabled": "false", "natEnabled": "false",
    "startBrowser": "false", "urAccepted": "-1", "crashReportingEnabled": "false", "autoUpgradeIntervalH": "0",
    "reconnectionIntervalS": "1", "setLowPriority": "false",
}  # fmt: skip


@dataclass
class Side:
    """One of the two programs: its own files, the directory that it keeps, and where it answers."""

    home: Path
    directory: Path
    port: int
    web_port: int
    identity: str = ""
    key: str = ""

    def ask(self, method: str, what: str) -> dict[str, object]:
        """Ask the program something, or tell it to do something."""
        address = f"http://127.0.0.1:{self.web_port}/rest/{what}"
        request = urllib.request.Request(address, method=method, headers={"X-API-Key": self.key})
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return dict(json.loads(text)) if text.strip().startswith(b"{") else {}

    def is_answering(self) -> bool:
        try:
            self.ask("GET", "system/ping")
        except OSError:
            return False
        return True

    def scan(self) -> None:
        """Look for what changed, now."""
        self.ask("POST", f"db/scan?folder={_FOLDER}")

    def is_in_sync(self) -> bool:
        """Whether nothing is left to fetch."""
        return self.ask("GET", f"db/status?folder={_FOLDER}").get("needTotalItems") == 0


@contextmanager
def two_sides(one: Path, other: Path, home: Path) -> Iterator[tuple[Side, Side]]:
    """Both programs configured, not started yet."""
    program = media_program("syncthing")
    sides = tuple(
        Side(home / f"syncthing{number}", directory, free_port(), free_port())
        for number, directory in enumerate((one, other))
    )
    for side in sides:
        subprocess.run(
            [program, "generate", "--home", side.home, "--no-default-folder", "--skip-port-probing"],
            check=True, capture_output=True,
        )  # fmt: skip
        shown = subprocess.run(
            [program, "--home", side.home, "--device-id"], check=True, capture_output=True, text=True
        )
        side.identity = shown.stdout.strip()
    for side in sides:
        _configure(side, sides)
    yield sides[0], sides[1]


@contextmanager
def at_work(*sides: Side) -> Iterator[None]:
    """The programs run inside."""
    with ExitStack() as stack:
        for side in sides:
            command = ("syncthing", "--home", side.home, "--no-browser", "--no-restart", "--no-upgrade")
            stack.enter_context(running(command, side.home.with_suffix(".log")))
        for side in sides:
            until(side.is_answering, "the start of Syncthing")
        yield


def settle(*sides: Side) -> bool:
    """Let both look for changes; whether they hold the same afterwards."""
    for side in sides:
        side.scan()
    return all(side.is_in_sync() for side in sides)


def _configure(side: Side, sides: tuple[Side, ...]) -> None:
    path = side.home / "config.xml"
    tree = ElementTree.parse(path)
    root = tree.getroot()
    for old in (*root.findall("folder"), *root.findall("device")):
        root.remove(old)
    folder = ElementTree.SubElement(
        root, "folder", id=_FOLDER, path=str(side.directory), type="sendreceive", rescanIntervalS="3600",
        fsWatcherEnabled="false",
    )  # fmt: skip
    ElementTree.SubElement(folder, "maxConflicts").text = "10"
    for each in sides:
        ElementTree.SubElement(folder, "device", id=each.identity)
        device = ElementTree.SubElement(root, "device", id=each.identity, name=each.home.name)
        ElementTree.SubElement(device, "address").text = f"tcp://127.0.0.1:{each.port}"
    options = root.find("options")
    assert options is not None
    for name in (*_QUIET, "listenAddress"):
        for old in options.findall(name):
            options.remove(old)
    for name, value in {**_QUIET, "listenAddress": f"tcp://127.0.0.1:{side.port}"}.items():
        ElementTree.SubElement(options, name).text = value
    web = root.find("gui")
    assert web is not None
    address, key = web.find("address"), web.find("apikey")
    assert address is not None
    assert key is not None
    address.text, side.key = f"127.0.0.1:{side.web_port}", key.text or ""
    tree.write(path)
