"""Where a report may lead, as the CI system states it: lines of code, and the site."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.errors import UsageError
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.model.report import Report
    from reportgen.render.markdown.links import Links

_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>`\\{}\x00-\x1f\x7f]+", re.IGNORECASE)
_NAME: Final = re.compile(r"[\w.~-]+(?:/[\w.~-]+)+")


class _Host(NamedTuple):
    """
    A host of code, recognised by *flag*: the address of a line, and the variable of the commit.

    ``{root}`` stands for the value of *root*, or for *before* and the value of *name*.
    """

    flag: str
    line: str
    commit: str
    root: str = ""
    name: str = ""
    before: str = ""


# The addresses are those that the hosts' own pages link to. Gitea calls itself GitHub, too.
_GITEA: Final = "{root}/src/commit/{commit}/{path}#L{line}"
_HOSTS: Final = (
    _Host("GITEA_ACTIONS", _GITEA, "GITHUB_SHA", name="GITHUB_REPOSITORY"),
    _Host("FORGEJO_ACTIONS", _GITEA, "GITHUB_SHA", name="GITHUB_REPOSITORY"),
    _Host(
        "GITHUB_ACTIONS",
        "{root}/blob/{commit}/{path}#L{line}",
        "GITHUB_SHA",
        name="GITHUB_REPOSITORY",
        before="https://github.com",
    ),
    _Host(
        "GITLAB_CI", "{root}/-/blob/{commit}/{path}#L{line}", "CI_COMMIT_SHA", root="CI_PROJECT_URL"
    ),
    _Host(
        "BITBUCKET_BUILD_NUMBER",
        "{root}/src/{commit}/{path}#lines-{line}",
        "BITBUCKET_COMMIT",
        name="BITBUCKET_REPO_FULL_NAME",
        before="https://bitbucket.org",
    ),
    _Host(
        "TF_BUILD",
        "{root}?path=/{path}&version=GC{commit}&line={line}",
        "BUILD_SOURCEVERSION",
        root="BUILD_REPOSITORY_URI",
    ),
)


def links_of(
    environ: Mapping[str, str], report: "Report", site: str | None = None, code: str | None = None
) -> "Links":
    """
    Return where *report* may lead: what was stated, else what *environ* tells.

    *site* is the address of the folder of the site; *code* that of a line of code, with ``{path}``
    and ``{line}``.

    Raises:
        UsageError: one of the two cannot be an address.

    """
    from reportgen.render.markdown.links import Links

    if site is not None and not _ADDRESS.fullmatch(site):
        raise UsageError(
            phrase("--site-url is not a web address"),
            phrase("write for example --site-url https://ci.example.org"),
        )
    if code is not None:
        bare = code.replace("{path}", "path").replace("{line}", "1")
        if not _ADDRESS.fullmatch(bare) or "{path}" not in code or "{line}" not in code:
            raise UsageError(
                phrase("--code-url is not the address of a line of code"),
                phrase("write for example --code-url https://example.org/blob/main/{path}#L{line}"),
            )
    pages = environ.get("CI_PAGES_URL", "") if environ.get("GITLAB_CI") else ""
    return Links(
        code=code or _line_of(environ, report.run.commit),
        site=site or (pages if _ADDRESS.fullmatch(pages) else None),
    )


def _line_of(environ: Mapping[str, str], tested: str | None) -> str | None:
    for host in _HOSTS:
        if environ.get(host.flag):
            root = environ.get(host.root, "") if host.root else _named(environ, host)
            stated = (tested or "", environ.get(host.commit, ""))
            commit = next((each for each in stated if _COMMIT.fullmatch(each)), None)
            if not commit or not _ADDRESS.fullmatch(root) or "@" in root:
                return None
            return host.line.replace("{root}", root.rstrip("/")).replace("{commit}", commit)
    return None


def _named(environ: Mapping[str, str], host: _Host) -> str:
    server = environ.get("GITHUB_SERVER_URL") if host.name == "GITHUB_REPOSITORY" else None
    name = environ.get(host.name, "")
    return f"{(server or host.before).rstrip('/')}/{name}" if _NAME.fullmatch(name) else ""
