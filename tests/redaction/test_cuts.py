"""
What stays of a secret where a reader cut the text that it stands in: nothing that helps anybody.

Each site below is a place where a reader shortens text before secrets are looked for.
Every planted form is moved over the cut, in steps.
"""

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reportgen.artifacts import discover, read_run
from reportgen.model.text import one_line
from reportgen.readers.lines import KEPT_CHARACTERS, KEPT_LINES
from reportgen.readers.results.text import KEPT_HEAD, KEPT_TAIL, BoundedText
from reportgen.redaction import Redactor
from tests.redaction.planted import BODIES, FORMS, held

KNOWN = "correct-horse-battery-staple"
LEAST = 6
"""So many characters of a secret in a row are a leak; fewer are no help to anybody."""
PLANTED = {name: text for name, (text, _) in FORMS.items()} | {"known": f"x {KNOWN}"}
_PARTS = {body[at : at + LEAST] for body in (*BODIES, KNOWN) for at in range(len(body) - LEAST + 1)}


STEP = 9
"""Of the ways to cut through a secret, one in so many is tried."""
IN_THE_MIDDLE = ("github", "jwt", "bearer", "cookie", "url", "json", "option", "azure signature",
                 "connection string", "pem", "known")  # fmt: skip


def leaks(text: str) -> list[str]:
    """Return the parts of secrets that are met in *text*."""
    return sorted(part for part in _PARTS if part in text)


class Site(NamedTuple):
    """A cut after *limit* characters; *write* returns a file that holds texts where it is made."""

    limit: int
    write: Callable[[list[str]], tuple[str, str]]


def _suites(texts: list[str]) -> tuple[str, str]:
    inside = "".join(
        f"<testsuite name='s{n}'><skipped message={_quoted(text)}/>"
        "<testcase classname='c' name='t'/></testsuite>"
        for n, text in enumerate(texts)
    )
    return "junit.xml", f"<testsuites>{inside}</testsuites>"


def _suite_errors(texts: list[str]) -> tuple[str, str]:
    inside = "".join(
        f"<testsuite name='s{n}'><error message={_quoted(text)}/>"
        "<testcase classname='c' name='t'/></testsuite>"
        for n, text in enumerate(texts)
    )
    return "junit.xml", f"<testsuites>{inside}</testsuites>"


def _properties(texts: list[str]) -> tuple[str, str]:
    inside = "".join(
        f"<testsuite name='s{n}'><properties><property name='browser' value={_quoted(text)}/>"
        "</properties><testcase classname='c' name='t'/></testsuite>"
        for n, text in enumerate(texts)
    )
    return "junit.xml", f"<testsuites>{inside}</testsuites>"


def _states(texts: list[str]) -> tuple[str, str]:
    parts = {f"part{n}": {"status": text} for n, text in enumerate(texts)}
    return "health.json", json.dumps({"status": "UP", "components": parts})


def _parameters(texts: list[str]) -> tuple[str, str]:
    tests = [
        {
            "name": "t",
            "status": "failed",
            "duration": 1,
            "parameters": {"a": text},
            "rawStatus": text,
        }
        for text in texts
    ]
    tests += [{**test, "status": "other"} for test in tests]
    summary = {"tests": len(tests), "passed": 0, "failed": len(texts), "pending": 0, "skipped": 0,
               "other": len(texts), "start": 0, "stop": 1}  # fmt: skip
    results = {"tool": {"name": "x"}, "summary": summary, "tests": tests}
    return "ctrf.json", json.dumps({"results": results})


def _log(texts: list[str]) -> tuple[str, str]:
    return "deploy.log", "\n".join(text.replace("\n", "\\n") for text in texts) + "\n"


def _processes(texts: list[str]) -> tuple[str, str]:
    rows = (f"{n + 1} 20480 {text}".replace("\n", " ") for n, text in enumerate(texts))
    return "ps.txt", "\n".join(["  PID   RSS COMMAND", *rows]) + "\n"


def _warnings(texts: list[str]) -> tuple[str, str]:
    answer = {"status": "success", "warnings": texts,
              "data": {"resultType": "vector", "result": []}}  # fmt: skip
    return "up.json", json.dumps(answer)


def _quoted(text: str) -> str:
    return '"' + escape(text).replace("\n", "&#10;") + '"'


SITES = {
    "skipped suite": Site(160, _suites),
    "error of a suite": Site(200, _suite_errors),
    "property": Site(60, _properties),
    "state": Site(60, _states),
    "parameters": Site(80, _parameters),
    "line of a log": Site(KEPT_CHARACTERS, _log),
    "command": Site(120, _processes),
    "warning": Site(200, _warnings),
}


@pytest.mark.parametrize("name", SITES)
def test_what_a_reader_cut_leaves_nothing_of_a_secret(name: str, tmp_path: Path) -> None:
    """Wherever the cut goes through a secret, no part of it is in what was read."""
    site = SITES[name]
    texts = [text for each in PLANTED.values() for text in _moved(each, site.limit)]
    (tmp_path / "steps.json").write_text('{"deploy": {"outcome": "failure"}}', "utf-8")
    seen = ""
    for at in range(0, len(texts), KEPT_LINES - 10):
        file, content = site.write(texts[at : at + KEPT_LINES - 10])
        (tmp_path / file).write_text(content, "utf-8")
        redactor = Redactor([KNOWN])
        run = read_run(
            discover([str(tmp_path)]), variant_properties=("browser",), redactor=redactor
        )
        seen += run.model_dump_json()

    assert "…" in seen
    assert "[redacted:" in seen
    assert [] == leaks(seen)


