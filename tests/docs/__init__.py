"""Tests of what people read: pages, their commands, and what is generated from the code."""
