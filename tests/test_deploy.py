"""What is given for running it elsewhere fits what is here."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"


def test_the_image_is_made_from_all_that_the_package_is_made_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", "hatch_build.py", project["project"]["readme"]}
    needed |= {*project["project"]["license-files"], *wheel["packages"]}

    copies = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE.read_text("utf-8"), re.MULTILINE)
    let_in = (DOCKERFILE.with_name("Dockerfile.dockerignore")).read_text("utf-8").splitlines()

    assert {name for line in copies for name in line.split()} == needed
    assert {line.removeprefix("!") for line in let_in if line.startswith("!")} == needed
    assert all((ROOT / name).exists() for name in needed)
