"""The gate as aligned text for ``check --explain``: every rule, its numbers, and what shows it."""

from collections.abc import Iterator, Mapping
from typing import Final

from reportgen.model.logs import inert
from reportgen.model.report import Evidence, Gate, Rule, RuleState
from reportgen.model.text import clean, one_line
from reportgen.model.units import plural

MOST_SHOWN: Final = 5
_WORDS: Final[dict[RuleState, str]] = {
    "passed": "passed",
    "failed": "failed",
    "unjudged": "could not be judged",
}
_STATE_WIDTH: Final = max(map(len, _WORDS.values()))


def explained(gate: Gate) -> str:
    """Return what became of each rule of *gate*, the ones that fail it marked."""
    width = max((len(rule.name) for rule in gate.rules), default=0)
    failing = sum(rule.fails for rule in gate.rules)
    told = f"{failing:,} of {plural(len(gate.rules), 'rule')} failed it"
    if not failing:
        told = f"none of {plural(len(gate.rules), 'rule')} failed it"
    lines = [f"gate {gate.status}: {told}", ""]
    for rule in gate.rules:
        lines += told_of(rule, width)
    return inert("".join(f"{line}\n" for line in lines))


def told_of(rule: Rule, width: int = 0) -> Iterator[str]:
    """Yield the lines that say what became of *rule*; its name takes *width* columns."""
    mark = "!" if rule.fails else " "
    asked = "; it is asked for, so the gate fails"
    yield (
        f"{mark} {_WORDS[rule.state]:<{_STATE_WIDTH}}  {rule.name:<{width}}  {rule.reason}"
        + (asked if rule.fails and rule.state == "unjudged" else "")
    )
    indent = " " * (2 + _STATE_WIDTH + 2 + width + 2)
    if rule.numbers:
        numbers = numbers_of(rule.numbers)
        yield f"{indent}numbers: {numbers}"
    for evidence in rule.evidence[:MOST_SHOWN]:
        yield f"{indent}shown by {place_of(evidence)}"
    if (more := len(rule.evidence) - MOST_SHOWN) > 0:
        yield f"{indent}and {plural(more, 'more place')}"


def numbers_of(numbers: Mapping[str, float | None]) -> str:
    """Return *numbers* by their names."""
    return ", ".join(f"{name} {_number(value)}" for name, value in numbers.items())


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,}"


def place_of(evidence: Evidence) -> str:
    """Return where *evidence* stands: the artifact, the place, the hash."""
    place = f", {one_line(clean(evidence.place), 120)}" if evidence.place else ""
    digest = f" (sha256 {evidence.sha256[:12]})" if evidence.sha256 else ""
    return f"{one_line(clean(evidence.artifact), 300)}{place}{digest}"
