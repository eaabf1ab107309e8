"""What changed against the run compared with, and whatever else was noticed."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from reportgen.model.report import Finding, FindingId, Report
from reportgen.model.text import parts
from reportgen.render.causes import Told
from reportgen.render.kinds import SLOWER, is_known
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.sections.attention import Item, item, rest
from reportgen.render.markdown.states import FINDING
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase

Kind: TypeAlias = FindingId | Literal["renamed"]

_CHANGES: tuple[FindingId, ...] = ("fixed", "new-test", "missing-test", "newly-skipped")
_RENAMED: Final[Kind] = "renamed"


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
    by_kind: dict[Kind, list[Finding]] = {kind: [] for kind in (*_CHANGES, _RENAMED)}
    notes: list[Finding] = []
    for found in report.findings:
        if "renamed" in found.numbers:
            by_kind[_RENAMED].append(found)
        elif found.id in by_kind and "collected" not in found.numbers:  # one test, not a sum
            by_kind[found.id].append(found)
        elif (
            found.severity == "info" and found.id not in {*by_kind, *SLOWER} and not is_known(found)
        ):
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


def _title(kind: Kind, number: int) -> str:
    return phrase("renamed") if kind == "renamed" else phrase(FINDING[kind][number > 1])


def _capitalized(title: str) -> str:
    return title[:1].upper() + title[1:]


def _subject(found: Finding) -> str:
    """Return what a finding is about; of a renamed test both names, which its reason quotes."""
    if "renamed" not in found.numbers:
        return found.subject
    quoted = [part.text for part in parts(found.reason) if part.quoted]
    return " → ".join(reversed(quoted[:2]))


def _changes(groups: dict[Kind, list[Finding]], base: str | None, most: int) -> Changes:
    return Changes(
        counts=", ".join(
            f"{len(held):,} {_title(kind, len(held))}" for kind, held in groups.items()
        ),
        base=base,
        groups=tuple(
            Group(
                title=_capitalized(_title(kind, len(held))),
                subjects=tuple(_subject(found) for found in held[:most]),
                rest=phrase("and {number:,} more", number=len(held) - most)
                if len(held) > most
                else None,
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
        rest=rest([Told(found) for found in notes[most:]]),
    )
