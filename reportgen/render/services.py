"""How many services are up, as they count in a run."""

from collections.abc import Sequence

from reportgen.model.freshness import services_now
from reportgen.model.health import Service

__all__ = ["services_now", "up_of"]


def up_of(services: Sequence[Service]) -> tuple[int, int]:
    """Return how many are up, of how many; one that several artifacts check is up in all."""
    up: dict[str, bool] = {}
    for service in services:
        up[service.name] = up.get(service.name, True) and service.status == "up"
    return sum(up.values()), len(up)
