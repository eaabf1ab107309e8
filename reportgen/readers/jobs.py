"""What the readers of step outcomes have in common: a step as every CI system states it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from reportgen.model.run import Observations, Problem
from reportgen.model.steps import Step, StepStatus
from reportgen.model.text import one_line
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.services import unknown_word
from reportgen.readers.shapes import as_list, as_number, as_text
from reportgen.wording import phrase

MAX_DURATION_S: Final = 1e9
MAX_ATTEMPT: Final = 10_000
_UNENDED: Final = frozenset(["failed", "cancelled", "running", "unknown"])


class Item(NamedTuple):
    """An object of a document, and the keys that lead to it."""

    at: tuple[str | int, ...]
    value: dict[str, Any]


def objects(value: object, *at: str | int) -> Iterator[Item]:
    """Yield the objects of the list *value*, which stands at *at*; what is no object is none."""
    for index, item in enumerate(as_list(value)):
        if isinstance(item, dict):
            yield Item((*at, index), item)


def pages(documents: Sequence[object]) -> Iterator[Item]:
    """
    Yield the objects of *documents*, which may be single, in one list, or in a list of lists.

    That is how pages arrive: one after the other, or collected into an array.
    """
    for index, document in enumerate(documents):
        at = (index,) if len(documents) > 1 else ()
        if isinstance(document, dict):
            yield Item(at, document)
        for inner, item in enumerate(as_list(document)):
            if isinstance(item, dict):
                yield Item((*at, inner), item)
            else:
                yield from objects(item, *at, inner)


_SAME: Final = ("id", "name", "run_attempt")


def once(items: Iterable[Item]) -> list[Item]:
    """
    Return *items* without those that come again; what was said last of each counts.

    Pages overlap where jobs are added between the requests for them.
    """
    last: dict[Hashable, Item] = {}
    for item in items:
        has_id = isinstance(item.value.get("id"), str | int)
        same = tuple(str(item.value.get(key)) for key in _SAME)
        last[same if has_id else id(item.value)] = item
    return list(last.values())


def contexts(
    documents: Sequence[object], is_one: Callable[[dict[str, Any]], bool]
) -> list[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
    """
    Return the members of *documents* where all are GitHub contexts, else nothing.

    *is_one* says so of a document whose values are objects; one without values is empty.
    Contexts of several jobs may stand one after the other in a file.
    A member is given with the keys that lead to it, its name and its value.
    """
    if not all(isinstance(each, dict) and is_one(each) for each in documents):
        return []
    return [
        ((index, name) if len(documents) > 1 else (name,), name, value)
        for index, document in enumerate(documents)
        for name, value in document.items()  # type: ignore[attr-defined]  # it is a dict
    ]


def step(  # noqa: PLR0913 - the fields of a step, each by its name
    name: object,
    status: StepStatus,
    word: object,
    artifact: str,
    at: Iterable[str | int],
    *,
    allowed_failure: bool = False,
    duration_s: float | None = None,
    job: object = None,
    started_at: datetime | None = None,
    attempt: object = None,
    superseded: bool = False,
    url: object = None,
    stated_reason: object = None,
) -> Step:
    """
    Return the step *name* of *artifact*, whose own word for how it ended is *word*.

    *at* are the keys of the JSON Pointer to it.
    A reason is kept only where the step did not pass; an allowance only where it failed.
    """
    return Step(
        name=as_text(name) or "(without a name)",
        status=status,
        allowed_failure=allowed_failure and status == "failed",
        duration_s=duration_s,
        raw_status=raw(word),
        job=as_text(job) or None,
        started_at=started_at,
        attempt=whole(attempt),
        superseded=superseded,
        url=as_text(url) or None,
        stated_reason=(as_text(stated_reason) or None) if status != "passed" else None,
        artifact=artifact,
        place=pointer(*at) or "/",
    )


def raw(word: object) -> str | None:
    """Return the CI system's own word as text, or None where it has none."""
    if isinstance(word, str):
        return word.strip() or None
    return None if word is None else one_line(str(word), 60)


def whole(value: object) -> int | None:
    """Return *value* where it is a number by which attempts are counted, else None."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 1 <= value <= MAX_ATTEMPT else None


def known(words: Mapping[str, StepStatus], word: object) -> StepStatus:
    """Return what *word* means by the list *words*; an unlisted one is unknown, never passed."""
    return words.get(word, "unknown") if isinstance(word, str) else "unknown"


def elapsed(began: object, ended: object) -> float | None:
    """Return the seconds between two moments as text, or None where they cannot be told."""
    first, last = moment(began), moment(ended)
    if first is None or last is None:
        return None
    return lasted((last - first).total_seconds())


def lasted(seconds: object, unit: float = 1) -> float | None:
    """Return *seconds*, given in units of *unit*, or None where no step lasts that long."""
    amount = as_number(seconds)
    if amount is None or not 0 <= amount * unit <= MAX_DURATION_S:
        return None
    return round(amount * unit, 6)


def unexplained(status: StepStatus, parts: Iterable[StepStatus]) -> bool:
    """Whether the end of a whole has to be told of its own: none of its *parts* ended like it."""
    told = set(parts)
    return not told or (status in _UNENDED and status not in told)


def outdated(items: Iterable[tuple[Hashable, int]]) -> list[bool]:
    """Return for each pair of a thing and an attempt at it whether a later attempt is there."""
    pairs = list(items)
    last: dict[Hashable, int] = {}
    for key, attempt in pairs:
        last[key] = max(attempt, last.get(key, attempt))
    return [attempt < last[key] for key, attempt in pairs]


def observed(
    steps: Iterable[Step],
    problems: Iterable[Problem] = (),
    moments: Iterable[datetime | None] = (),
) -> Observations:
    """
    Return *steps* as what a reader found, with the first and the last moment of it.

    *moments* are those at which something ended; a word for an end that nobody knows is told.
    """
    found = tuple(steps)
    strange = tuple(
        unknown_word(each.raw_status, each.place)
        for each in found
        if each.status == "unknown" and each.raw_status
    )
    times = [when for when in (*(each.started_at for each in found), *moments) if when]
    return Observations(
        steps=found,
        problems=(*problems, *strange),
        timestamps=(min(times), max(times)) if times else (),
    )


def too_few(there: int, stated: object, what: str, hint: str, place: str = "") -> Iterator[Problem]:
    """Yield the problem that a list holds fewer than the *stated* number: its pages are missing."""
    total = as_number(stated)
    if total is not None and total > there:
        yield Problem(
            kind="count-mismatch",
            severity="warning",
            message=phrase(
                "the file holds {there:,} of {total:,.0f} {what}; {hint}",
                there=there,
                total=total,
                what=what,
                hint=hint,
            ),
            place=place,
        )
