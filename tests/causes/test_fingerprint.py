"""What a failure is known by: type, place and text, as every tool prints them."""

import pytest

from reportgen.causes import normal
from reportgen.causes.fingerprint import fingerprint
from reportgen.causes.places import place_in
from reportgen.causes.saying import saying
from reportgen.model.tests import Errored, Failed, Trouble
from tests.causes.failures import ANYWHERE, PLACED, Noise
from tests.conftest import ROOT, Golden

JEST = """Error: expect(received).toBe(expected) // Object.is equality

Expected: 4
Received: 5

    > 12 |   expect(sum(cart)).toBe(4);
         |                     ^

    at Object.toBe (/srv/ci/project/src/till.test.ts:12:3)"""


@pytest.mark.parametrize(
    ("detail", "place"),
    [
        (
            'Traceback\n  File "/srv/ci/project/tests/test_a.py", line 3, in test_a\n    run()\n'
            '  File "/srv/ci/project/src/till.py", line 9, in total\n    return sum(x)\n'
            '  File "/usr/lib/python3/dist-packages/x.py", line 1, in y\n    z',
            ("src/till.py", "total", "return sum(x)"),
        ),
        (
            "    def test_a(till):\n        def inner(): ...\n>       assert till == 1\n"
            "E       assert 2 == 1\n\ntests/test_a.py:7: AssertionError",
            ("tests/test_a.py", "test_a", "assert till == 1"),
        ),
        ("\tat a.b.Till$1.lambda$pay$0(Till.java:3)", ("a/b/Till.java", "Till.pay", "")),
        (JEST, ("src/till.test.ts", "", "expect(sum(cart)).toBe(4);")),
        ("    at async Till.open (/opt/ci/x/src/till.js:3:7)", ("src/till.js", "Till.open", "")),
        (
            "goroutine 1:\nexample.org/a.(*Till).Pay.func1(0x1)\n\t/srv/ci/project/till.go:3 +0x1",
            ("till.go", "(*Till).Pay", ""),
        ),
        (
            "   at Shop.Till.<Open>d__3.MoveNext() in /__w/a/a/src/Till.cs:line 3",
            ("src/Till.cs", "Till.Open", ""),
        ),
        ("./lib/till.rb:3:in `block (2 levels) in total'", ("lib/till.rb", "total", "")),
        ("./lib/till.rb:3:in 'Till#total'", ("lib/till.rb", "total", "")),
        (
            "   4: till::pay::{{closure}}\n             at ./src/till.rs:3:5",
            ("src/till.rs", "till::pay", ""),
        ),
        ("#0 /usr/src/app/src/Till.php(3): Till->pay()", ("src/Till.php", "", "")),
        ("no place at all", None),
    ],
)  # fmt: skip
def test_where_it_broke(detail: str, place: tuple[str, str, str] | None) -> None:
    """The frame of the project that is nearest to the fault, by file and function."""
    assert place == place_in(detail)


@pytest.mark.parametrize(
    ("trouble", "kind", "text"),
    [
        (Trouble("error", 'failed on setup with "OSError: no till"'), "OSError", "no till"),
        (Trouble("failure", "assert 4 == 5"), "AssertionError", "assert 4 == 5"),
        (Trouble("failure", "no till", type="java.lang.Till$LostException"), "", "no till"),
        (Trouble("failure", "no till", type="a.LostException"), "LostException", "no till"),
        (Trouble("failure", "System.IO.IOException : shut"), "IOException", "shut"),
        (Trouble("failure", "Failed", "=== RUN   TestA\n    a_test.go:3: shut\n--- FAIL: TestA"),
         "", "shut"),
        (Trouble("failure", "thread 'a' panicked at src/a.rs:3:5", "thread 'a' panicked at "
                 "src/a.rs:3:5:\nshut\nnote: run with x"), "panic", "shut"),
        (Trouble("failure", "collection failure", "a.py:1: in <module>\nE   ImportError: no a"),
         "ImportError", "no a"),
        (Trouble("error", "", 'Traceback (most recent call last):\n  File "a.py", line 3\n'
                 "    x\na.LostError: shut\nfor good"), "LostError", "shut\nfor good"),
        (Trouble("failure", "", "ATest::testA\nRuntimeException: shut\n\n/a/A.php:3"),
         "RuntimeException", "shut"),
        (Trouble("failure", "db.example.org:5432: shut"), "", "db.example.org:5432: shut"),
    ],
)  # fmt: skip
def test_what_it_says(trouble: Trouble, kind: str, text: str) -> None:
    """The type and the message are found wherever a tool puts them."""
    assert (kind, text) == saying(trouble)


