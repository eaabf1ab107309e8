"""Renderers: a report → text. They print what the report says and compute nothing."""
