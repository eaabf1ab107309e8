"""
``GET _cluster/health`` of Elasticsearch and OpenSearch.

https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-health
The words are green, yellow and red; ``?level=indices`` adds the indices, ``?level=shards`` their
shards too. ``GET _health_report`` has indicators in their place; ``GET _cat/health?format=json`` is
a list of rows whose numbers are texts.

* A cluster of one node is yellow as soon as an index wants a replica.
* ``timed_out`` says that what the request waited for did not happen: then green is not all.
"""

from collections.abc import Iterator
from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.numbers import moment, number
from reportgen.readers.services import Placed, all_are, objects, observed, probed, service
from reportgen.readers.shapes import all_have, as_number, as_object, as_text, entries
from reportgen.readers.source import Source
from reportgen.readers.statuses import status_of

NAME: Final = "elasticsearch"
TITLE: Final = "Elasticsearch cluster health"
HINT: Final = "curl localhost:9200/_cluster/health > elasticsearch.json"
HOLDS_TESTS: Final = False

_WORDS: Final = {"green", "yellow", "red"}
_MISSING: Final = ("unassigned", "initializing")
_COLUMNS: Final = (("unassigned", "unassign"), ("initializing", "init"))

_At = tuple[str | int, ...]


def matches(source: Source) -> bool:
    """Whether each document is a cluster with a colour."""
    return _is_table(source) or all_are(source, _is_cluster)


def read(source: Source) -> Observations:
    """Return each cluster as a service, with its indices as parts where they are listed."""
    if _is_table(source):
        return observed(probed(_row(row, at, source.path) for at, row in entries(source)))
    return observed(probed(_cluster(each, source) for each in objects(source)))


def _is_cluster(document: dict[str, Any]) -> bool:
    word = as_text(document.get("status")).lower()
    return "cluster_name" in document and (
        word in _WORDS or (word == "unknown" and "indicators" in document)
    )


def _is_table(source: Source) -> bool:
    return all_have(source, "cluster", "status", "node.total", "shards")


def _row(row: dict[str, Any], at: tuple[int, ...], artifact: str) -> Service:
    return service(
        as_text(row["cluster"]) or "cluster",
        row["status"],
        artifact,
        at,
        reason=_shards({f"{kind}_shards": _amount(row.get(column)) for kind, column in _COLUMNS}),
        checked_at=moment(_amount(row.get("epoch"))),
    )


def _amount(text: object) -> float | None:
    return number(text) if isinstance(text, str) else as_number(text)


def _cluster(placed: Placed, source: Source) -> Service:
    document, at = placed
    parts = [*_levels(document, at, source.path), *_indicators(document, at, source.path)]
    timed_out = document.get("timed_out") is True
    status = status_of(document["status"])
    said = ["timed out waiting for what was asked for"] if timed_out else []
    return service(
        as_text(document["cluster_name"]) or source.stem,
        document["status"],
        source.path,
        at,
        status="degraded" if timed_out and status == "up" else status,
        reason="; ".join([*said, *filter(None, [_shards(document)])]),
        parts=parts,
        aggregate=bool(parts),
    )


def _levels(
    item: dict[str, Any], at: _At, artifact: str, key: str = "indices"
) -> Iterator[Service]:
    """Yield the indices of a cluster with their shards."""
    for name, value in as_object(item.get(key)).items():
        inner, place = as_object(value), (*at, key, name)
        yield service(
            name,
            inner.get("status"),
            artifact,
            place,
            reason=_shards(inner),
            parts=_levels(inner, place, artifact, "shards") if key == "indices" else (),
        )


def _indicators(document: dict[str, Any], at: _At, artifact: str) -> Iterator[Service]:
    for name, value in as_object(document.get("indicators")).items():
        inner, place = as_object(value), (*at, "indicators", name)
        yield service(name, inner.get("status"), artifact, place, reason=inner.get("symptom"))


def _shards(counts: dict[str, Any]) -> str:
    """Return how many shards are not where they belong."""
    missing = [
        f"{amount:,.0f} {kind} shard{'' if amount == 1 else 's'}"
        for kind in _MISSING
        if (amount := as_number(counts.get(f"{kind}_shards")))
    ]
    return ", ".join(missing)
