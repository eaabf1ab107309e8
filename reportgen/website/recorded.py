"""The recorded runs as the site is made of them: all in brief at once, whole ones one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

from reportgen.history import DamagedRecordError, Store, packs
from reportgen.history.briefs import Briefs
from reportgen.history.heads import Head
from reportgen.history.store import left_out
from reportgen.history.windows import is_settled
from reportgen.model.brief import Brief, brief_of
from reportgen.model.report import Report
from reportgen.wording import phrase

MEASURED: Final = 200
"""Of so many of the newest runs, and of the newest settled ones, steps and the like are shown."""
_DIGEST_BYTES: Final = 12


class UnreadableRunError(Exception):
    """A run cannot be read whole although it can be in brief; *sentence* says so on the site."""

    def __init__(self, run_id: str, sentence: str) -> None:
        super().__init__(run_id, sentence)
        self.run_id = run_id
        self.sentence = sentence


class Runs(NamedTuple):
    """
    The runs that the site is made of, in any order.

    *whole* returns one of them by its id, or raises `UnreadableRunError`.
    *damaged* has a sentence for each run that is left out.
    """

    briefs: Sequence[Brief]
    whole: Callable[[str], Report]
    damaged: tuple[str, ...] = ()


def in_memory(reports: Sequence[Report]) -> Runs:
    """Return *reports* as runs: whoever has them whole needs no history."""
    by_id = {report.run.id: report for report in reports}
    return Runs(tuple(brief_of(report, _digest(report)) for report in reports), by_id.__getitem__)


def _digest(report: Report) -> str:
    text = repr(report).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=_DIGEST_BYTES).hexdigest()


def in_history(
    store: Store, heads: Sequence[Head], damaged: Mapping[str, str] | None = None
) -> Runs:
    """
    Return the runs *heads* of *store*, oldest first, but those that are known to be *damaged*.

    *damaged* has a sentence for each of these by the id of the run.
    Steps, services and memory are kept of the newest runs only: no page shows those of more.
    """
    known = dict(damaged or {})
    reader = Briefs(store)
    measured = _measured(heads)
    briefs = [
        brief if brief.run.id in measured else _without_measures(brief)
        for brief in reader.read([head for head in heads if head.run.id not in known])
    ]
    known |= reader.damaged
    sentences = (known[head.run.id] for head in heads if head.run.id in known)
    return Runs(briefs, Whole(store), tuple(sentences))


def _measured(heads: Sequence[Head]) -> set[str]:
    settled = [head for head in heads if is_settled(head.run)]
    return {head.run.id for head in (*settled[-MEASURED:], *heads[-MEASURED:])}


def _without_measures(brief: Brief) -> Brief:
    return brief._replace(steps=(), services=(), peaks=())


class Whole:
    """Reads runs of *store* one by one, and holds the last until it is asked again, and a pack."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pack: tuple[str, packs.Pack] | None = None
        self._last: Report | None = None

    def __call__(self, run_id: str) -> Report:
        """Return the run *run_id*, or raise `UnreadableRunError`."""
        if self._last is not None and self._last.run.id == run_id:
            # The newest is asked for by the overview and by its own page, and then by nobody.
            again, self._last = self._last, None
            return again
        self._last = None  # two at once take twice the memory
        try:
            packed = self._store.packed.get(run_id)
            report = self._reduced(packed, run_id) if packed else self._store.report(run_id)
        except DamagedRecordError as error:
            raise UnreadableRunError(run_id, left_out(run_id, error)) from error
        if report is None:
            gone = DamagedRecordError(phrase("it is gone"))
            raise UnreadableRunError(run_id, left_out(run_id, gone))
        self._last = report
        return report

    def _reduced(self, name: str, run_id: str) -> Report | None:
        if self._pack is None or self._pack[0] != name:
            self._pack = (name, self._store.pack(name))
        return packs.reduced(self._pack[1], run_id)


def without(runs: Runs, unreadable: Iterable[UnreadableRunError]) -> Runs:
    """Return *runs* without those that turned out to be *unreadable*, which are told as damaged."""
    errors = {error.run_id: error.sentence for error in unreadable}
    kept = [brief for brief in runs.briefs if brief.run.id not in errors]
    sentences = (errors[run_id] for run_id in sorted(errors))
    return runs._replace(briefs=kept, damaged=(*runs.damaged, *sentences))
