"""
Hold reportgen against every attack that is known here, and print what came of it.

``python bench/hardening.py`` tries all attacks of `attacks`, each as a build in a process of its
own, and fuzzes with ``--inputs N`` inputs; a row for each class says how many were tried and what
was wrong. It ends with exit code 1 where anything was. ``--write`` puts the table into
``docs/hardening.md``, with ``--date`` above it.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import fuzz
from attacks import ATTACKS
from attacks.holding import Held, hold
from fuzzing.targets import targets
from fuzzing.watching import Limits, Tally

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "hardening.md"
BEGIN: Final = "<!-- table: begin -->\n"
END: Final = "<!-- table: end -->"


class Row(NamedTuple):
    """What came of a class of attacks."""

    what: str
    inputs: int
    wrong: Sequence[str]
    worst: str


def attacked(held: Iterable[Held]) -> list[Row]:
    """Return a row for each kind of attack."""
    kinds: dict[str, list[Held]] = {}
    for each in held:
        kinds.setdefault(each.attack.kind, []).append(each)
    return [
        Row(
            kind,
            len(all_of),
            [f"{each.attack.name}: {wrong}" for each in all_of for wrong in each.wrong],
            f"{max(each.seconds for each in all_of):.1f} s, "
            f"{max(each.mib for each in all_of):.0f} MiB",
        )
        for kind, all_of in kinds.items()
    ]


def fuzzed(tallies: Sequence[Tally]) -> Row:
    """Return the row of the damaged inputs."""
    faults = [f"{each.target} {each.number}: {each.what}" for t in tallies for each in t.faults]
    return Row("damaged input", sum(t.inputs for t in tallies), faults, f"{len(tallies)} targets")


def table(rows: Iterable[Row]) -> str:
    """Return *rows* as a table in Markdown."""
    lines = ["| class | inputs | outcome | most that one took |", "|---|---:|---|---|"]
    for row in rows:
        outcome = "all held" if not row.wrong else f"**{len(row.wrong)} wrong**"
        lines.append(f"| {row.what} | {row.inputs:,} | {outcome} | {row.worst} |")
    return "\n".join(lines) + "\n"


def page(before: str, rows: Iterable[Row], date: str) -> str:
    """Return the page *before* with *rows*, measured on *date*, in place of its table."""
    head, _, rest = before.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}Measured on {date}.\n\n{table(rows)}{END}{tail}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack, print the table, and say by the exit code whether all was held."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=10_000, metavar="N", help="to fuzz with")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--write", action="store_true", help="put the table into the page, too")
    parser.add_argument("--date", metavar="DAY", help="when it was measured, for the page")
    given = parser.parse_args(arguments)
    if given.write and not given.date:
        parser.error("the page says when it was measured: give --date")
    rows = attacked(hold(attack) for attack in ATTACKS)
    rows.append(fuzzed(fuzz.fuzz(list(targets()), given.inputs, given.seed, Limits())))
    print(table(rows), end="")
    wrong = [said for row in rows for said in row.wrong]
    for said in wrong:
        print(said, file=sys.stderr)
    if given.write:
        PAGE.write_text(page(PAGE.read_text("utf-8"), rows, given.date), encoding="utf-8")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
