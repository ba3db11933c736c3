# SPDX-License-Identifier: Apache-2.0
"""What the project says of itself: licence lines, the commands of its README, the pins of its lock files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parents[2]
OURS = ["incident_console", "resources", "docs_library", "tests"]
KINDS_WITH_COMMENTS = {".py", ".toml", ".qss", ".spec"}
LICENCE = "# SPDX-License-Identifier: Apache-2.0"


def our_files() -> Iterator[Path]:
    for folder in OURS:
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in KINDS_WITH_COMMENTS)
    yield from (ROOT / name for name in ["dev.py", "build.spec", "pyproject.toml", ".ci/run"])


def test_every_file_names_its_licence_at_its_head() -> None:
    without = []
    for path in our_files():
        head = path.read_text(encoding="utf-8").splitlines()[:2]
        lines = head[1:] if head and head[0].startswith("#!") else head[:1]
        if not any(line.strip("/* ") == LICENCE.strip("# ") or line == LICENCE for line in lines):
            without.append(str(path.relative_to(ROOT)))
    assert without == []


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (python3 dev\.py \w+)$", readme, re.MULTILINE)
    assert commands[:2] == ["python3 dev.py run", "python3 dev.py test"]


@pytest.mark.parametrize("text", ["README.md", "CONTRIBUTING.md"])
def test_every_dev_command_that_a_text_names_exists(text: str) -> None:
    named = set(re.findall(r"python3 dev\.py (\w+)", (ROOT / text).read_text(encoding="utf-8")))
    assert named <= set(dev.COMMANDS)


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower()


@pytest.mark.parametrize(("lock", "group"), [("requirements-dev.txt", "dev"), ("requirements-build.txt", "build")])
def test_a_lock_file_pins_what_the_project_asks_for(lock: str, group: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {name_of(each) for each in [*project["project"]["dependencies"], *project["dependency-groups"][group]]}
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==[^\s;]+(?: ;[^\n\\]+)? \\\n    --hash=sha256:", text, re.MULTILINE))
    assert wanted <= pinned
    assert "://" not in text
