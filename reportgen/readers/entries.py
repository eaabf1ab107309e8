"""
The entries of health JSON that people wrote: what has a name there and states how it is.

Which shapes there are, and which documents that look like them are something else.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from reportgen.model.run import Problem
from reportgen.model.text import one_line
from reportgen.patterns import pattern
from reportgen.readers.fields import (
    CODE_KEYS,
    FIELDS,
    METADATA,
    NAME_KEYS,
    SERVICE_NAME_KEYS,
    STATUS_KEYS,
    folded,
    has_state,
    is_known,
    is_plain,
    is_stating,
    own_name,
    states_or_lacks,
    tells,
    whole,
)
from reportgen.readers.foreign import are_tests, are_timed, is_foreign, is_foreign_item
from reportgen.readers.latencies import fold, folds, stated_latency
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.services import said
from reportgen.readers.statuses import is_status_word
from reportgen.wording import phrase

# Keys under which nothing but what can be up or down stands, and keys where it may.
SERVICE_KEYS: Final = ("services", "checks", "components", "dependencies")
_CERTAIN: Final = frozenset(SERVICE_KEYS)
# Under these services may stand as well as anything else: all that is there has to be states.
_DOUBTFUL: Final = ("details", "health", "status", "health_checks", "systems", "subsystems")
_WRAPPERS: Final = (*SERVICE_KEYS, "results", "endpoints", "data", *_DOUBTFUL)
# What an answer is put into, and nothing that is up or down itself.
_ENVELOPES: Final = frozenset({"data", "result", "response", "health", "status"})
_NO_NAMES: Final = frozenset({*METADATA, *_ENVELOPES, *SERVICE_KEYS})
_WRAPPING: Final = frozenset(_WRAPPERS)
# Where all values are switches or codes, only names that settings do not have tell what it is.
_SERVICE_NAME: Final = pattern(
    r"(?:\w*_)?(?:api|db|database|redis|postgres\w*|mysql|mongo\w*|kafka|rabbit\w*|elastic\w*|"
    r"queue|broker|web|frontend|backend|gateway|auth|login|worker|server|\w*service|smtp|ldap)"
)


_VAGUE: Final = frozenset({"active", "available", "normal"})
_ANSWERS: Final = frozenset({"success", "succeeded"})
_HEALTH_NAME: Final = pattern(r"health|status|ready|live|ping|probe|check", re.IGNORECASE)
_TELLING: Final = frozenset(
    {*CODE_KEYS, "error", "service", "service_name", "component", "endpoint"}
)


class Entry(NamedTuple):
    """Something with a name, what is said of it, and where."""

    name: str
    value: Any
    at: tuple[str | int, ...]


def entries_of(document: object, stem: str, at: tuple[str | int, ...]) -> Iterator[Entry]:
    """
    Yield the entries of a *document* that stands at *at*, in its order.

    One that is about a single service is its own entry, called *stem* where it has no name.
    What says no more than users or products do (``active``, ``available``) is none.
    """
    found = list(_entries_of(document, stem, at))
    if not all(map(_is_vague, found)):
        yield from found


def _is_vague(entry: Entry) -> bool:
    """Whether what is said of *entry* could be said of a user or a product as well."""
    if not _CERTAIN.isdisjoint(map(str, entry.at)) or _SERVICE_NAME.fullmatch(
        fold(entry.name[:100])
    ):
        return False
    if not isinstance(entry.value, dict):
        return isinstance(entry.value, str) and fold(entry.value[:100]) in _VAGUE
    fields = folded(entry.value)
    if not _TELLING.isdisjoint(fields) or stated_latency(entry.value) is not None:
        return False
    words = [fields[key] for key in STATUS_KEYS if key in fields]
    # Alone in a file that is not called after health, "success" is the answer to anything.
    vague = _VAGUE if entry.at or _HEALTH_NAME.search(entry.name[:200]) else _VAGUE | _ANSWERS
    return bool(words) and all(isinstance(w, str) and fold(w[:100]) in vague for w in words)


def _entries_of(document: object, stem: str, at: tuple[str | int, ...]) -> Iterator[Entry]:
    if isinstance(document, list):
        if not are_timed(document):
            found = list(_listed(document, at))
            yield from [] if are_tests(entry.name for entry in found) else found
        return
    if not isinstance(document, dict) or is_foreign(document):
        return
    if at and is_foreign_item(document):
        return
    found = entries_in(document, at) or entries_in(document, at, _WRAPPING)
    found = found or list(_bare(document, at))
    if found:
        yield from found
        return
    fields = folded(document)
    name = said(fields, NAME_KEYS) or stem
    if _is_one(fields, is_line=bool(at)):
        yield Entry(name, document, at)
        return
    for key, value in document.items():
        if fold(key) in _ENVELOPES and is_stating(value) and not is_foreign(value):
            yield Entry(name, value, (*at, key))


def _is_one(fields: dict[str, Any], *, is_line: bool) -> bool:
    """Whether a document is about one service: a state and a name, or a state alone."""
    if is_line and has_state(fields) and (name := said(fields, NAME_KEYS)):
        is_timed = "duration" in fields and SERVICE_NAME_KEYS.isdisjoint(fields)
        return not is_timed and not are_tests([name])
    return is_status_word(whole(fields)) and not any(
        isinstance(value, dict | list) and value and not (key == "errors" and _are_texts(value))
        for key, value in fields.items()
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def entries_in(
    item: dict[str, Any], at: tuple[str | int, ...], wrappers: frozenset[str] = _CERTAIN
) -> list[Entry]:
    """Return the entries of *item* that stand under its keys of *wrappers*, where any tells."""
    found: list[Entry] = []
    keys = folds(item)
    if wrappers.isdisjoint(keys):
        return found
    for wrapper, (key, value) in zip(keys, item.items(), strict=True):
        if wrapper in wrappers and isinstance(value, dict | list):
            under = list(_under(wrapper, value, (*at, key)))
            if any(tells(entry.value) for entry in under) and not are_tests(
                entry.name for entry in under
            ):
                found += under
    return found


def _under(
    wrapper: str, value: dict[str, Any] | list[Any], at: tuple[str | int, ...]
) -> Iterator[Entry]:
    """
    Yield the entries under a key that says that services follow.

    What is named there is a service whatever it says: nothing and prose are states not known.
    Where the key only allows it, what states nothing is none. Numbers are notes.
    """
    is_certain = wrapper in _CERTAIN
    if isinstance(value, list):
        if is_certain or not are_timed(value):
            yield from _listed(value, at, are_services=is_certain)
    elif is_certain:
        # Dependencies are mostly packages with their versions.
        if wrapper == "dependencies" and 2 * sum(map(is_known, value.values())) < len(value):
            return
        for name, inner in value.items():
            if tells(inner) or inner is None or isinstance(inner, str | dict):
                yield Entry(name, inner, (*at, name))
    elif not is_foreign(value):
        names = {name: fold(name) for name in value}
        found = [
            Entry(name, inner, (*at, name))
            for name, inner in value.items()
            if isinstance(inner, dict) or names[name] not in METADATA | FIELDS
        ]
        if wrapper in _DOUBTFUL:
            is_all = len(found) == len(value) and all(is_plain(entry.value) for entry in found)
            is_clear = len(found) > 1 or any(is_stating(entry.value) for entry in found)
            yield from found if is_all and is_clear else ()
        else:
            yield from (entry for entry in found if tells(entry.value))


def _bare(document: dict[str, Any], at: tuple[str | int, ...]) -> Iterator[Entry]:
    """
    Yield the entries of a document whose keys are the names of services.

    Nothing says that they are, so at least half of them have to state something by a word:
    numbers and switches alone are counters and settings, unless each is called like a service.
    Where all else states something, what is empty is a state not known.
    """
    named = {
        key: inner
        for folded_key, (key, inner) in zip(folds(document), document.items(), strict=True)
        if folded_key not in _NO_NAMES and (isinstance(inner, dict) or folded_key not in FIELDS)
    }
    telling = sum(is_plain(inner) for inner in named.values())
    if not telling and not (
        named
        and all(is_status_word(inner) for inner in named.values())
        and all(_SERVICE_NAME.fullmatch(fold(key[:100])) for key in named)
    ):
        return
    said_of = sum(inner is not None and inner != "" for inner in named.values())
    if telling and 2 * telling < said_of:
        return
    if are_tests(named):
        return
    is_whole = all(states_or_lacks(inner) for inner in named.values())
    for key, inner in named.items():
        if tells(inner) or (is_whole and states_or_lacks(inner)):
            yield Entry(key, inner, (*at, key))


def left_out(
    document: Any,  # noqa: ANN401 - JSON is anything
    found: list[Entry],
    at: tuple[str | int, ...],
) -> Iterator[Problem]:
    """Yield a warning for what stands beside what was *found* and cannot be read as an entry."""
    taken = {entry.at for entry in found}
    for above in dict.fromkeys(entry.at[:-1] for entry in found if entry.at != at):
        holder = document
        for key in above[len(at) :]:
            holder = holder[key]
        inner = enumerate(holder) if isinstance(holder, list) else holder.items()
        for key, value in inner:
            place = (*above, key)
            if place not in taken and (message := _strange(key, value, is_wrapped=above != at)):
                yield odd(message, place)


def _strange(key: str | int, value: object, *, is_wrapped: bool) -> str | None:
    """Return what is to be told of a *value* among entries that is none itself."""
    if isinstance(key, int):
        return phrase("a state without a name; left out") if is_stating(value) else None
    if not is_wrapped and (fold(key) in METADATA | FIELDS or isinstance(value, int | float)):
        return None
    is_prose = isinstance(value, str) and re.search(r"\s", value.strip()) and not moment(value)
    if is_prose or isinstance(value, int | float):
        return phrase('"{value}" is no state; left out', value=one_line(str(value), 60))
    return None


def odd(message: str, at: tuple[str | int, ...]) -> Problem:
    """Return the warning that something reads oddly at *at*."""
    return Problem(kind="note", severity="warning", message=message, place=pointer(*at) or "/")


def _listed(
    items: list[Any], at: tuple[str | int, ...], *, are_services: bool = False
) -> Iterator[Entry]:
    """
    Yield the entries of a list whose items say their name and their state.

    An item whose state is empty is one too, and one without any where *are_services*.
    """
    if any(is_foreign_item(item) for item in items):
        return
    if not any(is_stating(item) for item in items):
        return
    for index, item in enumerate(items):
        if isinstance(item, dict) and (are_services or states_or_lacks(item)):
            name = own_name(item)
            if name:
                yield Entry(name, item, (*at, index))
