"""What this process counted, in the words of Prometheus: numbers only, never a name, a code or a key.

Each process counts for itself since its start and is asked by itself; adding up is for who asks.
"""

from django.conf import settings
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

# A second series beside each, which nobody draws.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the one function there without types
registry = CollectorRegistry()
ProcessCollector(registry=registry)
Info("ruilen_build", "Which build runs here.", registry=registry).info({"build": settings.BUILD_ID})

# Not by action: how many doubts were written down in a small workshop is nobody's business.
moves = Counter("ruilen_moves", "Accepted changes; a hot one moved a figure on the table.", ["kind"], registry=registry)
refusals = Counter("ruilen_refusals", "Commands that were refused, by status.", ["status"], registry=registry)
repaints = Counter("ruilen_repaints", "Answers to a page that had stale regions painted again.", registry=registry)
seconds = Histogram(
    "ruilen_answer_seconds",
    "Seconds from a request to its answer, by the name of its address; live: a move by the socket.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=registry,
)
# A series that is not there yet is no zero to Prometheus.
for kind in ("hot", "cold"):
    moves.labels(kind)
for status in (403, 404, 409, 422, 429):
    refusals.labels(str(status))


def report() -> bytes:
    """All of it, as Prometheus reads it."""
    return generate_latest(registry)
