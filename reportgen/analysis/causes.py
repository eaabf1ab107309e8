"""Red cases → what is behind them, so that three hundred failures read as four causes."""

from collections.abc import Sequence

from reportgen.causes.fingerprint import fingerprint, forget
from reportgen.causes.grouping import group, named
from reportgen.model.past import Past, SeenCause
from reportgen.model.report import Cause
from reportgen.model.tests import Case, Errored, Failed

_UNSEEN = SeenCause(None, 0)


def judge(cases: Sequence[Case], past: Past) -> tuple[Cause, ...]:
    """
    Return the causes of the red ones among *cases*, the one behind most of them first.

    They keep the ids by which *past* knows them.
    """
    places, prints = [], []
    for at, case in enumerate(cases):
        if isinstance(case.outcome, Failed | Errored):
            places.append(at)
            prints.append(fingerprint(case.outcome.troubles, case.title))
    groups = group(prints)
    forget()
    causes = []
    for found, name in zip(groups, named(groups, past.seeds), strict=True):
        seen = past.causes.get(name, _UNSEEN)
        causes.append(
            Cause(
                id=name,
                says=found.prints.says,
                type=found.type,
                where=found.where,
                cases=tuple(places[member] for member in found.members),
                first_seen=seen.first_seen,
                runs_seen=seen.runs or None,
            )
        )
    return tuple(causes)
