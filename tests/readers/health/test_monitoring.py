"""What monitors, load balancers and clusters say, and what they do not prove."""

import json
from typing import Any

import pytest

from reportgen.model.run import Run
from tests.readers.files import read_json, read_text


def words(run: Run) -> list[tuple[str, str, str | None]]:
    """Return the name, the state and the artifact's word of each service."""
    return [(each.name, each.status, each.raw_status) for each in run.services]


def messages(run: Run) -> list[str]:
    """Return what is said of the file."""
    return [problem.message for problem in run.artifacts[0].problems]


@pytest.mark.parametrize(
    ("fields", "status", "latency", "reason"),
    [
        ({"http_code": 200, "exitcode": 0}, "up", 5.25, None),
        ({"http_code": 302, "exitcode": 0}, "up", 5.25, None),
        ({"http_code": 200}, "up", 5.25, None),
        ({"http_code": 404, "exitcode": 0}, "down", 5.25, "HTTP 404"),
        ({"http_code": 503, "exitcode": 22, "errormsg": "error: 503"}, "down", 5.25, "error: 503"),
        ({"http_code": 0, "exitcode": 7, "errormsg": "refused"}, "down", None, "refused"),
        ({"http_code": 0, "exitcode": 28}, "down", None, "no answer; curl's exit code is 28"),
        ({"http_code": 0}, "down", None, "no HTTP answer"),
        ({"http_code": 200, "exitcode": 28}, "down", None, "HTTP 200"),
        ({"http_code": 200, "exitcode": 23}, "unknown", None, "HTTP 200"),
        ({"http_code": 503, "exitcode": 23}, "down", None, "HTTP 503"),
        ({"http_code": 0, "exitcode": 3, "errormsg": "bad URL"}, "unknown", None, "bad URL"),
        ({"http_code": 0, "exitcode": 0}, "unknown", None, "no HTTP answer"),
        ({"http_code": 999, "exitcode": 0}, "unknown", 5.25, "HTTP 999"),
    ],
)
def test_curl(
    fields: dict[str, Any], status: str, latency: float | None, reason: str | None
) -> None:
    """An answer from 200 to 399 is up; without one there is no latency, and never a zero."""
    run = read_json("curl.json", {"url": "http://a/", "time_total": 0.00525, **fields})
    (service,) = run.services

    assert (status, latency, reason) == (service.status, service.latency_ms, service.reason)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://user:secret@shop.example/a@b", "https://shop.example/a@b"),
        ("https://user@shop.example", "https://shop.example"),
        ("https://a:p@ss@shop.example/", "https://shop.example/"),
        ("https://shop.example/?to=a@b", "https://shop.example/?to=a@b"),
    ],
)
def test_passwords_in_urls_stay_where_they_are(url: str, expected: str) -> None:
    """What stands before the host in a URL is not shown."""
    run = read_json("curl.json", {"url": url, "http_code": 200, "time_total": 0.1})

    assert [expected] == [service.name for service in run.services]


def test_text_probes_have_no_unit() -> None:
    """A code and a number are no probe: nobody knows what the number counts."""
    assert () == read_text("probe.txt", "200 0.003540\n000 0.000125\n").services


@pytest.mark.parametrize(
    ("status", "timed_out", "expected"),
    [
        ("green", False, ("up", None)),
        ("green", True, ("degraded", "timed out waiting for what was asked for")),
        ("yellow", False, ("degraded", None)),
        ("red", True, ("down", "timed out waiting for what was asked for")),
        ("RED", False, ("down", None)),
    ],
)
def test_elasticsearch(status: str, *, timed_out: bool, expected: tuple[str, str | None]) -> None:
    """A wait that timed out shows, also where the colour is green."""
    document = {"cluster_name": "orders", "status": status, "timed_out": timed_out}
    (service,) = read_json("es.json", document).services

    assert expected == (service.status, service.reason)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["passing", "passing"], "up"),
        (["passing", "warning"], "degraded"),
        (["critical", "warning"], "down"),
        (["passing", "strange"], "unknown"),
        ([], "unknown"),
    ],
)
def test_an_instance_is_as_its_worst_check(states: list[str], expected: str) -> None:
    """Consul lists checks and leaves the sum to us; without checks nobody knows."""
    checks = [{"CheckID": str(n), "Status": state} for n, state in enumerate(states)]
    run = read_json("consul.json", [{"Service": {"ID": "basket"}, "Checks": checks}])

    assert [expected] == [service.status for service in run.services]


def test_the_agent_sums_up_itself() -> None:
    """Where Consul gives the word for an instance, that is its state."""
    item = {"AggregatedStatus": "maintenance", "Service": {"ID": "basket"}, "Checks": None}

    assert [("basket", "degraded", "maintenance")] == words(read_json("consul.json", [item]))


