"""Tests of the estimators, with SciPy as the oracle."""
