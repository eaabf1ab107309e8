"""Judgement of the steps of a CI job."""

from reportgen.analysis.steps.judging import StepsOpinion, evidence_of, judge

__all__ = ["StepsOpinion", "evidence_of", "judge"]