def test_the_newest_result_is_found_by_its_time() -> None:
    """Gatus lists the oldest first today; the times hold on whatever day."""
    results = [
        {"success": True, "timestamp": f"2025-09-15T13:{minute}:00Z", "duration": 1_500_000}
        for minute in (31, 29, 30)
    ]
    results[0]["success"] = False
    (service,) = read_json("g.json", {"key": "a_b", "name": "b", "results": results}).services

    assert ("b", "down", 1.5) == (service.name, service.status, service.latency_ms)
    assert ["up", "up", "down"] == [probe.status for probe in service.probes]


def test_a_result_without_a_verdict_is_unknown() -> None:
    """The HTTP code beside it is not the verdict."""
    run = read_json("g.json", [{"key": "b", "results": [{"status": 200}]}])

    assert [("b", "unknown", None)] == words(run)


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("none", "up"),
        ("minor", "degraded"),
        ("major", "degraded"),
        ("critical", "down"),
        ("maintenance", "degraded"),
        ("mauve", "unknown"),
    ],
)
def test_statuspage_indicators(indicator: str, expected: str) -> None:
    """A major incident is a partial outage; only a critical one is down."""
    document = {"page": {"name": "Shop"}, "status": {"indicator": indicator}}
    run = read_json("page.json", document)

    assert [("Shop", expected, indicator)] == words(run)
    assert int(expected == "unknown") == len(messages(run))


@pytest.mark.parametrize(
    "document",
    [
        {"page": {"title": "About us", "status": "published"}},
        {"page": 1, "status": {"indicator": "none"}, "components": []},
        {"page": {"name": "Shop"}, "components": [{"name": "a", "colour": "red"}]},
    ],
)
def test_what_is_no_status_page(document: object) -> None:
    """A page is not enough, it has to state something."""
    assert "statuspage" != read_json("page.json", document).artifacts[0].format


