"""
Plugins: readers, renderers, findings and targets that other packages bring.

This is the module that a plugin imports, and nothing else of reportgen is promised to it:
`API` counts up when anything here changes so that an existing plugin would break.

`protocol` says what a plugin has to offer, `installed` finds those that are there, `guarded` calls
them so that what they raise costs their own part, `harmless` checks what they return.
"""

from reportgen.errors import ReadError
from reportgen.model.coverage import Coverage
from reportgen.model.health import Service
from reportgen.model.memory import MemorySeries, OutOfMemory
from reportgen.model.remarks import Cited, PluginFinding
from reportgen.model.report import Report
from reportgen.model.run import Observations, Problem
from reportgen.model.steps import Step
from reportgen.model.tests import Attempt, Case, Errored, Failed, Passed, Skipped, Trouble
from reportgen.plugins.protocol import (
    API,
    FindingsPlugin,
    ReaderPlugin,
    RendererPlugin,
    TargetPlugin,
)
from reportgen.readers.source import Source
from reportgen.render.markdown.targets import Target

__all__ = [
    "API",
    "Attempt",
    "Case",
    "Cited",
    "Coverage",
    "Errored",
    "Failed",
    "FindingsPlugin",
    "MemorySeries",
    "Observations",
    "OutOfMemory",
    "Passed",
    "PluginFinding",
    "Problem",
    "ReadError",
    "ReaderPlugin",
    "RendererPlugin",
    "Report",
    "Service",
    "Skipped",
    "Source",
    "Step",
    "Target",
    "TargetPlugin",
    "Trouble",
]
