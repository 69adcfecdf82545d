"""What an operator watches, for Prometheus: requests, answers, and the state of the index."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from flask import g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from index.errors import QuothError

if TYPE_CHECKING:
    from flask import Flask, Response

    from bot.answers import Status
    from index.library import Library

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """Counts for one application; each has a registry of its own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._registry = registry = CollectorRegistry()
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
        self._ready = Gauge("quoth_index_ready", "1 if questions can be asked", registry=registry)
        self._generation = Gauge("quoth_index_generation", "Commits so far", registry=registry)
        self._documents = Gauge("quoth_index_documents", "Documents indexed", registry=registry)
        self._passages = Gauge("quoth_index_passages", "Passages indexed", registry=registry)

    def register(self, app: Flask) -> None:
        """Time every request of `app`."""
        app.before_request(_start)
        app.after_request(self._note)

    def count(self, status: Status) -> None:
        """Note that an answer was given."""
        self._answers.labels(status.value).inc()

    def exposition(self) -> bytes:
        """All of it in the text format that Prometheus reads."""
        try:
            state = self._library.snapshot().state
        except QuothError:
            self._ready.set(0)
        else:
            self._ready.set(1)
            self._generation.set(state.generation)
            self._documents.set(state.documents)
            self._passages.set(state.passages)
        return generate_latest(self._registry)

    def _note(self, response: Response) -> Response:
        # the rule, not the path: documents and conversations must not become labels
        route = request.url_rule.rule if request.url_rule else "unknown"
        labels = self._requests.labels(route, request.method, response.status_code)
        labels.observe(perf_counter() - g.started)
        return response


def _start() -> None:
    g.started = perf_counter()
