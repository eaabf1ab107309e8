"""The published schemas of what we write for other tools; see ``fixtures/schemas/``."""

import json
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships none

from tests.conftest import ROOT


@cache
def _validator(name: str) -> Any:  # noqa: ANN401 - jsonschema has no types
    schema = json.loads((ROOT / "fixtures" / "schemas" / f"{name}.json").read_text("utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def faults(name: str, document: object) -> list[str]:
    """Return what of *document* is not as the schema *name* says."""
    found = _validator(name).iter_errors(document)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]
