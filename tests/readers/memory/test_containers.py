"""What containers and clusters use: readings, limits, and what is neither."""

from typing import Any

import pytest

from tests.readers.files import read_json, read_text

MIB, GIB = 1 << 20, 1 << 30
TABLE = "CONTAINER ID   NAME   CPU %   MEM USAGE / LIMIT   MEM %   PIDS\n"
TOP = "NAME   CPU(cores)   MEMORY(bytes)\n"


def stats(usage: object, name: str = "till") -> dict[str, object]:
    """Return an object of docker stats."""
    return {"Name": name, "MemUsage": usage, "MemPerc": "1%", "PIDs": "1"}


@pytest.mark.parametrize(
    ("usage", "value"),
    [
        ("30.5MiB / 1GiB", round(30.5 * MIB)),
        ("448KiB / 1GiB", 448 << 10),
        ("0B / 1GiB", 0),
        ("12.3MB / 1GB", 12_300_000),
        ("0B / 0B", None),
        ("-- / --", None),
        ("", None),
        (7, None),
        ("9" * 200 + "MiB / 1GiB", None),
    ],
)
def test_usage_of_a_container(usage: object, value: int | None) -> None:
    """Units mean what they say; a container that does not run has no reading."""
    run = read_json("stats.json", [stats(usage), stats("1MiB / 1GiB", "other")])
    found = [each.samples[0].value for each in run.memory if each.name == "till"]

    assert ([] if value is None else [value]) == found


@pytest.mark.parametrize(
    ("limits", "seen"),
    [
        (["128MiB", "7.653GiB"], [128 * MIB, None]),
        (["1GiB", "1GiB"], [GIB, GIB]),
        (["7.653GiB", "7.653GiB"], [None, None]),
        (["476.8MiB", "7.653GiB"], [round(476.8 * MIB), None]),
    ],
)
def test_the_memory_of_the_host_is_no_limit(limits: list[str], seen: list[int | None]) -> None:
    """The largest limit is the host's memory where nobody would have chosen it."""
    table = TABLE + "".join(
        f"5b1e0c9f2a77   c{n}   0.1%   1MiB / {limit}   1%   1\n" for n, limit in enumerate(limits)
    )
    documents = [stats(f"1MiB / {limit}", f"c{n}") for n, limit in enumerate(limits)]

    assert seen == [each.limit for each in read_text("stats.txt", table).memory]
    assert seen == [each.limit for each in read_json("stats.json", documents).memory]


def test_a_custom_table() -> None:
    """Columns go by their names, and the table ends at the first line that is no row."""
    run = read_text(
        "stats.txt",
        "NAME      MEM USAGE / LIMIT\ntill      5MiB / 64MiB\n"
        "done: 5MiB / 64MiB\ntill  9MiB / 1MiB\n",
    )

    assert [("till", 1)] == [(each.name, len(each.samples)) for each in run.memory]


@pytest.mark.parametrize(
    ("memory", "value", "peak", "limit"),
    [
        ({"usage": 9000, "stats": {"inactive_file": 1000}}, 8000, None, None),
        (
            {"usage": 9000, "stats": {"inactive_file": 1, "total_inactive_file": 4000}},
            5000, None, None,
        ),
        ({"usage": 9000, "stats": {"inactive_file": 10_000}}, 9000, None, None),
        ({"usage": 9000, "max_usage": 9500, "limit": 64 * MIB}, 9000, 9500, 64 * MIB),
        ({"usage": 9000, "stats": [], "limit": 8_217_665_536}, 9000, None, None),
    ],
)  # fmt: skip
def test_engine_stats(
    memory: dict[str, Any], value: int, peak: int | None, limit: int | None
) -> None:
    """What is used is without the cache that nobody needs; limits are whole MiB, hosts are not."""
    document = {"read": "2025-09-15T13:31:12Z", "name": "/till", "memory_stats": memory}
    (series,) = read_json("stats.json", document).memory

    assert ("till", value) == (series.name, series.samples[0].value)
    assert (peak, limit) == (series.stated_peak, series.limit)


@pytest.mark.parametrize(
    "document",
    [
        [stats("-- / --")],
        {"read": "x", "memory_stats": {}},
        {"read": "x", "name": 7, "memory_stats": {"usage": "many"}},
        {"read": "x", "memory_stats": {"usage": -1}},
        {"read": "x", "memory_stats": {"usage": 1 << 70}},
    ],
)
def test_nothing_ran(document: object) -> None:
    """A file without one running container is refused, not read as nothing used."""
    run = read_json("stats.json", document)

    assert ("rejected", ()) == (run.artifacts[0].status, run.memory)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (f"{TOP}till-0   14m   199Mi   \n", {"till-0": 199 * MIB}),
        (f"{TOP}till-0   1   2Gi\n", {"till-0": 2 * GIB}),
        ("NAMESPACE  POD  NAME  CPU(cores)  MEMORY(bytes)\nshop till-0 till 1m 5Mi\n",
         {"shop/till-0/till": 5 * MIB}),
        (f"{TOP}till-0 14m 199Mi\n  ________ ________\n  14m 199Mi\n", {"till-0": 199 * MIB}),
        ("till-0   14m   199Mi\n", {"till-0": 199 * MIB}),
        (f"{TOP}till-0 <unknown> <unknown>\nledger-0 1m 5Mi\n", {"ledger-0": 5 * MIB}),
        (f"{TOP}error: metrics not available yet\n", {}),
        ("took 14m, freed 199Mi\n", {}),
    ],
)  # fmt: skip
def test_kubectl_top(text: str, seen: dict[str, int]) -> None:
    """Rows are pods, containers or nodes; the total is none, and neither is what is unknown."""
    assert seen == {each.name: each.samples[0].value for each in read_text("t.txt", text).memory}
