"""Compile the C files of index/ where there is a C compiler; without one, numpy does their work."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# No contraction of a*b+c into one rounding: scores are the same to the bit on every machine.
OPTIONS = ["-O2", "-ffp-contract=off", "-shared", "-fPIC"]
if platform.machine().lower() in {"x86_64", "amd64"}:
    OPTIONS.append("-mpopcnt")  # every processor since 2009 can; maxscore.c asks before it is used


class CompileIndex(BuildHookInterface[Any]):
    """Adds a library for each file to the wheel, or to the source tree of an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, if possible; a failure is said and otherwise ignored."""
        del version
        compiler = shutil.which(os.environ.get("CC", "cc"))
        for source in sorted(Path(self.root, "index").glob("*.c")):
            library = source.with_name(f"_{source.stem}.so")
            library.unlink(missing_ok=True)
            if compiler is None:
                continue
            command = [compiler, *OPTIONS, "-o", str(library), str(source), "-lm"]
            if subprocess.run(command, check=False).returncode:  # noqa: S603 # our own command
                sys.stderr.write(f"{source.name} did not compile: numpy does its work, slower\n")
                continue
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            build_data["artifacts"].append(f"index/{library.name}")
