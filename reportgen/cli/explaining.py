"""The gate as aligned text for ``check --explain``: every rule, its numbers, and what shows it."""

from collections.abc import Iterator, Mapping
from typing import Final

from reportgen.model.logs import inert
from reportgen.model.report import Evidence, Gate, Rule, RuleState
from reportgen.model.text import clean, one_line
from reportgen.model.units import plural
from reportgen.wording import marked, phrase

MOST_SHOWN: Final = 5
_WORDS: Final[dict[RuleState, str]] = {
    "passed": marked("passed"),
    "failed": marked("failed"),
    "unjudged": marked("could not be judged"),
}


def explained(gate: Gate) -> str:
    """Return what became of each rule of *gate*, the ones that fail it marked."""
    width = max((len(rule.name) for rule in gate.rules), default=0)
    failing = sum(rule.fails for rule in gate.rules)
    rules = plural(len(gate.rules), "rule")
    told = phrase("{n:,} of {rules} failed it", n=failing, rules=rules)
    if not failing:
        told = phrase("none of {rules} failed it", rules=rules)
    lines = [phrase("gate {status}: {told}", status=phrase(gate.status), told=told), ""]
    for rule in gate.rules:
        lines += told_of(rule, width)
    return inert("".join(f"{line}\n" for line in lines))


def told_of(rule: Rule, width: int = 0) -> Iterator[str]:
    """Yield the lines that say what became of *rule*; its name takes *width* columns."""
    mark = "!" if rule.fails else " "
    asked = phrase("; it is asked for, so the gate fails")
    state_width = max(len(phrase(word)) for word in _WORDS.values())
    yield (
        f"{mark} {phrase(_WORDS[rule.state]):<{state_width}}  {rule.name:<{width}}  {rule.reason}"
        + (asked if rule.fails and rule.state == "unjudged" else "")
    )
    indent = " " * (2 + state_width + 2 + width + 2)
    if rule.numbers:
        yield indent + phrase("numbers: {numbers}", numbers=numbers_of(rule.numbers))
    for evidence in rule.evidence[:MOST_SHOWN]:
        yield indent + phrase("shown by {place}", place=place_of(evidence))
    if (more := len(rule.evidence) - MOST_SHOWN) > 0:
        yield indent + phrase("and {places}", places=plural(more, "more place"))


def numbers_of(numbers: Mapping[str, float | None]) -> str:
    """Return *numbers* by their names."""
    return ", ".join(f"{name} {_number(value)}" for name, value in numbers.items())


def _number(value: float | None) -> str:
    return phrase("unknown") if value is None else f"{value:,}"


def place_of(evidence: Evidence) -> str:
    """Return where *evidence* stands: the artifact, the place, the hash."""
    place = f", {one_line(clean(evidence.place), 120)}" if evidence.place else ""
    digest = f" (sha256 {evidence.sha256[:12]})" if evidence.sha256 else ""
    return f"{one_line(clean(evidence.artifact), 300)}{place}{digest}"
