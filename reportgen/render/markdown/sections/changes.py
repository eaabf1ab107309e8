"""What changed against the run compared with, and whatever else was noticed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.report import Finding, FindingId, Report
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.sections.attention import Item, item, rest
from reportgen.render.markdown.states import FINDING
from reportgen.render.markdown.templating import Page

_CHANGES: tuple[FindingId, ...] = ("fixed", "new-test", "missing-test", "newly-skipped")


class Group(NamedTuple):
    """The subjects of one kind of change, and how many are not named."""

    title: str
    subjects: tuple[str, ...]
    rest: str | None


class Changes(NamedTuple):
    """The changes, counted and in groups."""

    counts: str
    base: str | None
    groups: tuple[Group, ...]


class Notes(NamedTuple):
    """Findings that nobody has to act on."""

    total: str
    items: tuple[Item, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of changes and the block of notes, where there are any."""
    by_kind: dict[FindingId, list[Finding]] = {kind: [] for kind in _CHANGES}
    notes: list[Finding] = []
    for found in report.findings:
        if found.id in by_kind and "collected" not in found.numbers:  # one test, not a sum of them
            by_kind[found.id].append(found)
        elif found.severity == "info" and found.id not in by_kind:
            notes.append(found)
    groups = {kind: held for kind, held in by_kind.items() if held}
    if groups:
        base = report.base.label if report.base else None
        yield Block(
            "changes",
            11,
            (
                *page.forms("changes", lambda most: _changes(groups, base, most), (25, 5)),
                *page.forms("changes_line", lambda most: _changes(groups, base, most), (0,)),
            ),
        )
    if notes:
        yield Block(
            "also noticed",
            13,
            (
                *page.forms("notes", lambda most: _notes(notes, most), (20, 5)),
                *page.forms("notes_line", lambda most: _notes(notes, most), (0,)),
            ),
        )


def _changes(groups: dict[FindingId, list[Finding]], base: str | None, most: int) -> Changes:
    return Changes(
        counts=", ".join(
            f"{len(held):,} {FINDING[kind][len(held) > 1]}" for kind, held in groups.items()
        ),
        base=base,
        groups=tuple(
            Group(
                title=FINDING[kind][len(held) > 1].capitalize(),
                subjects=tuple(found.subject for found in held[:most]),
                rest=f"and {len(held) - most:,} more" if len(held) > most else None,
            )
            for kind, held in groups.items()
        )
        if most
        else (),
    )


def _notes(notes: Sequence[Finding], most: int) -> Notes:
    return Notes(
        total=f"{len(notes):,}",
        items=tuple(item(found) for found in notes[:most]),
        rest=rest(notes[most:]),
    )
