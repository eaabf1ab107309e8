"""Metrics of Prometheus: which are memory, what they count, and what a broken line costs."""

from typing import Any

import pytest

from tests.readers.files import read_json, read_text


def seen(text: str) -> dict[str, list[int]]:
    """Return the readings of each series in *text*."""
    run = read_text("metrics.txt", text)
    return {series.name: [sample.value for sample in series.samples] for series in run.memory}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("process_resident_memory_bytes 2.326528e+07", 23_265_280),
        ("memory_usage_bytes 2621440", 2_621_440),
        ("memory_usage_kb 5", 5_000),
        ("worker_memory_megabytes 1.5", 1_500_000),
        ("worker_rss_mib 2", 2 << 20),
        ("container_memory_rss 4096", 4096),
        ('container_memory_rss{container="till"} 4096', 4096),
        ("go_memstats_heap_inuse_bytes 77", 77),
        ("nodejs_heap_size_used_bytes 77", 77),
        ("node_memory_MemAvailable_bytes 77", 77),
        ('jvm_memory_used_bytes{area="heap"} 77', 77),
    ],
)  # fmt: skip
def test_metrics_of_memory(line: str, value: int) -> None:
    """A metric is memory by its name, and its unit stands in the name; SI prefixes are decimal."""
    assert [[value]] == list(seen(f"{line}\n").values())


@pytest.mark.parametrize(
    "line",
    [
        "process_resident_memory_bytes NaN",
        "process_resident_memory_bytes +Inf",
        "process_virtual_memory_max_bytes -1",
        "memory_usage_bytes -1",
        "memory_usage 7",
        "memory_usage_percent 7",
        "go_memstats_alloc_bytes_total 9e9",
        "go_memstats_next_gc_bytes 9e6",
        "go_memstats_last_gc_time_seconds 1.7e9",
        'jvm_memory_max_bytes{area="heap"} 77',
        "jvm_gc_memory_allocated_bytes_total 77",
        "node_memory_MemTotal_bytes 77",
        'container_memory_working_set_bytes{container="",pod="till-0"} 77',
        'container_memory_working_set_bytes{container="POD"} 77',
        "kube_pod_container_resource_limits_memory_bytes 77",
        "network_receive_bytes 77",
        "memory_usage_bytes x",
        'memory_usage_bytes{a="b" 7',
        "memory_usage_bytes 7 of 9 were used",
    ],
)  # fmt: skip
def test_other_metrics(line: str) -> None:
    """Limits, totals ever allocated, maxima, other matter and what is no number are no readings."""
    assert {} == seen(f"up 1\n{line}\n")


def test_several_scrapes_make_a_series() -> None:
    """The same metric with the same labels, met again, is the next reading."""
    scrape = 'rss_bytes{a="x\\"y"} 1 1757943072500\nrss_bytes{a="z"} 2\n'

    assert {'rss_bytes{a="x\\"y"}': [1, 1], 'rss_bytes{a="z"}': [2, 2]} == seen(scrape * 2)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("rss_bytes 1 1757943072500\n", 1_757_943_072.5),
        ("rss_bytes 1 1757943072.5\n# EOF\n", 1_757_943_072.5),
        ("\ufeffrss_bytes 1\r\n", None),
    ],
)
def test_times(text: str, at: float | None) -> None:
    """Times are milliseconds, and seconds in OpenMetrics, which its end tells."""
    (series,) = read_text("metrics.txt", text).memory

    assert at == series.samples[0].at


def test_a_broken_line_costs_no_other() -> None:
    """What cannot be parsed is left out and told; the rest is read."""
    lines = "".join(f"other{n} 1\n" for n in range(30))
    run = read_text("metrics.txt", f'{lines}rss_bytes 1\nheap_bytes{{a="b" 7\nmem_bytes 2\n')
    (problem,) = run.artifacts[0].problems

    assert ["rss_bytes", "mem_bytes"] == [series.name for series in run.memory]
    assert ("warning", "line 32") == (problem.severity, problem.place)


def test_limits_of_the_same_labels() -> None:
    """A metric that limits another becomes the limit of its series."""
    (series,) = read_text(
        "metrics.txt",
        'container_memory_rss{container="till"} 77\n'
        'container_spec_memory_limit_bytes{container="till"} 100\n'
        'container_spec_memory_limit_bytes{container="other"} 200\n',
    ).memory

    assert 100 == series.limit


@pytest.mark.parametrize(("value", "told"), [("0", []), ("2", ["cgroup"])])
def test_containers_out_of_memory(value: str, told: list[str]) -> None:
    """A count of kills above zero is proof."""
    text = f'rss_bytes 1\ncontainer_oom_events_total{{container="till"}} {value}\n'

    assert told == [event.told_by for event in read_text("m.txt", text).out_of_memory]


def answer(metric: object, **values: object) -> dict[str, Any]:
    """Return an answer of Prometheus with one result."""
    result = [{"metric": metric, **values}]
    return {"status": "success", "data": {"resultType": "matrix", "result": result}}


def test_a_range_query() -> None:
    """Each result is a series on the clock of Prometheus; what is no number is left out."""
    metric = {"__name__": "rss_bytes", "job": "till"}
    values = [[1757943072, "1"], [1757943073.5, "NaN"], [1757943074, "3"], [], None, ["x", "1"]]
    (series,) = read_json("memory.json", answer(metric, values=values)).memory

    assert 'rss_bytes{job="till"}' == series.name
    assert [(1757943072.0, 1), (1757943074.0, 3)] == list(series.samples)


@pytest.mark.parametrize(
    "document",
    [
        answer({}, values=[[1757943072, "1"]]),
        answer({"__name__": "prices_total"}, values=[[1757943072, "1"]]),
        answer({"__name__": "rss_bytes"}, values="x"),
        answer({"__name__": "rss_bytes"}, value=[1757943072, "1e400"]),
        answer({"__name__": 7}, value=[1757943072, "1"]),
        answer([], value=[1757943072, "1"]),
        {"status": "success", "data": {"resultType": ["matrix"], "result": []}},
        {"status": "success", "data": {"resultType": {"matrix": 1}, "result": []}},
    ],
)
def test_answers_without_memory(document: object) -> None:
    """An answer that names no metric of memory, or has no value, gives no reading."""
    assert () == read_json("memory.json", document).memory
