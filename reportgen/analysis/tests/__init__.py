"""
Test cases → which failures are new, known, old, flaky or somebody else's; what was fixed or gone.

A failure is excused only by something that can be shown: a rule of the user's that has not expired,
a baseline in which it failed too, an outage that its own message speaks of,
or recorded runs in which the test wavered.

A renamed test is neither missing nor simply new. It is told by a `new-test` whose numbers say
``renamed``: its id is new to the baseline, and whoever looks tests up by their ids must learn of
it; a finding of another id would say something of the old test that is not true.
What it came to under its old name counts as its own.
"""

from reportgen.analysis.tests.claims import TestsOpinion
from reportgen.analysis.tests.judging import judge
from reportgen.analysis.tests.outages import Excuse, Outages

__all__ = ["Excuse", "Outages", "TestsOpinion", "judge"]
