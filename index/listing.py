"""What a folder holds, looked at anew only where something has changed."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from index.scan import Problem, in_order, inspect, scan

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from index.scan import FoundFile, Scan

MOST = 500  # changes; to look at all of a folder is as cheap as at more of them


class Listing:
    """The files of the folder `corpus`; not to be used from several threads at once."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._root = corpus.resolve()
        self._seen: dict[str, FoundFile | Problem] = {}

    def scan(self, changed: Collection[str] | None = None) -> Scan:
        """What `index.scan.scan` finds, as long as nothing but the paths `changed` has.

        They are absolute, below the resolved folder. None: anything may have changed. Where a
        folder is among them, or there are many, all is looked at. Raises `CorpusMissing`.
        """
        if changed is None or len(changed) > MOST or not self._look_at(changed):
            found, problems = scan(self._corpus)
            self._seen = {problem.source: problem for problem in problems}
            self._seen |= {file.source: file for file in found}
            return found, problems
        return in_order(self._seen.values())

    def _look_at(self, paths: Collection[str]) -> bool:
        """Look at these only; False where that does not suffice."""
        if not self._seen or not self._corpus.is_dir():
            return False
        for path in map(self._root.joinpath, paths):
            source = path.relative_to(self._root).as_posix()
            if os.path.realpath(path.parent) != str(path.parent):
                return False  # behind a link: a scan does not go there
            mode = _mode(path)
            if mode is None:
                if self._seen.pop(source, None) is None:
                    return False  # a folder, perhaps
                continue
            seen = inspect(source, path, self._root)
            if stat.S_ISDIR(mode) or seen.source != source:  # or a name that can't be shown
                return False
            self._seen[source] = seen
        self._look_at_links()
        return True

    def _look_at_links(self) -> None:
        """What is said of a link changes with what it leads to."""
        for source, seen in self._seen.items():
            if isinstance(seen, Problem):
                path = self._root / source
                mode = _mode(path)
                if mode and stat.S_ISLNK(mode):
                    self._seen[source] = inspect(source, path, self._root)


def _mode(path: Path) -> int | None:
    """What kind of file it is; None where there is none that can be seen."""
    try:
        return path.lstat().st_mode
    except OSError:
        return None
