"""The pages that are one table each: formats, targets, exit codes."""

from typing import Final

from pages.markup import code, head, plain, table
from reportgen.errors import EXIT_CODE_MEANINGS
from reportgen.readers import KINDS, READERS, kind_of
from reportgen.render.markdown.targets import DEFAULT, TARGETS

_FORMATS: Final = """\
What can be read, as `reportgen formats` lists it.
The kind of a file is found from its content; what is in none of these formats is listed in reports as ignored.
Gzip is unpacked anywhere, zip and tar archives are read member by member.
"""
_TARGETS: Final = f"""\
Where a report may be posted: `--target NAME`, by default `{DEFAULT}`.
*Aims for* is how long a text is made, *limit* where the tracker itself stops, both in the unit that it counts.
*Known* says how sure that is: *verified* in the vendor's own words, *reported* by somebody who ran into it, or *unverified*.
None was tried on a live tracker.
"""
_EXIT_CODES: Final = """\
What the process says to the CI job that started it; there are no others.
The message behind each says what happened and what to do next: see [troubleshooting](../troubleshooting.md).
"""


def formats() -> str:
    """Return the page of the formats, one table for each kind of evidence."""
    parts = [head("Formats", "the table of readers", _FORMATS)]
    for kind in KINDS:
        rows = [
            (code(reader.NAME), plain(reader.TITLE), code(reader.HINT))
            for reader in READERS
            if kind_of(reader) == kind
        ]
        parts.append(
            f"## {kind.capitalize()}\n\n"
            + table(("format", "what it is", "how it is made, or what it looks like"), rows)
        )
    return "\n".join(parts)


def targets() -> str:
    """Return the page of the targets: the table, and what is to be known of each."""
    rows = [
        (
            code(each.name), plain(each.title), each.dialect, f"{each.budget:,}",
            f"{each.limit:,}" if each.limit else "", each.unit, each.style, each.known,
        )
        for each in TARGETS.values()
    ]  # fmt: skip
    notes = [(code(each.name), plain(each.note), plain(each.source)) for each in TARGETS.values()]
    columns = (
        "target", "what it is", "dialect", "aims for", "limit", "counted in", "style", "known",
    )  # fmt: skip
    return "\n".join(
        [
            head("Targets", "`reportgen/render/markdown/targets.py`", _TARGETS),
            table(columns, rows),
            "## Where this is known from\n",
            table(("target", "what to know", "source"), notes),
        ]
    )


def exit_codes() -> str:
    """Return the page of the exit codes."""
    rows = [
        (str(int(code_)), f"`{code_.name}`", meaning)
        for code_, meaning in EXIT_CODE_MEANINGS.items()
    ]
    return "\n".join(
        [
            head("Exit codes", "`reportgen/errors.py`", _EXIT_CODES),
            table(("exit code", "name", "meaning"), rows),
        ]
    )
