"""Tables of tests: named by what they say, and small where little changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.history import DamagedRecordError
from reportgen.history.packing import pack, unpack
from reportgen.history.tables import DEEPEST, CaseName, Table, Tables, key_of, parent_of

NAMES = st.builds(CaseName, *[st.sampled_from(["", "a", "b", "é\0"])] * 3, st.just(""))
TABLES = st.sets(NAMES, max_size=12).map(lambda names: tuple(sorted(names)))


def table(size: int, *more: str) -> Table:
    """Return a table of *size* tests and those named."""
    names = [*(f"test_{n:03}" for n in range(size)), *more]
    return tuple(sorted(CaseName("unit", "shop.Till", name, "") for name in names))


class Files:
    """Tables and the files they were written to."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.tables = Tables(self.fetch)

    def fetch(self, key: str) -> bytes:
        """Return a file as a folder would."""
        if key not in self.files:
            raise FileNotFoundError(2, "No such file or directory", key)
        return self.files[key]

    def add(self, wanted: Table, like: str | None = None) -> str:
        """Write *wanted*; return its key."""
        key, data = self.tables.make(wanted, like)
        self.files.setdefault(key, data)
        return key

    def read(self, key: str) -> Table:
        """Read the table *key* afresh."""
        return Tables(self.fetch).read(key)


@given(st.lists(TABLES, min_size=1, max_size=6))
def test_tables_come_back(drawn: list[Table]) -> None:
    """Whatever a table was made like, it is read as it was written."""
    files = Files()
    keys: list[str] = []
    for each in drawn:
        keys.append(files.add(each, keys[-1] if keys else None))

    assert drawn == [files.read(key) for key in keys]


def test_a_small_difference_is_stored_as_one() -> None:
    """One more test does not cost a table of all."""
    files = Files()
    first = files.add(table(500))
    second = files.add(table(500, "test_new"), first)

    assert first == parent_of(files.files[second])
    assert len(files.files[first]) > 5 * len(files.files[second])


def test_differences_do_not_pile_up() -> None:
    """After some differences a table is written in full again, so that none is far away."""
    files, key, full = Files(), None, 0
    for n in range(3 * DEEPEST):
        key = files.add(table(100, *(f"test_new_{m}" for m in range(n))), key)
        full += parent_of(files.files[key]) is None

    assert full in {3, 4}
    assert table(100, *(f"test_new_{m}" for m in range(3 * DEEPEST - 1))) == files.read(str(key))


def test_the_key_is_what_it_says() -> None:
    """The same names have the same key, in full or as a difference."""
    files = Files()
    first = files.add(table(50))
    by_difference = files.add(table(50, "x"), first)

    assert key_of(table(50, "x")) == by_difference == Files().add(table(50, "x"))


def test_a_damaged_table_is_named() -> None:
    """A table that is missing, broken, or not what its name says is refused."""
    files = Files()
    key = files.add(table(3))
    (content,) = unpack(files.files[key])
    content["strings"][2] = "another"
    for broken in (b"", b"x", pack([]), pack({"format": 2}), pack(content), pack({"format": 1})):
        files.files[key] = broken

        with pytest.raises(DamagedRecordError, match="the table of tests"):
            files.read(key)


def test_a_table_that_leads_to_itself_is_refused() -> None:
    """Differences that go round are damage, not an endless search."""
    key = "0" * 24
    files = Files()
    files.files[key] = pack({"format": 1, "parent": key, "gone": [], "strings": [], "rows": []})

    with pytest.raises(DamagedRecordError):
        files.read(key)


@pytest.mark.parametrize("odd", [[], 1, None, {"a": 1}])
def test_a_name_that_is_no_text_is_damage(odd: object) -> None:
    """A table in which a name is something else is told to be broken, and ends nothing."""
    files = Files()
    key = files.add(table(3))
    (content,) = unpack(files.files[key])
    content["strings"][0] = odd
    files.files[key] = pack(content)

    with pytest.raises(DamagedRecordError, match="is not as agreed"):
        files.read(key)
