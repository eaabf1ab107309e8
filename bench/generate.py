"""
Make JUnit XML to measure with: any number of cases, the same bytes for the same arguments.

Two dialects, alike enough to pytest's and Surefire's that a reader has the same work with them:
names that repeat as real ones do, a share of failures with traces, some output, a few skips.

``python bench/generate.py OUT --cases 100000 --files 100 --style pytest``
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape, quoteattr

NOUNS = (
    "anchor", "barrel", "candle", "dagger", "engine", "feather", "garden", "harbour", "island",
    "jacket", "kettle", "ladder", "magnet", "needle", "orchard", "pepper", "quarry", "ribbon",
    "saddle", "tunnel", "umbrella", "violin", "window", "yeast", "zipper",
)  # fmt: skip
VERBS = (
    "accepts", "bends", "closes", "drops", "empties", "finds", "grows", "holds", "joins", "keeps",
    "lifts", "moves", "names", "opens", "parses", "refuses", "sorts", "turns",
)  # fmt: skip
CASES_PER_CLASS = 20
SKIPPED = 0.03
WITH_OUTPUT = 0.05
ERRORED = 0.2
"""The share of the red cases that errored instead of failing."""


@dataclass(frozen=True)
class Plan:
    """What to make. *trace* is the smallest and the largest number of lines of a trace."""

    cases: int
    files: int
    style: str = "pytest"
    failed: float = 0.02
    trace: tuple[int, int] = (20, 60)
    seed: int = 1


def generate(plan: Plan, out: Path) -> int:
    """Write the files of *plan* to *out* and return how many bytes they have together."""
    out.mkdir(parents=True, exist_ok=True)
    written = 0
    for index in range(plan.files):
        share = plan.cases // plan.files + (index < plan.cases % plan.files)
        chance = Random(f"{plan.seed}/{index}")
        make = _pytest_file if plan.style == "pytest" else _surefire_file
        data = "".join(make(plan, chance, index, share)).encode()
        name = "junit" if plan.style == "pytest" else "TEST-org.example"
        written += (out / f"{name}-{index:05}.xml").write_bytes(data)
    return written


def _pytest_file(plan: Plan, chance: Random, index: int, share: int) -> Iterator[str]:
    made = [_case(plan, chance, index, number) for number in range(share)]
    counts = _counts(made)
    yield '<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests">'
    yield f'<testsuite name="pytest" {counts} time="{share * 0.02:.3f}" '
    yield 'timestamp="2025-09-15T13:35:00.000000+00:00" hostname="runner">'
    for case in made:
        yield case.text
    yield "</testsuite></testsuites>"


def _surefire_file(plan: Plan, chance: Random, index: int, share: int) -> Iterator[str]:
    made = [_case(plan, chance, index, number) for number in range(share)]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuite name="{_class(plan, index, 0)}" time="{share * 0.02:.3f}" {_counts(made)}>\n'
    yield "  <properties>\n"
    for noun in NOUNS:
        yield f'    <property name="java.{noun}" value="/opt/{noun}/lib"/>\n'
    yield "  </properties>\n"
    for case in made:
        yield f"  {case.text}\n"
    yield "</testsuite>\n"


@dataclass(frozen=True)
class _Made:
    text: str
    kind: str


def _counts(made: list[_Made]) -> str:
    of = [case.kind for case in made]
    return (
        f'tests="{len(made)}" errors="{of.count("error")}" failures="{of.count("failure")}" '
        f'skipped="{of.count("skipped")}"'
    )


def _class(plan: Plan, index: int, number: int) -> str:
    noun = NOUNS[(index + number // CASES_PER_CLASS) % len(NOUNS)]
    serial = index * 1000 + number // CASES_PER_CLASS
    if plan.style == "pytest":
        return f"tests.{noun}.test_{noun}_{serial}.Test{noun.capitalize()}"
    return f"org.example.{noun}.{noun.capitalize()}{serial}Test"


def _case(plan: Plan, chance: Random, index: int, number: int) -> _Made:
    where = _class(plan, index, number)
    verb = VERBS[number % len(VERBS)]
    noun = chance.choice(NOUNS)
    name = (
        f"test_{verb}_the_{noun}[{number}]"
        if plan.style == "pytest"
        else f"{verb}The{noun.capitalize()}{number}"
    )
    kind, inside = _inside(plan, chance)
    head = (
        f"<testcase classname={quoteattr(where)} name={quoteattr(name)} "
        f'time="{chance.expovariate(50):.3f}"'
    )
    return _Made(f"{head}>{inside}</testcase>" if inside else f"{head} />", kind)


def _inside(plan: Plan, chance: Random) -> tuple[str, str]:
    drawn = chance.random()
    if drawn < plan.failed:
        kind = "error" if chance.random() < ERRORED else "failure"
        message = f"expected <{chance.randrange(1000)}> & got {chance.choice(NOUNS)!r}"
        trace = escape("\n".join(_trace(plan, chance, message)))
        return kind, f'<{kind} message={quoteattr(message)} type="AssertionError">{trace}</{kind}>'
    if drawn < plan.failed + SKIPPED:
        return "skipped", f'<skipped type="pytest.skip" message="no {chance.choice(NOUNS)}"/>'
    if drawn < plan.failed + SKIPPED + WITH_OUTPUT:
        lines = (f"INFO {chance.choice(VERBS)} id={chance.randrange(10**9)}" for _ in range(8))
        return "passed", f"<system-out>{escape(chr(10).join(lines))}</system-out>"
    return "passed", ""


def _trace(plan: Plan, chance: Random, message: str) -> Iterator[str]:
    yield f"AssertionError: {message}"
    for _ in range(chance.randint(*plan.trace) - 2):
        noun, verb = chance.choice(NOUNS), chance.choice(VERBS)
        yield f"    at {verb}({noun}.py:{chance.randrange(1, 900)}) in <{noun}> && {verb}"
    yield f"E   AssertionError: {message}"


def main() -> None:
    """Read the arguments, write the files, print their size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--style", choices=("pytest", "surefire"), default="pytest")
    parser.add_argument("--failed", type=float, default=0.02, help="the share of red cases")
    parser.add_argument("--trace", type=int, nargs=2, default=(20, 60), metavar=("MIN", "MAX"))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    plan = Plan(
        given.cases,
        given.files,
        given.style,
        given.failed,
        (given.trace[0], given.trace[1]),
        given.seed,
    )
    print(f"{generate(plan, given.out):,} bytes in {plan.files:,} files, {plan.cases:,} cases")


if __name__ == "__main__":
    main()
