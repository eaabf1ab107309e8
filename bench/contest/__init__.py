"""Reportgen beside other tools, on the same files: who takes part, and how it is measured."""
