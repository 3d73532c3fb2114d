"""The figures of one process, as Prometheus reads them. No label holds an id or a text; each has few values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.errors import IndexMissing, IndexUnusable, JournalUnusable
from bot.model import Answer, DeliveryFigures
from handlers.requests import Body, sort

# From an answer by words in a small index to the second after which somebody wonders.
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
# Slack's methods look like this; whatever else an address ends in becomes no label.
_METHOD = re.compile(r"[a-zA-Z]+(\.[a-zA-Z]+){1,3}")


class Metrics:
    """The figures since the process began; those of deliveries, sockets and the index are of the last look."""

    def __init__(self) -> None:
        of = self._registry = CollectorRegistry()
        ProcessCollector(registry=of)
        counter, gauge = partial(Counter, registry=of), partial(Gauge, registry=of)
        self.requests = counter("casebook_requests", "What Slack sent, by sort", ("sort",))
        self.repeated = counter("casebook_events_repeated", "Events that had been taken up before")
        self.answers = Histogram(
            "casebook_answer_seconds",
            "How long an answer took to find, by what was asked and how sure it was",
            ("asked", "tier"),
            buckets=_SECONDS,
            registry=of,
        )
        self.limited = counter(
            "casebook_slack_ratelimited", "Calls that Slack refused for haste", ("method",)
        )
        self.errors = counter("casebook_errors", "Times that the journal or the index failed", ("store",))
        self.rated = gauge("casebook_answers_rated", "Thumbs under answers, by which", ("helpful",))
        self.deliveries = gauge("casebook_deliveries", "Deliveries of the last 90 days, by stage", ("stage",))
        self.lag = gauge("casebook_delivery_lag_seconds", "How late the oldest pending delivery is")
        self.unknown = gauge(
            "casebook_delivery_unknown_seconds",
            "How long the oldest delivery of unknown outcome has been so",
        )
        self.connections = gauge("casebook_connections", "Sockets to Slack that are open")
        self.built = gauge("casebook_index_built_timestamp_seconds", "When the index in use was built")
        self.generations = counter("casebook_index_generations", "Indexes taken into use")
        self.ahead = gauge("casebook_clock_ahead_seconds", "How far this clock is ahead of Slack's")
        for store in ("journal", "index"):
            self.errors.labels(store)
        self._built = 0.0

    def written(self) -> bytes:
        """All figures, in Prometheus's text format."""
        return generate_latest(self._registry)

    def came(self, body: Body) -> None:
        """Counts what Slack sent."""
        self.requests.labels(sort(body)).inc()

    def answered(self, asked: str, found: object, seconds: float) -> None:
        """Counts an answer; whatever else was found is none."""
        if isinstance(found, Answer):
            self.answers.labels(asked, found.tier).observe(seconds)

    def hasty(self, url: str) -> None:
        """Counts a call that Slack refused for haste."""
        method = url.rpartition("/")[2]
        self.limited.labels(method if _METHOD.fullmatch(method) else "other").inc()

    def delivering(self, found: DeliveryFigures) -> None:
        """Keeps how the deliveries stand."""
        self.lag.set(found.lag)
        self.unknown.set(found.unknown)
        for stage, number in found.stages.items():
            self.deliveries.labels(stage).set(number)

    def rating(self, helpful: int, unhelpful: int) -> None:
        """Keeps how many answers were called helpful, and not helpful."""
        self.rated.labels("yes").set(helpful)
        self.rated.labels("no").set(unhelpful)

    def reading(self, built: float) -> None:
        """Keeps when the index in use was built."""
        if built != self._built:
            self.generations.inc()
            self._built = built
        self.built.set(built)

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Counts what is raised where a store fails."""
        try:
            yield
        except JournalUnusable:
            self.errors.labels("journal").inc()
            raise
        except (IndexMissing, IndexUnusable):
            self.errors.labels("index").inc()
            raise
