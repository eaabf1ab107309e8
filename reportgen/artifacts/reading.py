"""Read every artifact once, each by itself, and put together what came of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Final

from reportgen.artifacts.carrying import Came, packed, unpacked
from reportgen.artifacts.discovery import Found
from reportgen.artifacts.logs import LOG
from reportgen.artifacts.onefile import Settings, came_of, without_secrets
from reportgen.artifacts.outcomes import duplicate
from reportgen.artifacts.overlaps import settle
from reportgen.artifacts.pieces import join
from reportgen.artifacts.restated import File, restated, told
from reportgen.artifacts.sharing import processes_for, side_by_side
from reportgen.config import Limits
from reportgen.model.run import Artifact, Observations, Problem, Run
from reportgen.model.steps import Log, Step, is_log_of
from reportgen.readers import Reader
from reportgen.readers.bounds import stopped
from reportgen.redaction import Redactor
from reportgen.wording import phrase

_LIMITS: Final = Limits()
Progress = Callable[[int], None]


def read_run(  # noqa: PLR0913 - none is like another, and all but the first have a default
    found: Sequence[Found],
    progress: Progress = lambda _: None,
    variant_properties: tuple[str, ...] = (),
    shards: tuple[str, ...] = (),
    redactor: Redactor | None = None,
    limits: Limits = _LIMITS,
    clock: Callable[[], float] = stopped,
    *,
    more: Sequence[Reader] = (),
    processes: int = 1,
) -> Run:
    """
    Return all that *found* holds.

    *variant_properties* name the properties that tell the same test in two environments apart,
    *shards* are patterns of folders whose names do not.
    No file takes more than *limits* allow; how long one takes is told by *clock*, in seconds: by
    default it stands still, so that the same input gives the same run.
    What *redactor* finds is taken out of every text as soon as a file is read, and counted.
    *progress* is called with the number of bytes of each file when it is done.
    *more* readers, those of plugins, are asked of what no reader of ours takes as a whole.
    At most so many *processes* read, where that is worth it; what comes of it is the same. More
    than one is for a process without threads.
    """
    settings = Settings(variant_properties, redactor, limits, clock, more)
    artifacts: list[Artifact] = []
    observed: list[Observations] = []
    for artifact, observations in _every(found, settings, progress, processes):
        artifacts.append(artifact)
        observed.append(observations)
    artifacts, observed = join(artifacts, observed)
    counted = _counted(artifacts, observed)
    settled = settle([(artifacts[n].path, observed[n].cases) for n in counted], shards)
    _say(artifacts, {n: settled.problems.get(artifacts[n].path) for n in counted})
    steps = tuple(step for each in observed for step in each.steps)
    logs = _explaining(steps, observed)
    # All of it was checked when it was observed.
    return Run.model_construct(
        artifacts=_told(artifacts, {log.artifact for log in logs}),
        cases=[case for held in settled.cases for case in held],
        services=tuple(service for each in observed for service in each.services),
        memory=tuple(series for each in observed for series in each.memory),
        out_of_memory=tuple(event for each in observed for event in each.out_of_memory),
        steps=steps,
        coverage=tuple(each for seen in observed for each in seen.coverage),
        inventories=tuple(each.inventory for each in observed if each.inventory is not None),
        logs=logs,
        timestamps=tuple(moment for each in observed for moment in each.timestamps),
        results_at={
            artifacts[n].path: max(observed[n].timestamps)
            for n in counted
            if observed[n].timestamps
        },
        redacted=dict(sorted(redactor.counts.items())) if redactor else {},
    )


def _counted(artifacts: list[Artifact], observed: Sequence[Observations]) -> list[int]:
    """Return the places of what holds results that count; what states them again is told."""
    holding = [n for n, each in enumerate(observed) if each.cases]
    files = [File(artifacts[n].path, artifacts[n].format, observed[n].cases) for n in holding]
    again = {holding[at]: path for at, path in restated(files).items()}
    _say(artifacts, told(again, observed))
    return [n for n in holding if n not in again]


def _say(artifacts: list[Artifact], problems: Mapping[int, Problem | None]) -> None:
    """Add *problems*, by their places, to those of *artifacts*."""
    for n, problem in problems.items():
        if problem is not None:
            every = (*artifacts[n].problems, problem)
            artifacts[n] = artifacts[n].model_copy(update={"problems": every})


def _explaining(steps: Sequence[Step], observed: Sequence[Observations]) -> tuple[Log, ...]:
    """Return the logs that bear the name of one of *steps*."""
    names = tuple(dict.fromkeys(step.name for step in steps))
    return tuple(
        each.log
        for each in observed
        if each.log and any(is_log_of(each.log.name, name) for name in names)
    )


def _told(artifacts: Sequence[Artifact], explaining: set[str]) -> tuple[Artifact, ...]:
    """Return *artifacts*; logs that are not *explaining* anything are left aside."""
    return tuple(
        _unexplaining(artifact)
        if artifact.format == LOG and not artifact.is_broken and artifact.path not in explaining
        else artifact
        for artifact in artifacts
    )


def _unexplaining(artifact: Artifact) -> Artifact:
    """Return a log that nothing is known from, with why it is left aside."""
    why = Problem(
        kind="note",
        severity="info",
        message=phrase("text in which no format is recognised, and no step bears its name"),
    )
    return artifact.model_copy(update={"status": "ignored", "problems": (*artifact.problems, why)})


def _every(
    found: Sequence[Found], settings: Settings, progress: Progress, processes: int
) -> Iterator[tuple[Artifact, Observations]]:
    """Yield what came of each file, in their order; the same results are counted once."""
    known: dict[str, str] = {}
    redactor = settings.redactor
    for item, each in zip(
        found, _in_order(found, settings, known, progress, processes), strict=True
    ):
        came = each
        first = known.setdefault(came.artifact.sha256, item.path) if came.claimed else item.path
        if first != item.path:
            twice = duplicate(item, came.artifact.sha256, came.artifact.format, first)
            came = without_secrets(item, Came(twice, Observations()), redactor)
        if redactor is not None:
            redactor.counts.update(came.redacted)
        yield came.artifact, came.observations


def _in_order(
    found: Sequence[Found],
    settings: Settings,
    known: dict[str, str],
    progress: Progress,
    processes: int,
) -> Iterator[Came]:
    """Yield what came of each file. What is *known* to be the same results is not read again."""
    sizes = [item.size for item in found]
    count = processes_for(sizes, processes)
    if count == 1:
        for item in found:
            yield came_of(item, settings, known)
            progress(item.size)
        return
    # In which order files are read says nothing about which of the same results is the first.
    kept: list[Came | None] = [None] * len(found)
    work = side_by_side(
        sizes, lambda place: came_of(found[place], settings, {}), packed, unpacked, count
    )
    with closing(work):
        for place, came in work:
            kept[place] = came
            progress(sizes[place])
    for place, held in enumerate(kept):
        kept[place] = None
        assert held is not None  # noqa: S101 - each place has come
        yield held
