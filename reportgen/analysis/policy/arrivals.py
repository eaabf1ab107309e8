"""
The rules over what must arrive: artifacts by kind or format, and all shards of the run.

Both fail closed. An artifact that arrived and was rejected, cut off or passed over has not arrived,
nor has a file of results without a result.

A name behind the colon is a glob for the path (without a slash: for the file's name), a part of the
path where it has a slash, or words that stand together in the name of a folder or of the file.
Words, because ``unit`` must not be found in ``junit.xml``.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Final

from reportgen.analysis.policy.grounds import Grounds
from reportgen.config.settings import ARTIFACT_KINDS
from reportgen.model.report import Rule
from reportgen.model.run import Artifact, Run
from reportgen.model.text import quote
from reportgen.model.units import listing, plural
from reportgen.wording import phrase

PLAIN_LOG: Final = "log"


def rules(grounds: Grounds) -> Iterator[Rule]:
    """Yield a rule for each artifact that is expected, and that over the shards."""
    if not grounds.policy.expect:
        yield grounds.unset("expect", phrase("no artifact is expected"))
    for expected in dict.fromkeys(grounds.policy.expect):
        yield _expected(expected, grounds)
    yield _shards(grounds)


def _expected(expected: str, grounds: Grounds) -> Rule:
    what, _, name = expected.partition(":")
    is_what, is_named = _holds(what, grounds.run), _named(name)
    named = [artifact for artifact in grounds.run.artifacts if is_named(artifact.path)]
    arrived = [artifact for artifact in named if is_what(artifact)]
    broken = [each for each in arrived if each.status in {"rejected", "partial"}]
    taken = [each for each in arrived if each.status == "read" or _is_plain_log(each)]
    whole = [each for each in taken if each.counts.tests or not each.holds_tests]
    shown = broken or whole or arrived
    if broken:
        reason = phrase("arrived and could not be read in full: {files}", files=_paths(broken))
    elif whole:
        reason = phrase("arrived: {files}", files=_paths(whole))
    elif taken:
        reason = phrase("arrived and holds no test: {files}", files=_paths(taken))
    elif arrived:
        reason = phrase("arrived and was passed over: {files}", files=_paths(arrived))
    else:
        shown = [each for each in named if each.status == "rejected"]
        reason = phrase("did not arrive") + (
            phrase("; {files} could not be read", files=_paths(shown)) if shown else ""
        )
    return grounds.judged(
        "expect",
        f"{quote(expected)} {reason}",
        {"arrived": len(arrived), "whole": len(whole)},
        grounds.at(shown),
        passed=bool(whole) and not broken,
    )


def _paths(artifacts: list[Artifact]) -> str:
    return listing([quote(artifact.path) for artifact in artifacts], 3)


def _is_plain_log(artifact: Artifact) -> bool:
    """Whether it is text that is all there, also where no step needed it."""
    return artifact.format == PLAIN_LOG and artifact.status != "rejected" and artifact.bytes > 0


def _holds(what: str, run: Run) -> Callable[[Artifact], bool]:
    """Return what tells whether an artifact is of the kind or the format *what*."""
    if what not in ARTIFACT_KINDS:
        return lambda artifact: artifact.format == what
    if what == "tests":
        return lambda artifact: artifact.holds_tests
    paths = _paths_with(what, run)
    if what == "log":
        return lambda artifact: artifact.path in paths or _is_plain_log(artifact)
    return lambda artifact: artifact.path in paths


def _paths_with(kind: str, run: Run) -> set[str]:
    """Return the paths of the artifacts in which something of *kind* was found."""
    match kind:
        case "health":
            return {service.artifact for service in run.services}
        case "memory":
            return {series.artifact for series in run.memory}
        case "steps":
            return {step.artifact for step in run.steps}
        case "coverage":
            return {report.artifact for report in run.coverage}
        case _:
            return {log.artifact for log in run.logs}


def _named(name: str) -> Callable[[str], bool]:
    """Return what tells whether a path is meant by *name*; without a name every one is."""
    if any(sign in name for sign in "*?["):
        if "/" in name:
            return lambda path: fnmatchcase(path, name)
        return lambda path: fnmatchcase(path, name) or fnmatchcase(path.rpartition("/")[2], name)
    if "/" in name:
        part = f"/{name.strip('/')}/"
        return lambda path: part in f"/{path}/"
    words = _words(name)
    return lambda path: not name or any(_follow(words, _words(part)) for part in _parts(path))


def _parts(path: str) -> Iterable[str]:
    pure = PurePosixPath(path)
    return (*pure.parts[:-1], pure.stem)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", text.casefold()) if word]


def _follow(words: list[str], among: list[str]) -> bool:
    """Whether *words* stand *among* others, side by side."""
    width = len(words)
    return bool(words) and any(
        among[at : at + width] == words for at in range(len(among) - width + 1)
    )


def _shards(grounds: Grounds) -> Rule:
    name, required = "shards", grounds.policy.shards
    if required is None:
        return grounds.unset(name, phrase("no number of shards is expected"))
    sets = _sets_of_shards(grounds)
    stated = grounds.facts.shard_total
    expected = max(required, stated or 0)
    if not sets and stated is None:
        patterns = ", ".join(quote(each) for each in grounds.settings.tests.shards) or phrase(
            "none"
        )
        lacks = phrase(
            "no results lie in the folder of a shard ({patterns}), and no shard is stated",
            patterns=patterns,
        )
        return grounds.unjudged(name, lacks, grounds.results())
    fewest = min(sets, key=lambda at: (len(sets[at]), at), default="")
    arrived = sets.get(fewest, {"": None})
    where = phrase(" in {fewest}", fewest=quote(fewest)) if len(sets) > 1 else ""
    named = (
        f" ({listing([quote(each) for each in arrived], 8)})"
        if sets
        else phrase(" (this run is it)")
    )
    told = (
        phrase("{expected:,} stated by the job", expected=expected)
        if expected > required
        else phrase("{expected:,} expected", expected=expected)
    )
    return grounds.judged(
        name,
        phrase(
            "{shards} arrived{where}{named}, {told}",
            shards=plural(len(arrived), "shard"),
            where=where,
            named=named,
            told=told,
        ),
        {"arrived": len(arrived), "expected": expected},
        grounds.results(),
        passed=len(arrived) >= expected,
    )


def _sets_of_shards(grounds: Grounds) -> dict[str, dict[str, None]]:
    """
    Return the names of the folders of shards that hold results, by the folder that they lie in.

    Where no name appears twice, all are of one set, wherever they lie.
    """
    patterns = grounds.settings.tests.shards
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for artifact in grounds.run.artifacts:
        if not artifact.holds_tests or artifact.status not in {"read", "partial"}:
            continue
        folders = artifact.path.split("/")[:-1]
        for depth, folder in enumerate(folders):
            if any(fnmatchcase(folder, pattern) for pattern in patterns):
                found["/".join(folders[:depth])][folder] = None
                break
    names = [name for each in found.values() for name in each]
    if found and len(set(names)) == len(names):
        return {"": dict.fromkeys(names)}
    return dict(found)
