"""Tests of what reportgen says in which language."""
