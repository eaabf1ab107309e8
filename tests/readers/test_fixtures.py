"""Every fixture of a format is read alone; what is seen in it is a golden that people reviewed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.health import Service
from reportgen.model.memory import MemorySeries
from reportgen.model.run import Run
from reportgen.readers import READERS
from tests.conftest import ROOT, Golden
from tests.readers.files import read_file

FOLDER = ROOT / "fixtures"
KINDS = ("health", "memory", "steps", "inventory", "ctrf", "coverage")
SHOWN_SAMPLES = 40


def fixtures() -> list[Path]:
    """Return the inputs among the fixtures of formats."""
    found = (path for kind in KINDS for path in (FOLDER / kind).rglob("*") if path.is_file())
    return sorted(p for p in found if p.name != "README.md" and ".expected." not in p.name)


def golden_name(path: Path) -> str:
    """Return where what is seen in the fixture at *path* is kept."""
    return f"formats/{path.relative_to(FOLDER).as_posix()}.txt"


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_what_is_seen(path: Path, golden: Golden) -> None:
    """A file alone gives these services, readings, steps and problems, and no others."""
    golden(golden_name(path), "".join(f"{line}\n" for line in told(read_file(path))))


def test_every_format_is_seen() -> None:
    """Each format of these kinds has a golden; a reader without one is believed by nobody."""
    seen = {read_file(path).artifacts[0].format for path in fixtures()}
    known = {reader.NAME for reader in READERS if not getattr(reader, "HOLDS_TESTS", False)}

    assert set() == known - seen


def told(run: Run) -> Iterator[str]:
    """Yield what was seen, a line each."""
    (artifact,) = run.artifacts
    yield f"{artifact.format}: {artifact.status}"
    for problem in artifact.problems:
        yield f"{problem.severity} {problem.kind}: {problem.message} [{problem.place}]"
    for service in run.services:
        yield from _service(service, "")
    for series in run.memory:
        yield from _series(series)
    for event in run.out_of_memory:
        yield f"out of memory: {_fields(event)}"
    for step in run.steps:
        yield f"step: {_fields(step)}"
    for inventory in run.inventories:
        yield f"inventory: {_fields(inventory)}"
    for coverage in run.coverage:
        yield f"coverage: {_fields(coverage)}"
    for case in run.cases:
        place = f"{case.file}:{case.line}" if case.file else "-"
        yield f"case: {case.title} · {case.outcome.name} · {case.duration_s} s · {place}"
    yield from (f"moment: {moment.isoformat()}" for moment in run.timestamps)


def _service(service: Service, indent: str) -> Iterator[str]:
    shown = service.model_copy(update={"parts": (), "probes": ()})
    yield f"{indent}service: {_fields(shown)}"
    for probe in service.probes:
        at = probe.at.isoformat() if probe.at else None
        yield f"{indent}  probe: {at} {probe.status} {probe.latency_ms}"
    for part in service.parts:
        yield from _service(part, f"{indent}  ")


def _series(series: MemorySeries) -> Iterator[str]:
    shown = series.model_copy(update={"samples": ()})
    yield f"memory: {_fields(shown)} · {len(series.samples)} samples"
    yield from (f"  {sample.at} {sample.value}" for sample in series.samples[:SHOWN_SAMPLES])


def _fields(model: Any) -> str:  # noqa: ANN401 - any model of ours
    """Return the fields of *model* that differ from their default; the artifact is the file."""
    fields = model.model_dump(mode="json", exclude_defaults=True, exclude={"artifact"})
    return json.dumps(fields, ensure_ascii=False)
