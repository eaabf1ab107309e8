"""The documents for scripts: valid by their own schema, and honest about what is missing."""

import json
import re
from typing import Any

import jsonschema  # type: ignore[import-untyped] # its types are a package of their own
import pytest

from reportgen.model.overtime import Trends
from reportgen.website import pages
from reportgen.website.api import schema
from tests.factories import make_finding, make_report, make_run, make_verdict
from tests.website.data.sites import Reader, data_of
from tests.website.trends import make_trends

RECORDS = [
    make_report(findings=(make_finding(), make_finding(id="known-issue"))),
    make_report(
        run=make_run(id="b", branch="feature", started_at=None, variant={"os": "linux"}),
        verdict=make_verdict(evidence="partial"),
    ),
]
DAMAGE = ["`a.json.gz` is cut off"]


def files(trends: Trends | None = None) -> dict[str, str]:
    """Return all files of a site of two runs."""
    return dict(pages.plan(RECORDS, DAMAGE, trends))


def document(name: str, trends: Trends | None = None) -> Any:  # noqa: ANN401 - a JSON document
    """Return one of the documents."""
    return json.loads(files(trends)[f"api/v1/{name}.json"])


@pytest.mark.parametrize(
    ("name", "model"),
    [("manifest", "Manifest"), ("runs", "RunsDocument"), ("trends", "TrendsDocument")],
)
def test_documents_keep_to_the_schema(name: str, model: str) -> None:
    """Each is one of the definitions, with nothing beside it and nothing left out."""
    trends = make_trends()
    published = document("schema", trends)
    rules = {"$ref": f"#/$defs/{model}", "$defs": published["$defs"]}
    found = document(name, trends)
    jsonschema.Draft202012Validator(rules).validate(found)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(rules).validate(found | {"unknown": 1})
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(rules).validate(found | {"schema_version": 2})


def test_schema_is_one() -> None:
    """It is valid itself, and every document is one of what it allows."""
    jsonschema.Draft202012Validator.check_schema(schema())

    assert 13 == len(schema()["anyOf"])


def test_manifest_lists_what_is_there() -> None:
    """Every file that it names exists; what the history lacks is named, too."""
    trends = make_trends()
    manifest, found = document("manifest", trends), files(trends)

    assert set(manifest["files"].values()) <= set(found)
    assert (2, 1, 1) == (manifest["runs"], manifest["settled_runs"], manifest["partial_runs"])
    assert DAMAGE == manifest["damaged"]
    assert "services/1" in manifest["algorithms"]


def test_without_trends_there_is_no_document_of_them() -> None:
    """An empty one would say that nothing was found."""
    assert "api/v1/trends.json" not in files()
    assert "trends" not in document("manifest")["files"]
    assert "trends.json" not in files()["about/index.html"]


def test_runs_say_what_is_not_known_by_null() -> None:
    """A run without a moment has none, and comes last."""
    runs = document("runs")["runs"]

    assert [None, "2025-09-15T13:35:00Z"] == [runs[-1]["started_at"], runs[0]["started_at"]]
    assert (1, 1, True) == (runs[0]["new_failures"], runs[0]["known"], runs[0]["settled"])
    assert runs[0]["page"] in files()


def test_guide_names_only_what_exists() -> None:
    """Fields in the guide are fields of the documents, sets are those of the data."""
    trends = make_trends()
    guide = files(trends)["api/v1/GUIDE.md"]
    words = set(re.findall(r"`([a-z_]+)`", guide))
    sets = Reader(data_of([])).manifest["sets"]
    known = set(sets) | set(
        re.findall(
            r'"([a-z_]+)":', json.dumps([document("schema", trends), document("trends", trends)])
        )
    )

    assert set() == words - known
    assert {"trends.json", "runs.json", "manifest.json", "schema.json"} <= set(
        re.findall(r"`([a-z]+\.json)`", guide)
    )
