"""
Failures → groups of one cause, in any order the same.

First what has the same key. Then, at one place and of one type, messages that are nearly the same:
they share most of their runs of three words. Each is compared with a bounded number of others,
those with which it shares its rarest runs, and some with which it shares its most common ones.

After Kubernetes' Triage (https://github.com/kubernetes/test-infra/tree/master/triage) and the
resemblance of documents by shingles: A. Broder, On the resemblance and containment of documents,
1997.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reportgen.causes.fingerprint import Fingerprint

SIMILAR: Final = 0.6
"""What part of their runs of words two messages share that are nearly the same."""
FEWEST_WORDS: Final = 12
"""Shorter messages are the same or they are not: one other word is another fault."""
_RUN: Final = 3
_RUNS: Final = 4
_NEIGHBOURS: Final = 6
_ID: Final = 12


class Group(NamedTuple):
    """
    Failures of one cause.

    *members* are their places in what was grouped, in order; *keys* all keys among them, the most
    frequent first; *prints* the fingerprint that has the first of them.
    *type* and *where* are empty where the members do not share them.
    """

    prints: Fingerprint
    keys: tuple[str, ...]
    members: tuple[int, ...]
    type: str
    where: str


def group(failures: Sequence[Fingerprint]) -> tuple[Group, ...]:
    """Return the groups of *failures*, the largest first, then by the first of their members."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(failures):
        by_key[each.key].append(at)
    firsts = {key: failures[places[0]] for key, places in by_key.items()}
    parents = {key: key for key in by_key}
    for one, other in _near(firsts.values()):
        _unite(parents, one, other)
    together: dict[str, list[str]] = defaultdict(list)
    for key in parents:
        together[_root(parents, key)].append(key)
    groups = [_group(keys, by_key, failures) for keys in together.values()]
    return tuple(sorted(groups, key=lambda each: (-len(each.members), each.members[0])))


def named(groups: Sequence[Group], seeds: Mapping[str, str]) -> tuple[str, ...]:
    """
    Return an id for each of *groups*, in their order; no two are the same.

    Ids outlive runs and the rules of `normal`, because they are handed on and not made anew:
    *seeds* holds, for the key of a fingerprint, the id under which that failure was recorded, the
    earliest first. Whoever has a history makes them by taking the fingerprints of recorded
    troubles with the rules of today; so a change of the rules changes keys, and no id.
    Of several recorded ids a group has the earliest that no larger group has.
    Only a cause that was never recorded is given a new id, the beginning of its key.
    """
    order = {key: at for at, key in enumerate(seeds)}
    given: set[str] = set()
    ids: dict[int, str] = {}
    for at, each in enumerate(groups):
        known = sorted((key for key in each.keys if key in order), key=order.__getitem__)
        recorded = (seeds[key] for key in known)
        if found := next((name for name in recorded if name not in given), None):
            ids[at] = found
            given.add(found)
    taken = given | set(seeds.values())
    for at, each in enumerate(groups):
        if at not in ids:
            ids[at] = new_id(each.keys, taken)
            taken.add(ids[at])
    return tuple(ids[at] for at in range(len(groups)))


def new_id(keys: Sequence[str], taken: set[str]) -> str:
    """Return an id for a cause with *keys* that nobody has named: a part of one of them."""
    free = (key[:length] for length in (_ID, 2 * _ID) for key in keys if key[:length] not in taken)
    return next(free)


def _group(
    keys: Sequence[str], by_key: Mapping[str, Sequence[int]], failures: Sequence[Fingerprint]
) -> Group:
    ordered = tuple(sorted(keys, key=lambda key: (-len(by_key[key]), key)))
    members = tuple(sorted(at for key in keys for at in by_key[key]))
    types = {failures[at].type for at in members}
    places = {failures[at].where for at in members}
    return Group(
        prints=failures[by_key[ordered[0]][0]],
        keys=ordered,
        members=members,
        type=types.pop() if len(types) == 1 else "",
        where=places.pop() if len(places) == 1 else "",
    )


def _root(parents: dict[str, str], key: str) -> str:
    while parents[key] != key:
        parents[key] = parents[parents[key]]
        key = parents[key]
    return key


def _unite(parents: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_root(parents, one), _root(parents, other)))
    parents[second] = first


def _near(prints: Iterable[Fingerprint]) -> Iterator[tuple[str, str]]:
    """Yield the keys of pairs that are nearly the same."""
    places: dict[str, list[Fingerprint]] = defaultdict(list)
    for each in prints:
        if each.near and each.text.count(" ") >= FEWEST_WORDS - 1:
            places[each.near].append(each)
    for same in places.values():
        if len(same) > 1:
            same.sort(key=lambda each: (each.text, each.key))
            yield from _pairs(same)


def _pairs(prints: Sequence[Fingerprint]) -> Iterator[tuple[str, str]]:
    runs = [_runs(each.text) for each in prints]
    shared = Counter(run for each in runs for run in each)
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, each in enumerate(runs):
        common = sorted((shared[run], run) for run in each if shared[run] > 1)
        for _, run in {*common[:_RUNS], *common[-_RUNS:]}:
            having[run].append(at)
    # Each with those before it that have the same run: the texts are sorted, so near ones are near.
    compared = {
        (earlier, at)
        for places in having.values()
        for n, at in enumerate(places)
        for earlier in places[max(0, n - _NEIGHBOURS) : n]
    }
    for one, other in compared:
        both = len(runs[one] & runs[other])
        if both >= SIMILAR * (len(runs[one]) + len(runs[other]) - both):
            yield prints[one].key, prints[other].key


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = text.split()
    return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False))
