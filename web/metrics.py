"""What an operator watches, for Prometheus: requests, answers, reindexes, and the index."""

from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from flask import g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from web.indexgauges import IndexGauges

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Flask, Response

    from bot.answers import Status
    from bot.stages import Stage
    from index.library import Library

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
LONG_SECONDS = (0.01, 0.1, 1, 10, 60, 600, 3_600)
DONE, FAILED = "done", "failed"


class Metrics:
    """Counts for one application; each has a registry of its own."""

    def __init__(self, library: Library) -> None:
        self._registry = registry = CollectorRegistry()
        self._index = IndexGauges(library, registry)
        self._requests = Histogram(
            "quoth_request_seconds",
            "Time to answer a request",
            ("route", "method", "status"),
            buckets=SECONDS,
            registry=registry,
        )
        self._answers = Counter(
            "quoth_answers", "Answers given, by their status", ("status",), registry=registry
        )
        self._stages = Histogram(
            "quoth_stage_seconds",
            "Time that a stage of a question took",
            ("stage",),
            buckets=SECONDS,
            registry=registry,
        )
        self._reindexes = Histogram(
            "quoth_reindex_seconds",
            "Time to bring the index into step, by what asked for it and how it ended",
            ("cause", "outcome"),
            buckets=LONG_SECONDS,
            registry=registry,
        )

    def register(self, app: Flask) -> None:
        """Time every request of `app`."""
        app.before_request(_start)
        app.after_request(self._note)

    def note_answer(self, status: Status, seconds: Mapping[Stage, float]) -> None:
        """Note that an answer was given, and what each of its stages took."""
        self._answers.labels(status.value).inc()
        for stage, took in seconds.items():
            self._stages.labels(stage.value).observe(took)

    @contextmanager
    def reindexing(self, cause: str) -> Iterator[None]:
        """Time what brings the index into step; an error that it raises is noted and goes on."""
        began, outcome = perf_counter(), FAILED
        try:
            yield
            outcome = DONE
        finally:
            self._reindexes.labels(cause, outcome).observe(perf_counter() - began)

    def exposition(self) -> bytes:
        """All of it in the text format that Prometheus reads."""
        self._index.refresh()
        return generate_latest(self._registry)

    def _note(self, response: Response) -> Response:
        # the rule, not the path: documents and conversations must not become labels
        route = request.url_rule.rule if request.url_rule else "unknown"
        labels = self._requests.labels(route, request.method, response.status_code)
        labels.observe(perf_counter() - g.started)
        return response


def _start() -> None:
    g.started = perf_counter()
