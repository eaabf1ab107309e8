"""The gate: the user's rules alone decide, and every rule that fails is named."""

from pathlib import Path

import pytest

from tests.analysis.jobs import (
    DATABASE_DOWN,
    GREEN,
    UP,
    Files,
    failed,
    judged,
    passed,
    skipped,
    suite,
)

RED: Files = {"junit.xml": suite(passed("adds"), failed("pays"), failed("sums"))}
UNPROVEN: Files = {"junit.xml": suite(passed("adds"), '<error message="broke"/>')}
MISMATCH: Files = {"junit.xml": suite(passed("adds"), attributes='tests="2"')}
BLOCKED = "allow-environment: it is blocked, allowed are ready, degraded, unknown"

CASES: tuple[tuple[str, Files, str, tuple[str, ...]], ...] = (
    ("green passes", GREEN, "", ()),
    ("new failures fail", RED, "", ("max-new-failures: 2 new, 0 allowed",)),
    ("too many fail", RED, "max-new-failures = 1", ("max-new-failures: 2 new, 1 allowed",)),
    ("as many as allowed pass", RED, "max-new-failures = 2", ()),
    ("unproven fails", UNPROVEN, "", ("allow-unproven: nothing proves the change",)),
    ("unproven passes where allowed", UNPROVEN, "allow-unproven = true", ()),
    ("partial evidence passes", MISMATCH, "", ()),
    (
        "partial evidence fails where complete is required",
        MISMATCH,
        'require-evidence = "complete"',
        ("require-evidence: it is partial, complete is required",),
    ),
    ("complete evidence passes", GREEN, 'require-evidence = "complete"', ()),
    ("blocked fails", {**GREEN, **DATABASE_DOWN}, "", (BLOCKED,)),
    (
        "blocked passes where allowed",
        {**GREEN, **DATABASE_DOWN},
        'allow-environment = ["blocked"]',
        (),
    ),
    (
        "unknown fails where only ready is allowed",
        GREEN,
        'allow-environment = ["ready"]',
        ("allow-environment: it is unknown, allowed are ready",),
    ),
    (
        "nothing is allowed by an empty list",
        {**GREEN, **UP},
        "allow-environment = []",
        ("allow-environment: it is ready, allowed are none",),
    ),
    ("too few tests fail", GREEN, "min-tests = 3", ("min-tests: 2 ran, 3 required",)),
    (
        "skipped tests do not count",
        {"junit.xml": suite(passed("adds"), skipped("pays"))},
        "min-tests = 2",
        ("min-tests: 1 ran, 2 required",),
    ),
    (
        "every rule that fails is named",
        UP,
        "",
        (
            "allow-unproven: nothing proves the change",
            "require-evidence: it is missing, partial is required",
            "min-tests: 0 ran, 1 required",
        ),
    ),
)


@pytest.mark.parametrize(
    ("files", "rules", "failed_rules"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_gate(files: Files, rules: str, failed_rules: tuple[str, ...], tmp_path: Path) -> None:
    """The gate fails by the rules that do not hold, in their order, and passes by no other."""
    gate = judged(tmp_path, files, config=f"[gate]\n{rules}").verdict.gate

    assert failed_rules == gate.failed_rules
    assert ("failed" if failed_rules else "passed") == gate.status


def test_the_gate_does_not_touch_the_verdict(tmp_path: Path) -> None:
    """A policy that lets a regression pass does not make it anything else."""
    verdict = judged(tmp_path, RED, config="[gate]\nmax-new-failures = 9").verdict

    assert ("passed", "regressed", "fix") == (
        verdict.gate.status,
        verdict.change,
        verdict.decision,
    )
