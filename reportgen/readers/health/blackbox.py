"""
The answer of the Prometheus blackbox exporter to ``/probe?target=…``.

https://github.com/prometheus/blackbox_exporter
One probe in Prometheus' text format: ``probe_success`` is the verdict.

* It does not say what was probed: the file's name has to, or the log that ``&debug=true`` adds.
* Several answers in one file are several targets, as far as anyone can tell.
* With labels, as from ``/federate``, the label ``instance`` says what was probed.
* A duration without an answer is no latency.
"""

from typing import Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations, Problem
from reportgen.patterns import pattern
from reportgen.readers.exposition import Metric, metrics
from reportgen.readers.numbers import moment
from reportgen.readers.services import distinct, observed, service
from reportgen.readers.source import MAX_LINE, Source
from reportgen.wording import phrase

NAME: Final = "blackbox"
TITLE: Final = "blackbox exporter probe"
HINT: Final = "curl 'localhost:9115/probe?module=http_2xx&target=…' > shop.prom"
HOLDS_TESTS: Final = False

_SUCCESS: Final = "probe_success"
_DURATION: Final = "probe_duration_seconds"
_OURS: Final = ("probe_", "scrape_", "up")
_CODE: Final = "probe_http_status_code"
_STATUS: Final[dict[float | None, ServiceStatus]] = {1.0: "up", 0.0: "down"}
_TARGET: Final = pattern(r"\btarget=(\S{1,2000})")
_SAID: Final = pattern(r'\b(?:msg|err)="((?:[^"\\]|\\.){1,500})"')

_Probe = dict[str, Metric]


def matches(source: Source) -> bool:
    """Whether the text holds probes, and no metrics of anything else."""
    if source.kind != "text" or "probe_" not in source.head_text:
        return False
    names = {metric.name for metric in metrics(source.lines)}
    return _SUCCESS in names and all(name.startswith(_OURS) for name in names)


def read(source: Source) -> Observations:
    """Return what was probed as services."""
    probes = _probes(source)
    log = [line for line in source.lines if " level=" in line[:MAX_LINE]]
    target = next((found[1] for line in log if (found := _TARGET.search(line))), None)
    short = target if target and len(probes) == 1 else source.stem
    names = distinct(
        (_instance(probe) or short, f"{_job(probe)}/{_instance(probe)}") for probe in probes
    )
    problems: list[Problem] = []
    if len(probes) > 1 and len(set(names)) < len(probes):
        names = [f"{name}#{index}" for index, name in enumerate(names)]
        message = phrase("several probes that do not say of what; each is read as one of its own")
        problems.append(Problem(kind="note", severity="warning", message=message))
    said = _logged(log) if len(probes) == 1 else ""
    return observed(
        [
            _service(name, probe, said, source.path)
            for name, probe in zip(names, probes, strict=True)
        ],
        problems,
    )


def _probes(source: Source) -> list[_Probe]:
    """Return the metrics of each probe: those with the same labels, up to the next of a name."""
    probes: list[_Probe] = []
    current: dict[tuple[str, str], _Probe] = {}
    for metric in metrics(source.lines):
        of = (metric.labels.get("instance", ""), metric.labels.get("job", ""))
        if "phase" in metric.labels:
            continue
        probe = current.get(of)
        if probe is None or metric.name in probe:
            probe = current[of] = {}
            probes.append(probe)
        probe[metric.name] = metric
    return [probe for probe in probes if _SUCCESS in probe]


def _instance(probe: _Probe) -> str:
    return probe[_SUCCESS].labels.get("instance", "")


def _job(probe: _Probe) -> str:
    return probe[_SUCCESS].labels.get("job", "")


def _service(name: str, probe: _Probe, logged: str, artifact: str) -> Service:
    success = probe[_SUCCESS]
    status = _STATUS.get(success.number, "unknown")
    took = probe[_DURATION].number if _DURATION in probe else None
    code = probe[_CODE].number if _CODE in probe else None
    has_answer = status == "up" or bool(code)
    return service(
        name,
        success.value,
        artifact,
        f"line {success.line}",
        status=status,
        latency_ms=round(took * 1000, 6) if took is not None and has_answer else None,
        reason=_reason(probe, code, logged),
        checked_at=moment(success.at_ms),
    )


def _reason(probe: _Probe, code: float | None, logged: str) -> str:
    regex = probe.get("probe_failed_due_to_regex")
    said = [f"HTTP {code:g}" if code else "", logged]
    if regex is not None and regex.number == 1:
        said.insert(1, "the answer is not what the module's expression wants")
    if code == 0 and not logged:
        said.append("no HTTP answer")
    return "; ".join(filter(None, said))


def _logged(log: list[str]) -> str:
    """Return the first error that the log of a debugged probe tells."""
    errors = [line for line in log if " level=error " in line.lower()]
    return ": ".join(_SAID.findall(errors[0][:MAX_LINE])).replace('\\"', '"') if errors else ""
