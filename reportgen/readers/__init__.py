"""
Readers: bytes → observations. One module per format, satisfied by the module itself.

A reader recognises by content (`matches`) and returns `Observations` (`read`);
where the file cannot be read it raises `ReadError` and never returns half a result in silence.
To add one: write the module, add its name to the list below, add a fixture.

A module is imported when it is first asked: results of tests come first, and a run that has no
other files needs no other reader.
"""

from typing import Final, Protocol

from reportgen.model.run import Observations
from reportgen.readers.late import Modules
from reportgen.readers.lines import LineReader
from reportgen.readers.source import Source


class Reader(Protocol):
    """What every reading module offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of the module
        """The format's name in ``artifacts[].format``."""

    @property
    def TITLE(self) -> str:  # noqa: N802 - a constant of the module
        """What people call the format."""

    @property
    def HINT(self) -> str:  # noqa: N802 - a constant of the module
        """How such a file is made, or what it looks like."""

    @property
    def HOLDS_TESTS(self) -> bool:  # noqa: N802 - a constant of the module
        """Whether losing such a file loses test results."""

    def matches(self, source: Source) -> bool:
        """Whether *source* is in this format, by its content."""

    def read(self, source: Source) -> Observations:
        """Return what *source* holds."""


DOCUMENTS: Final = Modules[Reader](
    "tests.junit",
    "tests.nunit",
    "tests.xunit_net",
    "tests.trx",
    "tests.ctest",
    "tests.ctrf",
    "tests.allure",
    "coverage.coverage_py",
    "coverage.istanbul",
    "tests.ctest_list",
    "tests.jest_list",
    "coverage.cobertura",
    "coverage.clover",
    "coverage.jacoco",
    "coverage.lcov",
    "steps.github_steps",
    "steps.github_needs",
    "steps.github_jobs",
    "steps.github_run_view",
    "steps.gitlab_jobs",
    "steps.jenkins_stages",
    "steps.jenkins_nodes",
    "steps.azure_timeline",
    "steps.circleci",
    "steps.buildkite",
    "health.prometheus_query",
    "health.uptime_kuma",
    "memory.sadf",
    "memory.docker_stats",
    "memory.docker_engine",
    "memory.prometheus_memory",
    "memory.prometheus_text",
    "memory.cgroup_file",
    "memory.ps_loop",
    "health.aws_target_health",
    "health.statuspage",
    "health.elasticsearch",
    "health.kubernetes_pods",
    "health.curl",
    "health.docker_inspect",
    "health.gatus",
    "health.upptime",
    "health.consul",
    "health.docker_compose_ps",
    "health.docker_ps",
    "health.kubernetes_healthz",
    "health.blackbox",
    "memory.mprof",
    "memory.psrecord",
    "memory.pytest_monitor",
    "memory.massif",
    "memory.memcheck_xml",
    "memory.memray",
    "memory.node_memory_usage",
    "memory.journald",
    "health.spatie",
    "health.aspnet",
    "health.go_alexliesenfeld",
    "health.go_hellofresh",
    "health.terminus",
    "health.microprofile",
    "health.ietf",
    "health.django_health_check",
    "health.spring",
    "steps.plain_list",
    "health.handrolled",
    "tests.inventory",
    "tests.go_list",
    "tests.name_list",
)
"""Formats that are the whole of a file: the first that matches reads it."""

LINES: Final = Modules[LineReader](
    "memory.gnu_time",
    "memory.bsd_time",
    "memory.free",
    "memory.vmstat",
    "memory.pidstat",
    "memory.sar",
    "memory.smem",
    "memory.ps",
    "memory.proc_status",
    "memory.cgroup",
    "memory.docker_stats_table",
    "memory.kubectl_top",
    "memory.memory_profiler",
    "memory.memcheck",
    "memory.memray_text",
    "memory.pytest_memray",
    "memory.tracemalloc",
    "memory.jvm_gc",
    "memory.jvm_gc8",
    "memory.node_gc",
    "memory.node_memory_usage_text",
    "memory.go_gctrace",
    "memory.jest_heap",
    "memory.out_of_memory",
    "memory.free_text",
)
"""
Formats that stand in lines of a log among others: all are asked, a line is taken by the first.

Prose comes last: it takes what nobody knows better.
"""

READERS: Final = Modules[Reader | LineReader](*DOCUMENTS.names, *LINES.names)


KINDS: Final = ("tests", "health", "memory", "steps", "coverage")
"""The kinds of evidence: each is a folder of readers here, one module a format."""


def kind_of(reader: Reader | LineReader) -> str:
    """Return the kind of evidence that *reader* reads: the folder in which it lies."""
    return str(reader.__name__).rpartition(".")[0].rpartition(".")[2]  # type: ignore[union-attr]  # a module
