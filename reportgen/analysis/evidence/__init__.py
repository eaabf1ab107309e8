"""
How much of the evidence arrived: what broke, what did not run, what disagrees.

`opinion` composes it;
`listed_tests` and `listed_files` hold what is listed against what has results;
`outdated` finds results of an earlier run.
"""

from reportgen.analysis.evidence.opinion import EvidenceOpinion, judge

__all__ = ["EvidenceOpinion", "judge"]
