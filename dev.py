# SPDX-License-Identifier: Apache-2.0
"""Every command a developer types, with all of its set-up: ``python3 dev.py run``, ``python3 dev.py test`` and so on.

Standard library only, because it runs before anything is installed. It makes a virtual environment, installs the
pinned packages into it when the lock file has changed, and sees to the system libraries that Qt needs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
DEV_LOCK = ROOT / "requirements-dev.txt"
BUILD_LOCK = ROOT / "requirements-build.txt"
FUZZ_LOCK = ROOT / "requirements-fuzz.txt"

QT_PACKAGES = [
    "libglib2.0-0",
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "libgssapi-krb5-2",
]
WINDOW_PACKAGES = [
    "libxcb-cursor0",
    "libxkbcommon-x11-0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libx11-xcb1",
]
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "pdftotext": "poppler-utils",
    "strace": "strace",
}

MEDIA_PROGRAMS = {
    "rclone": "rclone",
    "fusermount3": "fuse3",
    "smbd": "samba",
    "syncthing": "syncthing",
}

QT_PROBE = """
from PySide6 import QtSvg
from PySide6.QtWidgets import QApplication
QApplication([])
"""
WINDOW_PROBE = """
import ctypes, pathlib, PySide6
ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"))
"""


def say(text: str) -> None:
    """Tell what is being done, at once, so that it stands before the output of the program it speaks of."""
    print(f"[dev] {text}", flush=True)


def give_up(text: str) -> SystemExit:
    """An exit with status 1 and the reason on stderr; raise it."""
    return SystemExit(f"[dev] {text}")


def run(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a program from the top of the checkout with our own output and return its exit status."""
    words = [str(part) for part in command]
    return subprocess.run(words, check=False, cwd=ROOT, env={**os.environ, **(env or {})}).returncode