@pytest.mark.parametrize(
    ("beat", "expected"),
    [
        ({"status": 0}, "down"),
        ({"status": 1}, "up"),
        ({"status": 2}, "unknown"),
        ({"status": 3}, "degraded"),
        ({"status": 4}, "unknown"),
        ({"status": True}, "unknown"),
        ({"status": "1"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_beats(beat: dict[str, Any], expected: str) -> None:
    """Uptime Kuma counts states in an order of its own."""
    run = read_json("kuma.json", {"heartbeatList": {"1": [beat]}})

    assert [expected] == [service.status for service in run.services]


def test_pending_is_no_surprise() -> None:
    """What the dialect itself calls not known yet is no warning, what it never says is one."""
    beats = {"1": [{"status": 2}], "2": [{"status": 9}]}

    assert ['the state "9" is not known; read as unknown'] == messages(
        read_json("kuma.json", {"heartbeatList": beats})
    )


def vector(*series: tuple[str, str, str, Any]) -> Run:
    """Return what is read of series of a metric, a job, an instance and a value."""
    result = [
        {
            "metric": {"__name__": name, "job": job, "instance": instance},
            "value": [1757943072.5, value],
        }
        for name, job, instance, value in series
    ]
    return read_json(
        "query.json", {"status": "success", "data": {"resultType": "vector", "result": result}}
    )


def test_values_of_prometheus_are_texts() -> None:
    """One and zero are written as text; anything else is not known."""
    run = vector(*(("up", "a", f"h{n}:1", v) for n, v in enumerate(["1", "0", "NaN", "0.5", 1])))

    assert ["up", "down", "unknown", "unknown", "unknown"] == [s.status for s in run.services]


def test_the_probe_is_believed_before_the_exporter() -> None:
    """Where the same target has both, what was probed counts, and its duration is the latency."""
    run = vector(
        ("up", "blackbox", "http://a/", "1"),
        ("probe_success", "blackbox", "http://a/", "0"),
        ("probe_success", "blackbox", "http://b/", "1"),
        ("probe_duration_seconds", "blackbox", "http://b/", "0.25"),
    )

    assert [("http://a/", "down", "0"), ("http://b/", "up", "1")] == words(run)
    assert [None, 250.0] == [service.latency_ms for service in run.services]
    assert [] == messages(run)


def test_an_exporter_that_answers_proves_nothing_of_its_targets() -> None:
    """Of a job that probes others, up alone is shown with a warning; of others it is enough."""
    doubtful = vector(("up", "blackbox", "http://a/", "1"), ("up", "shop", "h:1", "1"))

    assert ["up", "up"] == [service.status for service in doubtful.services]
    assert 1 == len(messages(doubtful))
    assert messages(doubtful)[0].startswith("of http://a/ there is only whether")
    assert [] == messages(vector(("up", "shop", "h:1", "1")))


def test_the_same_instance_in_two_jobs() -> None:
    """Where an instance stands for two things, the job tells them apart."""
    run = vector(("up", "a", "h:1", "1"), ("up", "b", "h:1", "0"), ("up", "b", "h:2", "1"))

    assert ["a/h:1", "b/h:1", "h:2"] == [service.name for service in run.services]


def test_other_series_are_said_to_be_left() -> None:
    """An answer that holds more than health says what was not read."""
    run = vector(("up", "a", "h:1", "1"), ("shop_orders", "a", "h:1", "3"))

    assert 1 == len(run.services)
    assert ["info"] == [problem.severity for problem in run.artifacts[0].problems]


def test_an_error_of_prometheus_is_not_about_a_service() -> None:
    """A query that failed is a file that cannot be read."""
    document = {"status": "error", "errorType": "timeout", "error": "query timed out"}
    run = read_json("query.json", document)

    assert "rejected" == run.artifacts[0].status
    assert ["Prometheus did not answer the query: timeout: query timed out"] == messages(run)


def test_several_answers_of_prometheus() -> None:
    """Answers in a row are as many checks; one that is an error is told and costs no other."""
    up = json.dumps(
        {"status": "success", "data": {"resultType": "vector", "result": [
            {"metric": {"__name__": "up", "instance": "a:1"}, "value": [1770111000, "1"]}
        ]}}
    )  # fmt: skip
    error = '{"status": "error", "errorType": "timeout", "error": "late"}'
    run = read_text("up.jsonl", f"{up}\n{error}\n")

    assert [("a:1", "up")] == [(service.name, service.status) for service in run.services]
    assert [("Prometheus did not answer the query: timeout: late", "/1/error")] == [
        (problem.message, problem.place) for problem in run.artifacts[0].problems
    ]


def test_warnings_of_prometheus_are_shown() -> None:
    """A partial answer says so, and so do we."""
    data = {"resultType": "vector", "result": []}
    run = read_json("q.json", {"status": "success", "data": data, "warnings": ["half is gone"]})

    assert ["Prometheus warns: half is gone", "the query found nothing"] == messages(run)


PROBE = "# TYPE probe_success gauge\nprobe_success {}\nprobe_duration_seconds 0.5\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PROBE.format(1), [("shop", "up", 500.0)]),
        (PROBE.format(0), [("shop", "down", None)]),
        (PROBE.format("NaN"), [("shop", "unknown", None)]),
        (PROBE.format("0\nprobe_http_status_code 503"), [("shop", "down", 500.0)]),
        (PROBE.format(1) + PROBE.format(0), [("shop#0", "up", 500.0), ("shop#1", "down", None)]),
        ('probe_success{instance="a\\"b",job="j"} 1 1757943072000\n', [('a"b', "up", None)]),
    ],
)
def test_blackbox(text: str, expected: list[tuple[str, str, float | None]]) -> None:
    """The probe's verdict counts; the time that nothing answered in is no latency."""
    run = read_text("shop.prom", text)

    assert expected == [(s.name, s.status, s.latency_ms) for s in run.services]


@pytest.mark.parametrize(
    "text",
    [
        "probe_success 1\nshop_orders 3\n",
        "probe_duration_seconds 0.5\n",
        "the probe_success was great\n",
    ],
)
def test_what_is_no_probe(text: str) -> None:
    """Metrics of other things are not taken for a probe."""
    assert "blackbox" != read_text("shop.prom", text).artifacts[0].format


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("healthy", "up"),
        ("unhealthy", "down"),
        ("unhealthy.draining", "down"),
        ("draining", "degraded"),
        ("initial", "unknown"),
        ("unused", "unknown"),
        ("unavailable", "unknown"),
    ],
)
def test_target_states(state: str, expected: str) -> None:
    """What AWS does not check is not known, and that is no surprise."""
    target = {"Target": {"Id": "i-1", "Port": 80}, "TargetHealth": {"State": state}}
    run = read_json("t.json", {"TargetHealthDescriptions": [target]})

    assert [("i-1:80", expected, state)] == words(run)
    assert [] == messages(run)


def test_targets_without_ports_and_without_targets() -> None:
    """Functions have no port, and a group may be empty, which is said."""
    function = {"Target": {"Id": "arn:aws:lambda:f"}, "TargetHealth": {"State": "healthy"}}

    assert [("arn:aws:lambda:f", "up", "healthy")] == words(
        read_json("t.json", {"TargetHealthDescriptions": [function]})
    )
    assert ["no target is registered"] == messages(
        read_json("t.json", {"TargetHealthDescriptions": []})
    )


def test_classic_balancers_call_nothing_by_a_name() -> None:
    """N/A is no reason."""
    well = {"InstanceId": "i-1", "State": "InService", "ReasonCode": "N/A", "Description": "N/A"}
    bad = {**well, "State": "OutOfService", "ReasonCode": "Instance", "Description": "late"}
    run = read_json("t.json", {"InstanceStates": [well, {**bad, "InstanceId": "i-2"}]})

    assert [("i-1", "up", "InService"), ("i-2", "down", "OutOfService")] == words(run)
    assert [None, "Instance: late"] == [service.reason for service in run.services]
