"""
Judgement: observations, a baseline and the settings → a report.

Pure: no clock, no disk, no environment. Each module judges one kind of evidence and knows no other;
`composing` puts together what they say, and is the only place where they meet.
An analysis is a function ``judge`` that returns its *opinion*: findings, claims, and what the
verdict has to know of it.
"""

from reportgen.analysis.composing.baselines import baseline_of, difference_of
from reportgen.analysis.composing.judging import judge, uncompared, with_causes
from reportgen.analysis.runs import moment_of

__all__ = [
    "baseline_of",
    "difference_of",
    "judge",
    "moment_of",
    "uncompared",
    "with_causes",
]
