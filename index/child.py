"""A Python process of our own with a connection to it.

`multiprocessing` would run the main module of the program again in it, whatever that does; this
one imports nothing but `index`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Child:
    """Runs ``module.serve(descriptor)``, which talks over the connection until it is closed."""

    def __init__(self, module: str) -> None:
        self.connection: Connection[Any, Any]
        self.connection, theirs = Pipe()
        serve = f"import sys; from {module} import serve; serve(int(sys.argv[1]))"
        self.process = subprocess.Popen(  # noqa: S603 our own code in our own interpreter
            [sys.executable, "-c", serve, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        theirs.close()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> int:
        """End the connection, by which the process ends; its exit code."""
        self.connection.close()
        return self.process.wait()

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        self.process.kill()
        self.close()
