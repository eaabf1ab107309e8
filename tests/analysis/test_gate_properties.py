"""What holds of the gate whatever the run and the rules: a tighter rule never opens it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.report import Gate
from tests.analysis.jobs import (
    DATABASE_DOWN,
    UP,
    Files,
    failed,
    judged,
    passed,
    readings,
    skipped,
    suite,
)
from tests.analysis.test_coverage import lcov

TESTS = st.lists(
    st.one_of(
        st.builds(
            lambda name, took: passed(name, time=str(took)),
            st.sampled_from(["adds", "pays", "sums"]),
            st.integers(0, 20),
        ),
        st.sampled_from(["adds", "pays"]).map(skipped),
        st.sampled_from(["sums", "pays"]).map(failed),
    ),
    max_size=4,
).map(lambda cases: suite(*cases))
JOBS: st.SearchStrategy[Files] = st.fixed_dictionaries(
    {},
    optional={
        "junit.xml": TESTS,
        "shard-1/junit.xml": TESTS,
        "shard-2/junit.xml": TESTS | st.just("<testsuite"),
        "health.json": st.sampled_from([UP["health.json"], DATABASE_DOWN["health.json"], "{"]),
        "memory.log": st.lists(st.integers(1, 400), min_size=1, max_size=3).map(
            lambda values: readings(*values)
        ),
        "lcov.info": st.integers(0, 1000).map(lambda lines: lcov(lines, 1000)),
    },
)
NUMBERS = st.integers(0, 3)
PERCENT = st.sampled_from([0.0, 5.0, 20.0, 100.0, 400.0])
KINDS = ("junit", "junit:shard", "health", "memory", "coverage", "steps")
ENVIRONMENTS = ("ready", "degraded", "unknown", "blocked")
POLICIES: Final = st.fixed_dictionaries(
    {},
    optional={
        "max-new-failures": NUMBERS,
        "allow-unproven": st.booleans(),
        "require-evidence": st.sampled_from(["partial", "complete"]),
        "allow-environment": st.lists(st.sampled_from(ENVIRONMENTS), unique=True),
        "min-tests": NUMBERS,
        "max-missing-tests": NUMBERS,
        "max-newly-skipped": NUMBERS,
        "max-duration-increase": PERCENT,
        "max-memory-increase": PERCENT,
        "max-coverage-decrease": st.sampled_from([0.0, 1.0, 30.0, 100.0]),
        "require-services": st.booleans(),
        "expect": st.lists(st.sampled_from(KINDS), max_size=3),
        "shards": st.integers(1, 3),
    },
)
DEFAULTS: Final[dict[str, Any]] = {
    "max-new-failures": 0, "allow-unproven": False, "require-evidence": "partial",
    "allow-environment": ["ready", "degraded", "unknown"], "min-tests": 1,
}  # fmt: skip


def is_stricter(rule: str, limit: Any, other: Any) -> bool:  # noqa: ANN401 - any value of a key
    """Whether *rule* demands with *limit* all that it does with *other*, None where it is unset."""
    other = DEFAULTS.get(rule) if other is None else other
    if other is None:
        return True
    if rule in {"min-tests", "shards", "require-services"}:
        return bool(limit >= other)
    if rule == "require-evidence":
        return bool(limit <= other)  # "complete" comes before "partial"
    if rule == "allow-environment":
        return set(limit) <= set(other)
    if rule == "expect":
        return set(limit) >= set(other)
    return bool(limit <= other)


@settings(max_examples=150, deadline=None)
@given(JOBS, st.none() | JOBS, POLICIES, POLICIES)
def test_a_tighter_rule_never_opens_the_gate(
    files: Files, base: Files | None, policy: dict[str, Any], changes: dict[str, Any]
) -> None:
    """What fails by some rules fails by the same rules where one of them demands more."""
    tighter = policy | {
        rule: limit for rule, limit in changes.items() if is_stricter(rule, limit, policy.get(rule))
    }
    loose, tight = gate(files, base, policy), gate(files, base, tighter)

    assert loose.status == "passed" or tight.status == "failed"
    assert names_of(loose) <= names_of(tight)


@settings(max_examples=100, deadline=None)
@given(JOBS, st.none() | JOBS, POLICIES)
def test_the_gate_is_the_sum_of_its_rules(
    files: Files, base: Files | None, policy: dict[str, Any]
) -> None:
    """The gate fails by the rules that fail, and every rule that is set is among the rules."""
    judged_by = gate(files, base, policy)

    assert bool(judged_by.failed_rules) == (judged_by.status == "failed")
    assert judged_by.failed_rules == tuple(r.sentence for r in judged_by.rules if r.fails)
    assert set(policy) <= {rule.name for rule in judged_by.rules}
    assert not [r for r in judged_by.rules if r.fails and r.name not in {*policy, *DEFAULTS}]


def names_of(judged_by: Gate) -> set[str]:
    """Return the names of the rules by which the gate fails."""
    return {rule.name for rule in judged_by.rules if rule.fails}


def gate(files: Files, base: Files | None, policy: dict[str, Any]) -> Gate:
    """Return the gate of *files* by *policy*."""
    with TemporaryDirectory() as folder:
        return judged(Path(folder), files, base=base, config=toml(policy)).verdict.gate


def toml(policy: dict[str, Any]) -> str:
    """Return *policy* as a configuration; its values are written alike in Python and in TOML."""
    rows = (
        f"{rule} = {str(limit).lower() if isinstance(limit, bool) else repr(limit)}"
        for rule, limit in policy.items()
    )
    return "[gate]\n" + "\n".join(rows)
