# SPDX-License-Identifier: Apache-2.0
"""The layers of docs/architecture.md, as tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = ["domain", "crypto", "wire", "storage", "sync", "library", "reports", "services"]

IMPORT_ALL = """
import importlib, pkgutil, sys
root, *layers = sys.argv[1:]
sys.path.insert(0, root)
for layer in layers:
    package = importlib.import_module("incident_console." + layer)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
"""
WITHOUT_QT = "import sys; sys.modules['PySide6'] = sys.modules['shiboken6'] = None\n"


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], check=False, capture_output=True, text=True, cwd=ROOT)


def test_every_import_follows_the_arrows() -> None:
    done = run_python("-c", "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("layer", CORE)
def test_the_core_works_where_qt_is_not_installed(layer: str) -> None:
    done = run_python("-c", WITHOUT_QT + IMPORT_ALL, str(ROOT), layer)
    assert done.returncode == 0, done.stderr


def test_the_domain_works_where_nothing_is_installed() -> None:
    done = run_python("-I", "-S", "-c", IMPORT_ALL, str(ROOT), "domain")
    assert done.returncode == 0, done.stderr
