"""Patterns that are compiled late are patterns all the same."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import reportgen
from reportgen import patterns
from reportgen.patterns import pattern


def test_a_late_pattern_does_what_a_pattern_does() -> None:
    """Every method gives what the compiled pattern gives, flags and all."""
    text = "Ab ab"
    late, early = (
        pattern("(?P<first>a)b", re.IGNORECASE),
        re.compile("(?P<first>a)b", re.IGNORECASE),
    )

    assert early.findall(text) == late.findall(text)
    assert [m.span() for m in early.finditer(text)] == [m.span() for m in late.finditer(text)]
    assert early.sub("x", text) == late.sub("x", text)
    assert early.split(text) == late.split(text)
    assert early.fullmatch("AB") is not None is not late.fullmatch("AB")
    assert early.groupindex == late.groupindex


def late_patterns() -> Iterator[tuple[str, object]]:
    """Yield every late pattern that a module of the package holds, and where."""
    for found in pkgutil.walk_packages(reportgen.__path__, "reportgen."):
        if found.name == "reportgen.__main__":
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            held = value if isinstance(value, tuple) else (value,)
            for each in held:
                inner = each if isinstance(each, tuple) else (each,)
                yield from ((f"{found.name}.{name}", x) for x in inner if _is_late(x))


def _is_late(value: object) -> bool:
    return isinstance(value, patterns._Lazy)


PATTERNS = list(late_patterns())


@pytest.mark.parametrize("late", [late for _, late in PATTERNS], ids=[p for p, _ in PATTERNS])
def test_every_pattern_compiles(late: re.Pattern[str]) -> None:
    """A mistake is found here, not by the first user whose file needs the pattern."""
    assert late.groups >= 0
