"""Our package names are common words: say clearly when something else has taken one."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["bot", "index", "web"])
def test_a_package_is_ours_and_nobody_elses(name: str) -> None:
    where = Path(str(import_module(name).__file__)).parent
    owners = set(packages_distributions().get(name, [])) - {"quoth"}

    assert where == ROOT / name, (
        f"'import {name}' finds {where}, not this checkout: another distribution"
        f" ({', '.join(owners) or 'or folder on the path'}) has overwritten the package;"
        " delete .venv and run 'make test' again"
    )
    assert not owners, f"{', '.join(owners)} also installs a package called {name}: uninstall it"