def test_the_place_counts_where_words_are_common() -> None:
    """The same comparison in two functions is two causes, on two lines of one function as well."""
    trace = (
        "    def {0}(x):\n>       {1}\nE       assert 4 == 5\n\ntests/test_a.py:{2}: AssertionError"
    )

    def key(*parts: object) -> str:
        return fingerprint((Trouble("failure", "assert 4 == 5", trace.format(*parts)),), "t").key

    assert key("test_a", "assert total(x) == y", 3) == key("test_a", "assert total(x) == y", 99)
    assert key("test_a", "assert total(x) == y", 3) != key("test_b", "assert total(x) == y", 3)
    assert key("test_a", "assert total(x) == y", 3) != key("test_a", "assert count(x) == y", 4)


def test_the_place_does_not_count_where_the_message_names_what_is_down() -> None:
    """An outage is one cause wherever it is met; two services are two."""

    def key(message: str, at: str) -> str:
        return fingerprint((Trouble("error", message, f"{at}:3: in test"),), at).key

    refused = "connection refused by database:5432"

    assert key(refused, "tests/a.py") == key(refused, "tests/b.py")
    assert key(refused, "tests/a.py") != key(refused.replace("database", "cache"), "tests/a.py")
    assert key("connection refused", "tests/a.py") != key("connection refused", "tests/b.py")


def test_the_test_counts_where_nothing_else_tells_the_place() -> None:
    """Without a trace common words are as many causes as tests; parameters make no test."""

    def key(message: str, test: str) -> str:
        return fingerprint((Trouble("failure", message),), test).key

    assert key("expected 4", "test_a[1]") == key("expected 5", "test_a[2]")
    assert key("expected 4", "test_a") != key("expected 4", "test_b")
    assert key("", "test_a") != key("", "test_b")
    assert key("test timed out after 5 s", "test_a") != key("test timed out after 5 s", "test_b")
    telling = "the printer of the shop has no paper"

    assert key(telling, "test_a") == key(telling, "test_b")


def test_it_is_quoted_in_its_own_words() -> None:
    """What a failure said is kept as it was said, numbers and all."""
    assert "assert 4 == 5" == fingerprint((Trouble("failure", "assert 4 == 5\nand more"),)).says
    assert "shut" == fingerprint((Trouble("failure", "Failed", "till_test.go:3: shut"),)).says
    assert "no message" == fingerprint(()).says


def test_what_stays_of_every_kind(golden: Golden) -> None:
    """
    Whoever changes what is masked sees here what becomes of it, and raises `normal.VERSION`.

    Without a history a changed key is a changed id.
    """
    lines = [f"version {normal.VERSION}"]
    for cause, kind in (*ANYWHERE.items(), *PLACED.items()):
        trouble = kind(Noise(7))
        found = fingerprint((trouble,), "test")
        lines.append(f"{cause}: {found.key} {found.type} | {found.where} | {found.text}")

    golden("causes/kinds.txt", "\n".join(lines) + "\n")


def test_what_stays_of_what_tools_print(golden: Golden) -> None:
    """What real tools print of failures, and what each failure is known by."""
    from reportgen.artifacts import discover, read_run  # noqa: PLC0415 - only this test reads

    lines = set()
    for folder in ("junit", "nunit", "trx", "xunit", "ctrf"):
        for case in read_run(discover([str(ROOT / "fixtures" / folder)])).cases:
            if isinstance(case.outcome, Failed | Errored):
                found = fingerprint(case.outcome.troubles, case.title)
                place = case.artifact.replace("\\", "/").rpartition("/")[2]
                lines.add(f"{place}: {found.type} | {found.where} | {found.text}")

    golden("causes/tools.txt", "\n".join(sorted(lines)) + "\n")
