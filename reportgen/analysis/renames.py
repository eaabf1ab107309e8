"""
Tests that came and tests that went → which of them are the same under another name.

A pair is told only where it is nearly certain: the same class or file, a close name, the same
parameters and numbers; and where the old one failed, the new one fails with the same words.
A failing test that comes back green under another name is no pair: nothing shows that it is that
test, and a pair would hide that the old one did not run.
What fits several is left alone, and so is a class of which too much changed at once.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple, TypeAlias

from reportgen.model.baseline import BaseTest
from reportgen.model.tests import Case, Errored, Failed, Trouble
from reportgen.model.text import one_line
from reportgen.patterns import pattern

MOST_COMPARED: Final = 40_000
"""How many pairs of names are compared in all; a class that would need more is left alone."""
MARGIN: Final = 0.1
"""By how much a pair must be closer than any other of its two tests."""
_ROUNDS: Final = 8
_MOST_WORDS: Final = 40
_MOST_READ: Final = 500

# How close two names have to be: with words exchanged, or with words only added or left out.
_GREEN: Final = (0.8, 0.66)
_RED: Final = (0.6, 0.5)
_TYPO: Final = 0.9

_PARAMETERS: Final = pattern(r"[\[({]")
_HUMP: Final = pattern(r"(?<=[a-z])(?=[A-Z])")
_WORD: Final = pattern(r"[^\W\d_]+")
_NUMBER: Final = pattern(r"\d+")
# What a message says of the moment and the machine, not of the fault. Small numbers are the fault.
_VOLATILE: Final = pattern(
    r"\b0x[0-9a-f]{4,16}\b"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|(?:/private)?/(?:tmp|var/folders)/[^\s'\"]{1,200}"
    r"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?"
    r"|\b\d{1,12}(?:\.\d{1,12})? ?(?:ms|s|sec|seconds)\b"
    r"|\b\d{1,9}\.\d{3,18}\b"
    r"|\b\d{4,18}\b",
    re.IGNORECASE,
)
_KIND: Final = pattern(r"(?:[\w$]{1,100}[.:\\]{1,2}){0,12}([\w$]{1,100})(?::|$)\s*")
_NAME: Final = pattern(r"[.:\\\\]")
_TRACEBACK: Final = "Traceback (most recent call last)"


def signature(cases: Iterable[Case]) -> str:
    """
    Return what the red ones among *cases* say: exception and message, less what varies.

    Empty where none says anything, or where they disagree: then it is like no other.
    """
    outcomes = (case.outcome for case in cases)
    found = {_said(each.troubles[0]) for each in outcomes if isinstance(each, Failed | Errored)}
    return found.pop() if len(found) == 1 else ""


def signature_with(case: Case, known: BaseTest | None) -> str:
    """Return what *case* says together with the red elements that *known* sums up already."""
    before = known.signature if known else ""
    if not case.is_red:
        return before
    said = signature((case,))
    if known is None or known.outcome not in {"failed", "errored"}:
        return said
    return said if said == before else ""


def _said(trouble: Trouble) -> str:
    text = trouble.message.strip() or _first_telling(trouble.detail)
    line = one_line(text[:_MOST_READ].partition("\n")[0], _MOST_READ)
    kind = _NAME.split(trouble.type.strip()[:_MOST_READ])[-1]
    if (stated := _KIND.match(line)) and (not kind or stated[1] == kind):
        kind, line = stated[1], line[stated.end() :]
    line = " ".join(_VOLATILE.sub("…", line).split())
    return f"{kind}: {line}" if kind and any(map(str.isalnum, line)) else ""


def _first_telling(detail: str) -> str:
    lines = detail.strip()[-_MOST_READ * 8 :].splitlines() or [""]
    return lines[-1] if detail.lstrip().startswith(_TRACEBACK) else lines[0]


class _Test(NamedTuple):
    """A test as it is compared: *apart* are the numbers and parameters, which have to be equal."""

    id: str
    class_name: str
    file: str
    name: str
    words: tuple[str, ...]
    apart: str
    red: bool
    said: str


_Pair: TypeAlias = tuple[float, str, str]


def pairs(new: Mapping[str, Sequence[Case]], missing: Mapping[str, BaseTest]) -> dict[str, str]:
    """
    Return which of the *new* tests was which of the *missing* ones, by their ids.

    A new test is given by its red cases, or one that is not red where it has none.
    """
    came = [_came(test, cases) for test, cases in sorted(new.items())]
    went = [_went(test, known) for test, known in sorted(missing.items()) if known.name]
    found: dict[str, str] = {}
    for key in (_class_and_name, _file_and_name):
        found |= _alone(_left(went, found.values()), _left(came, found), key)
    close = _close(_left(went, found.values()), _left(came, found))
    return found | _decided(close)


def _came(test: str, cases: Sequence[Case]) -> _Test:
    case = cases[0]
    red = any(each.is_red for each in cases)
    return _test(test, case.class_name, case.file, case.name, red, signature(cases))


def _went(test: str, known: BaseTest) -> _Test:
    red = known.outcome in {"failed", "errored"}
    return _test(test, known.class_name, known.file, known.name, red, known.signature)


def _test(
    test: str,
    class_name: str,
    file: str | None,
    name: str,
    red: bool,  # noqa: FBT001 - a field of a row
    said: str,
) -> _Test:
    name = name[:_MOST_READ]
    cut = _PARAMETERS.search(name)
    base = name[: cut.start()] if cut else name
    words = tuple(_WORD.findall(_HUMP.sub(" ", base)))[:_MOST_WORDS]
    apart = "\0".join((*_NUMBER.findall(base), name[len(base) :]))
    folded = tuple(word.casefold() for word in words)
    return _Test(test, class_name, file or "", name, folded, apart, red, said)


def _left(tests: Iterable[_Test], taken: Iterable[str]) -> list[_Test]:
    gone = set(taken)
    return [test for test in tests if test.id not in gone]


def _class_and_name(test: _Test) -> tuple[str, str] | None:
    return (test.class_name, test.name) if test.class_name else None


def _file_and_name(test: _Test) -> tuple[str, str] | None:
    return (test.file, test.name) if test.file else None


def _alone(
    went: Iterable[_Test], came: Iterable[_Test], key: Callable[[_Test], tuple[str, str] | None]
) -> dict[str, str]:
    """Return the pairs that have a class or file and a name in common, which no other has."""
    places: dict[tuple[str, str], tuple[list[_Test], list[_Test]]] = defaultdict(lambda: ([], []))
    for side, tests in enumerate((went, came)):
        for test in tests:
            if where := key(test):
                places[where][side].append(test)
    return {
        ours[0].id: theirs[0].id
        for theirs, ours in places.values()
        if len(theirs) == len(ours) == 1 and _may_be(theirs[0], ours[0])
    }


def _close(went: Iterable[_Test], came: Iterable[_Test]) -> list[_Pair]:
    """Return the pairs of one class or file whose names are close, the closest first."""
    places: dict[tuple[str, str, str], tuple[list[_Test], list[_Test]]]
    places = defaultdict(lambda: ([], []))
    for side, tests in enumerate((went, came)):
        for test in tests:
            if test.class_name:
                places["class", test.class_name, test.apart][side].append(test)
            if test.file:
                places["file", test.file, test.apart][side].append(test)
    found: dict[tuple[str, str], float] = {}
    left = MOST_COMPARED
    for _, (theirs, ours) in sorted(places.items()):
        cost = len(theirs) * len(ours)
        if cost > left:
            continue
        left -= cost
        for old in theirs:
            for new in ours:
                if closeness := _closeness(old, new):
                    found[old.id, new.id] = closeness
    return sorted(((score, old, new) for (old, new), score in found.items()), key=_best_first)


def _best_first(pair: _Pair) -> tuple[float, str, str]:
    return -pair[0], pair[1], pair[2]


def _decided(close: Sequence[_Pair]) -> dict[str, str]:
    """Return the pairs that no other comes near, the closest first; one test is in one pair."""
    by_old: dict[str, list[_Pair]] = defaultdict(list)
    by_new: dict[str, list[_Pair]] = defaultdict(list)
    for pair in close:
        by_old[pair[1]].append(pair)
        by_new[pair[2]].append(pair)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _ in range(_ROUNDS):
        before = len(found)
        for score, old, new in close:
            if old in taken or new in found:
                continue
            rivals = [
                pair
                for pair in (*by_old[old], *by_new[new])
                if (pair[1] not in taken and pair[2] not in found)
                and (pair[1], pair[2]) != (old, new)
                and pair[0] > score - MARGIN
            ]
            if not rivals:
                found[new] = old
                taken.add(old)
        if len(found) == before:
            break
    return found


def _may_be(old: _Test, new: _Test) -> bool:
    """Whether what the two came to allows that they are one test."""
    return not old.red or (new.red and bool(old.said) and old.said == new.said)


def _closeness(old: _Test, new: _Test) -> float:
    """Return how close two names are, from 0 to 1; 0 where they are not close enough."""
    mine, theirs = new.words, old.words
    if old.class_name != new.class_name:
        mine, theirs = (*_of_class(new), *mine), (*_of_class(old), *theirs)
    exchanged, extended = _RED if old.red else _GREEN
    whole = len(mine) + len(theirs)
    if not mine or not theirs or not _may_be(old, new):
        return 0.0
    most = 2 * len(set(mine) & set(theirs)) / whole
    score = 0.0
    if most >= extended / 2:
        score = SequenceMatcher(None, theirs, mine, autojunk=False).ratio()
        least = extended if _is_within(*sorted((mine, theirs), key=len)) else exchanged
        score = score if score >= least else 0.0
    if not score and abs(len(mine) - len(theirs)) <= 1:
        letters = SequenceMatcher(None, " ".join(theirs), " ".join(mine), autojunk=False)
        if letters.real_quick_ratio() >= _TYPO and letters.quick_ratio() >= _TYPO:
            typo = letters.ratio()
            score = typo if typo >= _TYPO else 0.0
    return score


def _of_class(test: _Test) -> tuple[str, ...]:
    last = test.class_name[-_MOST_READ:].rpartition(".")[2]
    return tuple(word.casefold() for word in _WORD.findall(_HUMP.sub(" ", last)))[:_MOST_WORDS]


def _is_within(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether *longer* has all words of *shorter* in their order."""
    words = iter(longer)
    return all(word in words for word in shorter)
