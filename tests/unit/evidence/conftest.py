# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.evidence import Exported, Package, export_packages


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Packages of a team of two, made once; change copies only."""
    return export_packages(tmp_path_factory.mktemp("evidence"))


@pytest.fixture
def package(exported: Exported, tmp_path: Path) -> Package:
    """A copy of the package with all words."""
    return exported.whole.copy(tmp_path / "package")
