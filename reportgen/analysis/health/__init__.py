"""Services → what is down, degraded, stale or missing, and what that makes of the environment."""

from reportgen.analysis.health.judging import HealthOpinion, Outage, judge
from reportgen.analysis.health.units import names_of

__all__ = ["HealthOpinion", "Outage", "judge", "names_of"]
