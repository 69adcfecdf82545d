"""Fetch OpenSearch and run it on this machine's loopback: ``make test-opensearch``."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from opensearchpy import OpenSearch, OpenSearchException

from tests.lacking import lacking
from tests.opensearch.releases import FOLDER, runnable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.opensearch.releases import Release

START_SECONDS = 600  # 15 on an idle machine
STOP_SECONDS = 30
JVM_OPTIONS = """
-Xms{megabytes}m
-Xmx{megabytes}m
-XX:+UseSerialGC
"""
BRIEF = "-XX:TieredStopAtLevel=1\n"  # compiles sooner, for a life of a minute or two
REPLACED = re.compile(r"-Xm[sx]|UseG1GC|-Xlog")  # in the options that it comes with


@dataclass(frozen=True, slots=True)
class Node:
    """One process of a cluster."""

    host: str
    process: subprocess.Popen[bytes]


def missing() -> str | None:
    """What keeps OpenSearch from running here, or None."""
    releases = runnable()
    if not releases:
        return "no Java from 11 up: install it (apt install default-jre-headless)"
    if not all(release.distribution.exists() for release in releases):
        return "no OpenSearch: 'make test-opensearch' fetches it"
    return None


def require() -> Sequence[Release]:
    """What can run here, newest first; else skips the test, which in CI fails."""
    if reason := missing():
        lacking(reason)
    return runnable()


def fetch() -> None:
    """Let Maven fetch what runs on the Javas of this machine."""
    for release in runnable():
        if release.distribution.exists():
            continue
        if shutil.which("mvn") is None:
            sys.exit("fetching OpenSearch needs Maven: install it (apt install maven)")
        copy = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={release.artifact}"]
        subprocess.run([*copy, f"-DoutputDirectory={FOLDER}"], check=True)


@contextmanager
def running(
    release: Release, nodes: int = 1, *, megabytes: int = 512, brief: bool = True
) -> Iterator[Sequence[Node]]:
    """A cluster of so many nodes with so large heaps, until the block ends."""
    options = JVM_OPTIONS.format(megabytes=megabytes) + BRIEF * brief
    ports = _free_ports(2 * nodes)
    with TemporaryDirectory(prefix="quoth-opensearch-") as scratch, ExitStack() as stack:
        Path(scratch).chmod(0o755)
        started = []
        for number in range(nodes):
            home = _home(Path(scratch, f"node{number}"), release, ports, number)
            _set(home / "config" / "jvm.options", options)
            started.append(stack.enter_context(_process(home, release, ports[number])))
        _wait(started)
        yield started


def _home(home: Path, release: Release, ports: Sequence[int], number: int) -> Path:
    """An installation of its own for a node."""
    unpacked = home.with_suffix(".unpacked")
    shutil.unpack_archive(release.distribution, unpacked)
    next(unpacked.iterdir()).rename(home)
    nodes = len(ports) // 2
    seeds = ", ".join(f'"127.0.0.1:{port}"' for port in ports[nodes:])
    names = ", ".join(f"node{each}" for each in range(nodes))
    (home / "config" / "opensearch.yml").write_text(
        f"""
cluster.name: quoth-test
cluster.initial_cluster_manager_nodes: [{names}]
cluster.routing.allocation.disk.threshold_enabled: false
discovery.seed_hosts: [{seeds}]
node.name: node{number}
network.host: 127.0.0.1
http.port: {ports[number]}
transport.port: {ports[nodes + number]}
"""
    )
    for program in (home / "bin").iterdir():
        program.chmod(0o755)
    return home


def _set(file: Path, options: str) -> None:
    kept = [line for line in file.read_text().splitlines() if not REPLACED.search(line)]
    file.write_text("\n".join(kept) + options)


@contextmanager
def _process(home: Path, release: Release, port: int) -> Iterator[Node]:
    """A node, as somebody other than root, who may not run it."""
    if os.geteuid() == 0:
        for path in [home, *home.rglob("*")]:
            shutil.chown(path, "nobody", "nogroup")
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            [home / "bin" / "opensearch"],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "OPENSEARCH_JAVA_HOME": str(release.java)},
            user="nobody" if os.geteuid() == 0 else None,
            group="nogroup" if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
        )
        try:
            yield Node(f"127.0.0.1:{port}", process)
        except NotStarted as error:
            error.add_note((home / "output").read_text(errors="replace")[-4_000:])
            raise
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class NotStarted(Exception):
    """OpenSearch did not come up; the notes hold what it said."""


def _wait(nodes: Sequence[Node]) -> None:
    until = time.monotonic() + START_SECONDS
    clients = [OpenSearch([node.host], timeout=5, max_retries=0) for node in nodes]
    while not all(map(_is_up, clients, [len(nodes)] * len(nodes))):
        if time.monotonic() > until or any(node.process.poll() is not None for node in nodes):
            raise NotStarted
        time.sleep(0.5)


def _is_up(client: OpenSearch, nodes: int) -> bool:
    try:
        health = client.cluster.health(params={"local": "true"})
    except OpenSearchException:
        return False
    return bool(health["number_of_nodes"] == nodes and health["discovered_cluster_manager"])


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


if __name__ == "__main__":
    fetch()
