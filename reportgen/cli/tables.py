"""``reportgen formats`` and ``reportgen schema``: the tables the tool works from."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, assert_never

import typer


def formats() -> None:
    """
    List the formats that can be read, by kind, and how such files are made.

    What is in none of them is listed in reports as ignored.

    Example: reportgen formats
    """
    from reportgen.cli.console import emit
    from reportgen.readers import KINDS, READERS, kind_of

    rows = [("KIND", "FORMAT", "WHAT IT IS", "HOW IT IS MADE, OR WHAT IT LOOKS LIKE")]
    rows += sorted(
        ((kind_of(reader), reader.NAME, reader.TITLE, reader.HINT) for reader in READERS),
        key=lambda row: KINDS.index(row[0]),
    )
    emit(table(rows), None)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows* as lines of aligned columns, the first row being the head."""
    widths = [max(len(text) for text in column) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


class Document(StrEnum):
    """A JSON document that scripts rely on."""

    RUN = "run"
    COMPARE = "compare"


def schema(
    of: Annotated[
        Document,
        typer.Option(help="Of run.json, or of what compare prints with --format json."),
    ] = Document.RUN,
) -> None:
    """
    Print the JSON Schema of run.json, or of a comparison.

    Example: reportgen schema > run.schema.json
    """
    import json

    from reportgen.cli.console import emit

    described = _described(of)
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
    emit(json.dumps(described, indent=2, sort_keys=True) + "\n", None)


def _described(of: Document) -> dict[str, object]:
    match of:
        case Document.RUN:
            from reportgen.model.document import adapter

            return adapter().json_schema(mode="serialization")
        case Document.COMPARE:
            from reportgen.model.compared import adapter as compared

            return compared().json_schema(mode="serialization")
    assert_never(of)
