"""``reportgen formats`` and ``reportgen schema``: the tables the tool works from."""


def formats() -> None:
    """
    List the formats that can be read, and how such files are made.

    Example: reportgen formats
    """
    from reportgen.cli.console import emit
    from reportgen.readers import READERS

    rows = [("FORMAT", "WHAT IT IS", "HOW IT IS MADE, OR WHAT IT LOOKS LIKE")]
    rows += [(reader.NAME, reader.TITLE, reader.HINT) for reader in READERS]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [
        f"{name:<{widths[0]}}  {title:<{widths[1]}}  {hint}".rstrip() for name, title, hint in rows
    ]
    emit("\n".join(lines) + "\n", None)


def schema() -> None:
    """
    Print the JSON Schema of run.json.

    Example: reportgen schema > run.schema.json
    """
    import json

    from reportgen.cli.console import emit
    from reportgen.model.document import adapter

    described = adapter().json_schema(mode="serialization")
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
    emit(json.dumps(described, indent=2, sort_keys=True) + "\n", None)
