"""Pitfall 37: several files for one run."""

from tests.readers.junit.reading import read


def test_37_shards_are_all_counted() -> None:
    """A suite that is spread over files keeps every case."""
    run = read("37-shard-a.xml", "37-shard-b.xml")

    assert ["adds", "rounds", "counts"] == [case.name for case in run.cases]
    assert [(), ()] == [artifact.problems for artifact in run.artifacts]


def test_37_the_same_bytes_are_read_once() -> None:
    """A copy is named with the file it is a copy of, and its cases do not count again."""
    run = read("37-shard-a.xml", "37-same-bytes.xml")
    copied, first = run.artifacts[1], run.artifacts[0]

    assert 2 == len(run.cases)
    assert ("read", "ignored") == (first.status, copied.status)
    assert [("duplicate", "warning", "the same bytes as 37-same-bytes.xml; read once")] == [
        (problem.kind, problem.severity, problem.message) for problem in copied.problems
    ]