def run_quietly(python: Path | str, code: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a few lines of Python and keep what they print. Raises OSError or TimeoutExpired when they cannot run."""
    command = [str(python), "-c", code]
    env = {**os.environ, **(env or {})}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=env, timeout=120)


def run_or_give_up(*command: str | Path) -> None:
    """Run a program that everything after it depends on."""
    if run(*command) != 0:
        raise give_up(f"this did not work: {' '.join(str(part) for part in command)}")


# --- system packages --------------------------------------------------------------------------------------------


def install_system_packages(packages: list[str], purpose: str) -> bool:
    """Install Debian packages when this user may, else print the one line to type; tells whether it installed them."""
    if not shutil.which("apt-get"):
        say(f"{purpose} is missing; install it (the names on Debian are: {' '.join(packages)})")
        return False
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        say(f"{purpose} is missing; type: sudo apt-get install -y {' '.join(packages)}")
        return False
    say(f"installing {purpose}: {' '.join(packages)}")
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=env)
    quiet = ("-qq", "-o", "Dpkg::Use-Pty=0")
    return run("apt-get", "install", "-y", *quiet, "--no-install-recommends", *packages, env=env) == 0


def probe(python: Path | str, code: str) -> str | None:
    """Run a few lines of Python without a display; None when they work, else the last line of what went wrong."""
    try:
        done = run_quietly(python, code, {"QT_QPA_PLATFORM": "offscreen"})
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return None
    return (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]


def ensure_qt(python: Path, *, window: bool) -> None:
    """See that Qt loads here, with ``window`` also on a real X display; gives up when it cannot be made to."""
    wanted = [(QT_PROBE, QT_PACKAGES, "what Qt needs")]
    if window and sys.platform.startswith("linux"):
        wanted.append((WINDOW_PROBE, WINDOW_PACKAGES, "what a Qt window needs"))
    for code, packages, purpose in wanted:
        if probe(python, code) is None:
            continue
        install_system_packages(packages, purpose)
        problem = probe(python, code)
        if problem is not None:
            raise give_up(f"Qt does not load here: {problem}")


def ensure_test_programs() -> None:
    """See that the programs are here that the tests of real windows and PDFs use; without them those tests skip."""
    missing = [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]
    if missing and sys.platform.startswith("linux"):
        install_system_packages(missing, "what some tests need")


# --- Python and its packages ------------------------------------------------------------------------------------


def version_of(python: Path | str) -> tuple[int, int] | None:
    """The version an interpreter reports when run; None when it does not run, as a version manager's empty shim."""
    try:
        major, minor = run_quietly(python, "import sys; print(*sys.version_info[:2])").stdout.split()
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def every_program(name: str) -> Iterator[str]:
    """Each program of this name on PATH, in order, then among the versions that pyenv holds."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        found = shutil.which(name, path=folder)
        if found:
            yield found
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from (str(path) for path in sorted(versions.glob(f"*/bin/{name}"), reverse=True))


def find_python(wanted: str | None) -> str:
    """A Python that runs and is new enough: the one asked for (3.12, a name, a path), else this one, else any."""
    if wanted is None:
        names = ["python3.13", "python3.12", "python3.11", "python3", "python"]
        found = [sys.executable, *(path for name in names for path in every_program(name))]
    elif Path(wanted).is_file():
        found = [wanted]
    else:
        found = [*every_program(f"python{wanted}"), *every_program(wanted)]
    for python in found:
        version = version_of(python)
        if version is not None and version >= OLDEST_PYTHON:
            return python
    raise give_up(f"no Python {wanted or '3.11 or newer'} runs here; install one, or name it with --python PATH")


def make_venv(python: str, folder: Path) -> None:
    """Make an empty virtual environment, seeing first to the part of Python that Debian packs separately."""
    if probe(python, "import ensurepip, venv") is not None:
        major, minor = version_of(python) or OLDEST_PYTHON
        if not install_system_packages([f"python{major}.{minor}-venv"], "Python's venv module"):
            raise give_up("nothing can be installed without it")
    say(f"making {folder.name} with {python}")
    run_or_give_up(python, "-m", "venv", "--clear", folder)


def python_in(folder: Path) -> Path:
    """The interpreter inside a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def when_changed(stamp: Path, sources: list[Path], action: Callable[[], None]) -> None:
    """Do something unless it was done already for these very files; the stamp remembers, and only after success."""
    digest = hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return
    action()
    stamp.write_text(digest, encoding="ascii")


def install_lock(python: Path, lock: Path) -> None:
    """Install exactly the packages of a lock file, each checked against its hash."""
    say(f"installing the packages of {lock.name}")
    run_or_give_up(
        python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock
    )


def install_project(python: Path) -> None:
    """Put the command ``incident-console`` into the environment, running from this checkout."""
    pip_install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run_or_give_up(*pip_install, "--no-deps", "--no-build-isolation", "--editable", ROOT)


def ensure_environment(wanted: str | None) -> Path:
    """The interpreter of a ready environment: ``.venv``, or ``.venv-3.12`` for a version asked for by ``--python``."""
    folder = ROOT / ".venv"
    base = None
    if wanted is not None:
        base = find_python(wanted)
        major, minor = version_of(base) or OLDEST_PYTHON
        folder = ROOT / f".venv-{major}.{minor}"
    python = python_in(folder)
    if probe(python, "import pip") is not None:  # not made yet, half made, or its Python is gone
        make_venv(base or find_python(None), folder)
    when_changed(folder / "lock.stamp", [DEV_LOCK], lambda: install_lock(python, DEV_LOCK))
    when_changed(folder / "project.stamp", [ROOT / "pyproject.toml"], lambda: install_project(python))
    return python


# --- the commands -----------------------------------------------------------------------------------------------


def has_display() -> bool:
    """Tell whether a window can be shown here."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def command_run(python: Path, arguments: list[str]) -> int:
    """Start the program; without a display, play the demo offscreen into demo-output/."""
    if has_display():
        ensure_qt(python, window=True)
        return run(python, "-m", "incident_console", *arguments)
    say("there is no display here: playing the demo offscreen; its report and pictures land in demo-output/")
    return command_demo(python, ["--into", "demo-output"])


def command_demo(python: Path, arguments: list[str]) -> int:
    """Play the demo: three laptops, one folder, one outage, one status report [--into DIR]."""
    ensure_qt(python, window=has_display())
    env = {} if has_display() else {"QT_QPA_PLATFORM": "offscreen"}
    return run(python, "-m", "incident_console", "demo", *arguments, env=env)


def command_lint(python: Path, _arguments: list[str]) -> int:
    """Check style, types and layers: ruff, mypy, import-linter."""
    checks: list[list[str | Path]] = [
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "mypy"],
        [python.with_name(f"lint-imports{python.suffix}")],
    ]
    return run_all(checks)


def command_test(python: Path, arguments: list[str]) -> int:
    """Lint, then run all tests, or those that the arguments for pytest name."""
    ensure_qt(python, window=True)
    ensure_test_programs()
    spread = [] if arguments else ["-n", str(min(4, os.cpu_count() or 1))]
    lint = command_lint(python, [])
    tests = run_all([[python, "-m", "pytest", *spread, *arguments]])
    return lint or tests


def command_bench(python: Path, arguments: list[str]) -> int:
    """Measure, as ratios within one run [arguments of tests/bench]."""
    return run(python, "-m", "tests.bench", *arguments)


def command_soak(python: Path, arguments: list[str]) -> int:
    """Play simulated teams by seed for as long as you like [--seeds N] [--first N] [--steps N] [--folders N]."""
    return run(python, "-m", "tests.simulation", *arguments)


def command_fuzz(python: Path, arguments: list[str]) -> int:
    """Give every reader of foreign bytes a million damaged inputs [--inputs N] [--decoder NAME] [--guided]."""
    if "--guided" in arguments:
        when_changed(python.parents[1] / "fuzz.stamp", [FUZZ_LOCK], lambda: install_lock(python, FUZZ_LOCK))
    return run(python, "-m", "tests.fuzz", *arguments)


def command_media(python: Path, arguments: list[str]) -> int:
    """Sync through real Samba, WebDAV and Syncthing on this machine alone, a full and a read-only disk."""
    missing = [package for program, package in MEDIA_PROGRAMS.items() if not shutil.which(program)]
    if missing:
        install_system_packages(missing, "what real media need")
    return run(python, "-m", "pytest", "tests/media", *arguments)


def command_pictures(python: Path, arguments: list[str]) -> int:
    """Render every page, theme and size into pictures-output/ [--contact-sheet]."""
    ensure_qt(python, window=False)
    return run(python, "-m", "tests.pictures", *arguments, env={"QT_QPA_PLATFORM": "offscreen"})


def command_build(python: Path, _arguments: list[str]) -> int:
    """Build wheel and frozen program from a clean environment into dist/, then let the built program prove itself."""
    folder = ROOT / ".venv-build"
    make_venv(str(python), folder)
    builder = python_in(folder)
    install_lock(builder, BUILD_LOCK)
    ensure_qt(builder, window=False)
    run_or_give_up(builder, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", "dist", ROOT)
    run_or_give_up(builder, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec")
    return prove_build(ROOT / "dist" / "incident-console" / f"incident-console{'.exe' if os.name == 'nt' else ''}")


def prove_build(program: Path) -> int:
    """Play the whole demo with the built program, far from the checkout: libraries, resources, windows and report."""
    with tempfile.TemporaryDirectory(prefix="incident-console-build-") as elsewhere:
        env = {"QT_QPA_PLATFORM": "offscreen"}
        return run_all([[program, "--version"], [program, "demo", "--into", Path(elsewhere) / "demo"]], env)


def run_all(commands: list[list[str | Path]], env: dict[str, str] | None = None) -> int:
    """Run each command even after one has failed, so that one run tells everything; 1 if any failed."""
    failed = []
    for command in commands:
        line = " ".join([Path(command[0]).name, *map(str, command[1:])])
        say(line)
        if run(*command, env=env) != 0:
            failed.append(line)
    for line in failed:
        say(f"FAILED: {line}")
    return 1 if failed else 0


COMMANDS: dict[str, Callable[[Path, list[str]], int]] = {
    "run": command_run,
    "demo": command_demo,
    "test": command_test,
    "lint": command_lint,
    "bench": command_bench,
    "soak": command_soak,
    "fuzz": command_fuzz,
    "media": command_media,
    "pictures": command_pictures,
    "build": command_build,
}
TAKES_NO_ARGUMENTS = {"lint", "build"}


def main() -> int:
    """Read the command line, make the environment ready and do what was asked."""
    listing = "\n".join(f"  {name:9} {command.__doc__}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py",
        usage="python3 dev.py COMMAND [--python X] [arguments of the command]",
        description=f"Commands:\n{listing}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of the words above")
    parser.add_argument("--python", metavar="X", help="another Python: 3.12, a name or a path; it gets its own venv")
    known, arguments = parser.parse_known_args()
    if arguments and known.command in TAKES_NO_ARGUMENTS:
        parser.error(f"{known.command} takes no arguments: {' '.join(arguments)}")
    python = ensure_environment(known.python)
    return COMMANDS[known.command](python, arguments)


if __name__ == "__main__":
    sys.exit(main())
