"""
``GET _cluster/health`` of Elasticsearch and OpenSearch.

https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-health
The words are green, yellow and red; ``?level=indices`` adds the indices.

* A cluster of one node is yellow as soon as an index wants a replica.
* ``timed_out`` says that what the request waited for did not happen: then green is not all.
"""

from typing import Any, Final

from reportgen.model.run import Observations
from reportgen.readers.services import observed, service
from reportgen.readers.shapes import as_number, as_object, as_text
from reportgen.readers.source import Source
from reportgen.readers.statuses import status_of

NAME: Final = "elasticsearch"
TITLE: Final = "Elasticsearch cluster health"
HINT: Final = "curl localhost:9200/_cluster/health > elasticsearch.json"
HOLDS_TESTS: Final = False

_WORDS: Final = {"green", "yellow", "red"}


def matches(source: Source) -> bool:
    """Whether the document is a cluster with a colour."""
    if source.kind != "json" or not isinstance(source.document, dict):
        return False
    word = source.document.get("status")
    return "cluster_name" in source.document and as_text(word).lower() in _WORDS


def read(source: Source) -> Observations:
    """Return the cluster as a service, with its indices as parts where they are listed."""
    document = source.document
    indices = as_object(document.get("indices"))
    parts = [
        service(
            name,
            as_object(index).get("status"),
            source.path,
            ("indices", name),
            reason=_shards(as_object(index)),
        )
        for name, index in indices.items()
    ]
    timed_out = document.get("timed_out") is True
    status = status_of(document["status"])
    said = ["timed out waiting for what was asked for"] if timed_out else []
    root = service(
        as_text(document["cluster_name"]) or source.stem,
        document["status"],
        source.path,
        (),
        status="degraded" if timed_out and status == "up" else status,
        reason="; ".join([*said, *filter(None, [_shards(document)])]),
        parts=parts,
        aggregate=bool(parts),
    )
    return observed([root])


def _shards(counts: dict[str, Any]) -> str:
    """Return how many shards are not where they belong."""
    missing = [
        f"{amount:,.0f} {kind} shard{'' if amount == 1 else 's'}"
        for kind in ("unassigned", "initializing")
        if (amount := as_number(counts.get(f"{kind}_shards")))
    ]
    return ", ".join(missing)
