"""All units together → the state of the environment, and claims of how many are up."""

from collections.abc import Iterator, Sequence

from reportgen.analysis.health.units import Unit, is_slow
from reportgen.config import Settings
from reportgen.model.health import Service
from reportgen.model.report import Citations, Claim, Environment
from reportgen.model.text import quote
from reportgen.model.units import listing, plural
from reportgen.wording import phrase, phrase_many


def environment_of(
    units: list[Unit], missing: list[str], settings: Settings
) -> tuple[Environment, str]:
    """Return how the environment stands, *missing* required services told, and why."""
    required = {unit.title for unit in units if unit.required and not unit.is_whole}
    down = [unit for unit in units if unit.fresh and unit.status == "down"]
    if blocking := [unit for unit in down if unit.required]:
        stopped = list(dict.fromkeys(unit.title for unit in blocking))
        services = plural(max(len(required), len(stopped)), "required service")
        return "blocked", phrase(
            "{number} of {services} down: {stopped}",
            number=len(stopped),
            services=services,
            stopped=listing(stopped),
        )
    if not units:
        if missing:
            return "unknown", phrase("no health artifact speaks of a required service")
        return "unknown", phrase("no health artifact was read")
    unclear = [
        unit for unit in units if unit.required and (not unit.fresh or unit.status == "unknown")
    ]
    if unclear or missing:
        names = listing([*(unit.title for unit in unclear), *(quote(name) for name in missing)])
        return "unknown", phrase("nothing fresh shows the state of {names}", names=names)
    if not any(unit.fresh for unit in units):
        return "unknown", phrase("no health evidence is fresh")
    troubled = [
        u for u in units if u.fresh and (u.status in {"degraded", "down"} or is_slow(u, settings))
    ]
    if troubled:
        return "degraded", phrase(
            "{names} not at its best", names=listing([unit.title for unit in troubled])
        )
    if settings.services.required is None and not any(unit.required for unit in units):
        return "unknown", phrase("only optional services were checked")
    up, total = _counted([unit for unit in units if not unit.is_whole])
    return "ready", phrase("{up} of {services} up", up=up, services=plural(total, "service"))


def claims_of(services: Sequence[Service], units: list[Unit], cite: Citations) -> Iterator[Claim]:
    """State how many are up: of the plain services together, and of each document's parts."""
    plain = [unit for unit in units if unit.whole is None and not unit.is_whole]
    if plain:
        yield _up("services-up", plain, None, cite)
    for index, whole in enumerate(s for s in services if s.aggregate and s.parts):
        parts = [unit for unit in units if unit.whole is whole]
        suffix = f"-{index + 1}" if index else ""
        yield _up(f"components-up{suffix}", parts, quote(whole.name), cite)


def _up(claim: str, units: list[Unit], whole: str | None, cite: Citations) -> Claim:
    up, total = _counted(units)
    return Claim(
        id=claim,
        state="holds" if up == total else "fails",
        text=phrase_many(
            "{up} of {n:,} service is up", "{up} of {n:,} services are up", total, up=up
        )
        if whole is None
        else phrase_many(
            "{up} of {n:,} part of {whole} is up",
            "{up} of {n:,} parts of {whole} are up",
            total,
            up=up,
            whole=whole,
        ),
        evidence=tuple(
            dict.fromkeys(cite.at(unit.service.artifact, unit.service.place) for unit in units)
        ),
    )


def _counted(units: Sequence[Unit]) -> tuple[int, int]:
    """Return how many are up, of how many; one that several artifacts check is up in all."""
    up: dict[str, bool] = {}
    for unit in units:
        up[unit.title] = up.get(unit.title, True) and unit.status == "up" and unit.fresh
    return sum(up.values()), len(up)
