"""
What a repository needs so that its CI system runs its tests and reports on them.

`repository` looks, within bounds, at what lies in a folder; `tools` and `systems` tell which test
tools and which CI system are there; `workflows` writes the files; `planning` composes them.
Nothing here writes to the disk.
"""

from reportgen.recipes.planning import Plan, Planned, plan
from reportgen.recipes.systems import SYSTEMS, System
from reportgen.recipes.tools import Tool
from reportgen.recipes.workflows import workflow

__all__ = ["SYSTEMS", "Plan", "Planned", "System", "Tool", "plan", "workflow"]
