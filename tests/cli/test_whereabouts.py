"""Reports lead to lines of code and to the site where the CI system or the command line says so."""

from collections.abc import Mapping

import pytest

from reportgen.cli.whereabouts import links_of
from reportgen.errors import UsageError
from tests.cli.jobs import NOON, put
from tests.conftest import RunCli
from tests.render.markdown import samples

COMMIT = "0123456789" * 4
GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": COMMIT}
RED = {
    "junit.xml": '<testsuite name="unit"><testcase classname="t" name="x" file="t/a.py" line="4">'
    '<failure message="boom"/></testcase></testsuite>'
}


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        (GITHUB, f"https://github.com/o/r/blob/{COMMIT}/a/b.py#L7"),
        (
            {**GITHUB, "GITHUB_SERVER_URL": "https://git.example.org"},
            f"https://git.example.org/o/r/blob/{COMMIT}/a/b.py#L7",
        ),
        (
            {**GITHUB, "GITEA_ACTIONS": "true", "GITHUB_SERVER_URL": "https://git.example.org"},
            f"https://git.example.org/o/r/src/commit/{COMMIT}/a/b.py#L7",
        ),
        (
            {
                "GITLAB_CI": "true",
                "CI_PROJECT_URL": "https://gitlab.example.org/g/s/p",
                "CI_COMMIT_SHA": COMMIT,
            },
            f"https://gitlab.example.org/g/s/p/-/blob/{COMMIT}/a/b.py#L7",
        ),
        (
            {
                "BITBUCKET_BUILD_NUMBER": "3",
                "BITBUCKET_REPO_FULL_NAME": "o/r",
                "BITBUCKET_COMMIT": COMMIT,
            },
            f"https://bitbucket.org/o/r/src/{COMMIT}/a/b.py#lines-7",
        ),
        (
            {
                "TF_BUILD": "True",
                "BUILD_REPOSITORY_URI": "https://dev.azure.com/o/p/_git/r",
                "BUILD_SOURCEVERSION": COMMIT,
            },
            f"https://dev.azure.com/o/p/_git/r?path=/a/b.py&version=GC{COMMIT}&line=7",
        ),
        ({}, None),
        ({**GITHUB, "GITHUB_SHA": "main"}, None),
        ({**GITHUB, "GITHUB_REPOSITORY": "o/r) [x](https://evil.example"}, None),
        ({**GITHUB, "GITHUB_SERVER_URL": "javascript:alert(1)//"}, None),
        ({**GITHUB, "GITHUB_SERVER_URL": "https://user:token@git.example.org"}, None),
    ],
)
def test_lines_of_code(environ: Mapping[str, str], address: str | None) -> None:
    """Each host has its own form; what does not look like an address or a commit is not used."""
    links = links_of(environ, samples.report([]))

    assert address == links.line("a/b.py", 7)


@pytest.mark.parametrize(
    ("path", "line", "written"),
    [
        ("./a b.py", 1, "a%20b.py#L1"),
        ("a\\b.py", 2, "a/b.py#L2"),
        ("a)b>#?.py", 3, "a%29b%3E%23%3F.py#L3"),
        ("../a.py", 1, None),
        ("/a.py", 1, None),
        ("C:\\a.py", 1, None),
        ("a.py", None, None),
        (None, 1, None),
    ],
)
def test_paths_stay_in_the_repository(
    path: str | None, line: int | None, written: str | None
) -> None:
    """A path is encoded; one that may lead out of the repository is no link."""
    links = links_of({}, samples.report([]), code="https://example.org/{path}#L{line}")

    assert (None if written is None else f"https://example.org/{written}") == links.line(path, line)


def test_the_pages_of_gitlab_are_the_site() -> None:
    """GitLab says where its pages are; what was stated beats it."""
    environ = {"GITLAB_CI": "true", "CI_PAGES_URL": "https://g.example.org/p"}
    report = samples.report([])

    assert "https://g.example.org/p/report.html" == links_of(environ, report).page("report.html")
    assert "https://x.example.org/index.html" == links_of(
        environ, report, site="https://x.example.org/"
    ).page("index.html")


@pytest.mark.parametrize(
    "options",
    [
        {"site": "example.org"},
        {"site": "javascript:x"},
        {"code": "https://example.org/"},
        {"code": "https://example.org/{path}"},
        {"code": "ftp://example.org/{path}#{line}"},
    ],
)
def test_what_is_no_address_is_refused(options: dict[str, str]) -> None:
    """A slip in an option is told at once, with an example."""
    with pytest.raises(UsageError, match=r"--(site|code)-url is not") as caught:
        links_of({}, samples.report([]), **options)

    assert "https://" in caught.value.hint


def test_the_report_has_the_links(run_cli: RunCli) -> None:
    """A failure leads to its line, the last line to the full report; else nothing is linked."""
    put(RED)
    linked = run_cli(
        "report", "art", "--at", NOON, "--site-url", "https://example.org/s", env=GITHUB
    ).stdout
    bare = run_cli("report", "art", "--at", NOON).stdout

    assert f"[`t/a.py:4`](<https://github.com/o/r/blob/{COMMIT}/t/a.py#L4>)" in linked
    assert "[full report](<https://example.org/s/report.html>)" in linked
    assert "`t/a.py:4`" in bare
    assert "](" not in bare
