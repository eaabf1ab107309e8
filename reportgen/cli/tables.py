"""``reportgen formats`` and ``reportgen schema``: the tables the tool works from."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, assert_never

import typer


class TableFormat(StrEnum):
    """What a table can be printed as."""

    TEXT = "text"
    JSON = "json"


def formats() -> None:
    """
    List the formats that can be read, by kind, and how such files are made.

    What is in none of them is listed in reports as ignored. Formats of plugins come last, with the
    package that they came with.

    Example: reportgen formats
    """
    from reportgen.cli.console import emit
    from reportgen.cli.plugged import plugged_readers
    from reportgen.readers import KINDS, READERS, kind_of

    rows = [("KIND", "FORMAT", "WHAT IT IS", "HOW IT IS MADE, OR WHAT IT LOOKS LIKE")]
    rows += sorted(
        ((kind_of(reader), reader.NAME, reader.TITLE, reader.HINT) for reader in READERS),
        key=lambda row: KINDS.index(row[0]),
    )
    rows += [
        ("plugin", each.NAME, f"{each.TITLE} · from {each.origin}", each.HINT)
        for each in plugged_readers()
    ]
    emit(table(rows), None)


def targets(
    form: Annotated[
        TableFormat, typer.Option("--format", "-f", help="What to print.")
    ] = TableFormat.TEXT,
) -> None:
    """
    List the trackers that a report can be made for, what fits there, and how that is known.

    KNOWN says whether the limit was read in the vendor's own words (verified), is told by somebody
    who ran into it (reported), or is a guess (unverified). Targets of plugins come last, with the
    package that they came with.

    Example: reportgen targets --format json
    """
    import json

    from reportgen.cli.console import emit
    from reportgen.cli.plugged import plugged_targets
    from reportgen.render.markdown.targets import TARGETS

    theirs = plugged_targets()
    if form is TableFormat.JSON:
        rows: list[dict[str, object]] = [target._asdict() for target in TARGETS.values()]
        rows += [{**row._asdict(), "plugin": origin} for row, origin in theirs.values()]
        emit(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", None)
        return
    head = (
        "TARGET",
        "WHAT IT IS",
        "DIALECT",
        "AIMS FOR",
        "LIMIT",
        "COUNTED IN",
        "STYLE",
        "KNOWN",
        "SOURCE",
    )
    emit(
        table([
            head,
            *(
                (
                    each.name, title, each.dialect, f"{each.budget:,}",
                    f"{each.limit:,}" if each.limit else "–", each.unit, each.style, each.known,
                    each.source,
                )
                for each, title in (
                    *((each, each.title) for each in TARGETS.values()),
                    *((each, f"{each.title} · from {origin}") for each, origin in theirs.values()),
                )
            ),
        ]),
        None,
    )  # fmt: skip


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows* as lines of aligned columns, the first row being the head."""
    from reportgen.model.logs import inert

    widths = [max(len(text) for text in column) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return inert("".join(f"{line}\n" for line in lines))


class Document(StrEnum):
    """A JSON document that scripts rely on."""

    RUN = "run"
    COMPARE = "compare"
    FLAKY = "flaky"
    TEST = "test"
    TRENDS = "trends"
    DOCTOR = "doctor"


def schema(
    of: Annotated[
        Document,
        typer.Option(help="Of run.json, or of what another command prints with --format json."),
    ] = Document.RUN,
    context: Annotated[
        bool, typer.Option("--context", help="Of what a template of --template can use.")
    ] = False,
) -> None:
    """
    Print the JSON Schema of run.json, or of what another command prints as JSON.

    Its $id names the document and its version, and stays the same while the version does.

    Example: reportgen schema > run.schema.json
    """
    import json

    from reportgen.cli.console import emit
    from reportgen.model.identity import AUTHORITY

    described, version = _described(of)
    name = "context" if context else of.value
    if context:
        from reportgen.render.markdown.own_template import OWN_CONTEXT

        described["title"] = "Context"
        described["properties"] |= OWN_CONTEXT
        described["required"] = sorted({*described["required"], *OWN_CONTEXT})
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"tag:{AUTHORITY}:schema:{name}:{version}",
        **described,
    }
    emit(json.dumps(described, indent=2, sort_keys=True) + "\n", None)


def _described(of: Document) -> tuple[dict[str, Any], int]:
    """Return the schema of a document, and the version that its ``schema_version`` states."""
    match of:
        case Document.RUN:
            from reportgen.model import document

            return document.adapter().json_schema(mode="serialization"), document.SCHEMA_VERSION
        case Document.COMPARE:
            from reportgen.model import compared

            return compared.adapter().json_schema(mode="serialization"), compared.SCHEMA_VERSION
        case Document.DOCTOR:
            from reportgen.model import examined

            return examined.adapter().json_schema(mode="serialization"), examined.SCHEMA_VERSION
        case Document.FLAKY | Document.TEST | Document.TRENDS:
            from reportgen.render.overtime import json

            return json.schema(of.value), json.SCHEMA_VERSION
    assert_never(of)