def _moved(text: str, limit: int) -> Iterator[str]:
    """Yield *text* behind so many words that a cut after *limit* characters goes through it."""
    for inside in range(1, len(text) + 60, STEP):
        lead = max(0, limit - inside)
        yield ("word " * (lead // 5 + 1))[5 - lead % 5 if lead % 5 else 5 :] + text + " word" * 80


def test_no_output_shows_the_beginning_of_a_secret(
    tmp_path: Path, run_cli: Callable[..., Any]
) -> None:
    """Reports, records and pages show nothing of what was cut, and count it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "steps.json").write_text('{"deploy": {"outcome": "failure"}}', "utf-8")
    for name in ("error of a suite", "state", "line of a log", "command"):
        site = SITES[name]
        texts = [text for each in PLANTED.values() for text in list(_moved(each, site.limit))[1::3]]
        file, content = site.write(texts[: KEPT_LINES - 10])
        (tmp_path / "in" / file).write_text(content, "utf-8")
    env = {"DEPLOY_TOKEN": KNOWN}
    seen = [run_cli("report", "in", "-f", form, env=env).stdout for form in ("markdown", "html")]
    run_cli("build", "in", "--out", "public", env=env)
    files = [path for path in sorted(tmp_path.rglob("*")) if path.is_file()]
    made = [path for path in files if "in" not in path.relative_to(tmp_path).parts]
    seen += [held(path.read_bytes()) for path in made]
    records = [text for text in seen if '"redacted":{"' in text.replace(" ", "")]
    said = [text for text in seen if "GitHub tokens" in text]

    assert [] == [leak for text in seen for leak in leaks(text)]
    assert 1 <= len(records)
    assert 3 <= len(said)  # the two reports, and the page of the run


@pytest.mark.parametrize("filler", ["a line\n", '"a": "b", ', "word "])
@pytest.mark.parametrize("name", IN_THE_MIDDLE)
def test_the_middle_of_a_long_text_takes_no_half_of_a_secret(name: str, filler: str) -> None:
    """A text is cut between lines, a long line between members or words, on both sides."""
    secret, redactor = PLANTED[name], Redactor([KNOWN])
    if filler.endswith(" "):
        secret = secret.replace("\n", "\\n")
    around = filler * ((KEPT_HEAD + KEPT_TAIL) // len(filler))
    planted = secret + ("\n" if filler.endswith("\n") else ", ")
    for inside in range(1, len(planted), STEP):
        for text in (
            around[inside - KEPT_HEAD :] + planted + around,
            around + planted + around[: KEPT_TAIL - len(planted) + inside],
        ):
            bounded = BoundedText()
            bounded.add(text)
            shown = redactor.text(str(bounded))

            assert "\n[+" in shown
            assert [] == leaks(shown)


def test_the_count_of_what_is_left_out_is_right() -> None:
    """What is shown and what is said to be left out are together as long as the text was."""
    text = BoundedText()
    whole = "".join(f"line {n}\n" for n in range(20_000))
    text.add(whole)
    head, _, rest = str(text).partition("\n[+")
    number, _, tail = rest.partition(" characters]\n")

    assert whole.startswith(head)
    assert whole.endswith(tail)
    assert len(whole) == len(head) + int(number) + len(tail)


KEY = PLANTED["pem"].split("\n")


@pytest.mark.parametrize("before", ["", "2026-01-02T03:04:05.678Z ", "    ", "E   ", "| "])
@pytest.mark.parametrize(
    ("first", "last"), [(0, 2), (0, 3), (0, 4), (0, 5), (1, 5), (2, 5), (3, 5)]
)
def test_any_lines_of_a_key_go_with_its_first_or_last(before: str, first: int, last: int) -> None:
    """A log that begins or ends within a private key shows none of it, whatever stands before."""
    lines = [f"{before}{line}" for line in KEY[first:last]]
    around = [*(["before"] if first == 0 else []), *lines, *(["after"] if last == len(KEY) else [])]
    shown = Redactor().text("\n".join(around), keep_lines=True)

    assert [] == leaks(shown)
    assert len(around) == len(shown.split("\n"))


def test_the_rest_of_a_log_stays_after_half_a_key() -> None:
    """What does not look like a line of a key is not taken for one."""
    text = "\n".join(["start", *KEY[:3], "make: *** [deploy] Error 1", "bye"])

    assert "start\n[redacted:private-key]\nmake: *** [deploy] Error 1\nbye" == Redactor().text(text)


def test_one_line_keeps_a_sign_where_it_cuts() -> None:
    """The redaction of what was cut rests on the sign."""
    assert one_line("a" * 20, 10) == "aaaaaaaaaa… (+10 characters)"
