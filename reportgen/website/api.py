"""The site for scripts: what it holds, its runs, what they show together, schema and guide."""

import json
from collections.abc import Iterator
from typing import Any, Final, Literal

from pydantic import Field
from pydantic.json_schema import models_json_schema

from reportgen.history.windows import is_settled
from reportgen.model.base import Instant, Model
from reportgen.model.brief import Brief
from reportgen.model.overtime import Trends
from reportgen.model.report import Change, Decision, Environment, EvidenceState
from reportgen.model.tests import Counts
from reportgen.render.overtime import json as overtime
from reportgen.resources import folder
from reportgen.website.data import MANIFEST as DATA_MANIFEST
from reportgen.website.data.documents import DOCUMENTS
from reportgen.website.known import KNOWN, History, count_of
from reportgen.website.pages.runlists import duration_of
from reportgen.website.places import FEEDS, Page, run_url

FOLDER: Final = "api/v1"
SCHEMA_VERSION: Final = 1
_BADGES: Final = ("status", "flaky", "uptime")
_SCHEMA_URL: Final = "https://json-schema.org/draft/2020-12/schema"


class RunEntry(Model):
    """
    A recorded run.

    *page* leads from the site's folder. *settled* says that it is of a default branch and of no
    pull request. *known* counts what is red and explained; *duration_s* is the time of all tests
    together, null where none states one.
    """

    id: str
    page: str
    started_at: Instant | None
    project: str | None
    title: str | None
    job: str | None
    variant: dict[str, str]
    commit: str | None
    branch: str | None
    pull_request: int | None
    attempt: int | None
    settled: bool
    change: Change
    environment: Environment
    evidence: EvidenceState
    decision: Decision
    gate: Literal["passed", "failed"]
    tests: int
    passed: int
    failed: int
    errored: int
    skipped: int
    flaky: int
    new_failures: int
    known: int
    duration_s: float | None


class RunsDocument(Model):
    """All runs, newest first; those without a moment come last."""

    schema_version: Literal[1] = 1
    runs: tuple[RunEntry, ...] = ()


class TrendsDocument(Trends):
    """What the runs show together."""

    schema_version: Literal[1]


class Manifest(Model):
    """
    What the site holds, and what it cannot: the first file to read.

    *partial_runs* is how many runs have evidence that is not complete, *damaged* what of the
    history could not be read and is missing everywhere. *files* lead from the site's folder.
    """

    schema_version: Literal[1] = 1
    generator: str
    project: str | None
    runs: int
    since: Instant | None
    until: Instant | None
    settled_runs: int
    partial_runs: int
    damaged: tuple[str, ...]
    algorithms: tuple[str, ...]
    files: dict[str, str] = Field(default_factory=dict)


def pages(history: History) -> Iterator[Page]:
    """Yield the documents, which say what is known; see `guide` for what they are."""
    documents = {
        "runs": _runs(history),
        **({"trends": overtime.trends(history.trends)} if history.trends else {}),
    }
    yield Page(f"{FOLDER}/manifest.json", _text(_manifest(history, [*documents])))
    for name, text in documents.items():
        yield Page(f"{FOLDER}/{name}.json", text)


def guide() -> Iterator[Page]:
    """Yield the schema of the documents, and the guide: no run changes them."""
    yield Page(f"{FOLDER}/schema.json", _text(schema()))
    text = (folder("site") / FOLDER / "GUIDE.md").read_text(encoding="utf-8")
    yield Page(f"{FOLDER}/GUIDE.md", text)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of all documents: each is one of its definitions."""
    models = (Manifest, RunsDocument, TrendsDocument)
    # Documents of the data leave out what there is nothing of: as something that is read.
    _, defined = models_json_schema(
        [
            *((model, "serialization") for model in models),
            *((model, "validation") for model in DOCUMENTS),
        ]
    )
    return {
        "$schema": _SCHEMA_URL,
        "title": "The history site of reportgen, version 1",
        "anyOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in (*models, *DOCUMENTS)],
        **defined,
    }


def _manifest(history: History, documents: list[str]) -> dict[str, Any]:
    site = history.site
    names = ["manifest", *documents, "schema"]
    files = {name: f"{FOLDER}/{name}.json" for name in names}
    if site.data:
        files["data"] = f"{DATA_MANIFEST}.json"
    files |= {"guide": f"{FOLDER}/GUIDE.md"}
    files |= {f"badge-{name}": f"badge/{name}.json" for name in _BADGES}
    files |= {
        f"feed-{url.removeprefix('feeds/').removesuffix('.xml')}": url for url in sorted(FEEDS)
    }
    manifest = Manifest(
        generator=f"reportgen {site.version}",
        project=next((run.run.project for run in history.runs if run.run.project), None),
        runs=site.total,
        since=site.first,
        until=site.last,
        settled_runs=len(history.settled) if history.has_settled else 0,
        partial_runs=site.partial,
        damaged=tuple(site.problems),
        algorithms=_algorithms(history.trends),
        files=files,
    )
    return manifest.model_dump(mode="json")


def _algorithms(trends: Trends | None) -> tuple[str, ...]:
    if trends is None:
        return ()
    found = (
        *trends.tests, *trends.slower, *trends.faster, *trends.memory, *trends.services,
        *trends.causes, *trends.suites,
    )  # fmt: skip
    return tuple(sorted({each.algorithm for each in found}))


def _runs(history: History) -> str:
    """Return the document of all runs, a line for each: the standard encoder indents slowly."""
    document = RunsDocument(runs=tuple(map(_entry, history.runs))).model_dump(mode="json")
    lines = ",\n".join(map(_line, document.pop("runs")))
    rest = _text(document).removesuffix("\n}\n")
    return f'{rest},\n "runs": [\n{lines}\n ]\n}}\n'


def _entry(report: Brief) -> RunEntry:
    run, verdict, counts = report.run, report.verdict, report.totals.counts
    return RunEntry(
        id=run.id,
        page=run_url(run.id),
        started_at=run.started_at,
        project=run.project,
        title=run.title,
        job=run.job,
        variant=run.variant,
        commit=run.commit,
        branch=run.branch,
        pull_request=run.pull_request,
        attempt=run.attempt,
        settled=is_settled(run),
        change=verdict.change,
        environment=verdict.environment,
        evidence=verdict.evidence,
        decision=verdict.decision,
        gate=verdict.gate.status,
        **dict(zip(Counts._fields, counts, strict=True)),
        new_failures=count_of(report, ("new-failure",)),
        known=count_of(report, KNOWN),
        duration_s=duration_of(report),
    )


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, allow_nan=False)


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
