"""
Readers: bytes → observations. One module per format, satisfied by the module itself.

A reader recognises by content (`matches`) and returns `Observations` (`read`);
where the file cannot be read it raises `ReadError` and never returns half a result in silence.
To add one: write the module, add it to the tuple below, add a fixture.
"""

from typing import Final, Protocol

from reportgen.model.run import Observations
from reportgen.readers.coverage import clover, cobertura, coverage_py, istanbul, jacoco, lcov
from reportgen.readers.health import (
    aspnet,
    aws_target_health,
    blackbox,
    consul,
    curl,
    django_health_check,
    docker_compose_ps,
    docker_inspect,
    docker_ps,
    elasticsearch,
    gatus,
    go_alexliesenfeld,
    go_hellofresh,
    handrolled,
    ietf,
    kubernetes_healthz,
    kubernetes_pods,
    microprofile,
    prometheus_query,
    spatie,
    spring,
    statuspage,
    terminus,
    upptime,
    uptime_kuma,
)
from reportgen.readers.lines import LineReader
from reportgen.readers.memory import (
    bsd_time,
    cgroup,
    cgroup_file,
    docker_engine,
    docker_stats,
    docker_stats_table,
    free,
    free_text,
    gnu_time,
    go_gctrace,
    jest_heap,
    journald,
    jvm_gc,
    jvm_gc8,
    kubectl_top,
    massif,
    memcheck,
    memcheck_xml,
    memory_profiler,
    memray,
    memray_text,
    mprof,
    node_gc,
    node_memory_usage,
    node_memory_usage_text,
    out_of_memory,
    pidstat,
    proc_status,
    prometheus_memory,
    prometheus_text,
    ps,
    ps_loop,
    psrecord,
    pytest_memray,
    pytest_monitor,
    sadf,
    sar,
    smem,
    tracemalloc,
    vmstat,
)
from reportgen.readers.source import Source
from reportgen.readers.steps import (
    azure_timeline,
    buildkite,
    circleci,
    github_jobs,
    github_needs,
    github_run_view,
    github_steps,
    gitlab_jobs,
    jenkins_nodes,
    jenkins_stages,
    plain_list,
)
from reportgen.readers.tests import (
    allure,
    ctest,
    ctest_list,
    ctrf,
    go_list,
    inventory,
    jest_list,
    junit,
    name_list,
    nunit,
    trx,
    xunit_net,
)


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


DOCUMENTS: Final[tuple[Reader, ...]] = (
    junit,
    nunit,
    xunit_net,
    trx,
    ctest,
    ctrf,
    allure,
    coverage_py,
    istanbul,
    ctest_list,
    jest_list,
    cobertura,
    clover,
    jacoco,
    lcov,
    github_steps,
    github_needs,
    github_jobs,
    github_run_view,
    gitlab_jobs,
    jenkins_stages,
    jenkins_nodes,
    azure_timeline,
    circleci,
    buildkite,
    prometheus_query,
    uptime_kuma,
    sadf,
    docker_stats,
    docker_engine,
    prometheus_memory,
    prometheus_text,
    cgroup_file,
    ps_loop,
    aws_target_health,
    statuspage,
    elasticsearch,
    kubernetes_pods,
    curl,
    docker_inspect,
    gatus,
    upptime,
    consul,
    docker_compose_ps,
    docker_ps,
    kubernetes_healthz,
    blackbox,
    mprof,
    psrecord,
    pytest_monitor,
    massif,
    memcheck_xml,
    memray,
    node_memory_usage,
    journald,
    spatie,
    aspnet,
    go_alexliesenfeld,
    go_hellofresh,
    terminus,
    microprofile,
    ietf,
    django_health_check,
    spring,
    plain_list,
    handrolled,
    inventory,
    go_list,
    name_list,
)
"""Formats that are the whole of a file: the first that matches reads it."""

LINES: Final[tuple[LineReader, ...]] = (
    gnu_time,
    bsd_time,
    free,
    vmstat,
    pidstat,
    sar,
    smem,
    ps,
    proc_status,
    cgroup,
    docker_stats_table,
    kubectl_top,
    memory_profiler,
    memcheck,
    memray_text,
    pytest_memray,
    tracemalloc,
    jvm_gc,
    jvm_gc8,
    node_gc,
    node_memory_usage_text,
    go_gctrace,
    jest_heap,
    out_of_memory,
    free_text,
)
"""
Formats that stand in lines of a log among others: all are asked, a line is taken by the first.

Prose comes last: it takes what nobody knows better.
"""

READERS: Final[tuple[Reader | LineReader, ...]] = (*DOCUMENTS, *LINES)


KINDS: Final = ("tests", "health", "memory", "steps", "coverage")
"""The kinds of evidence: each is a folder of readers here, one module a format."""


def kind_of(reader: Reader | LineReader) -> str:
    """Return the kind of evidence that *reader* reads: the folder in which it lies."""
    return str(reader.__name__).rpartition(".")[0].rpartition(".")[2]  # type: ignore[union-attr]  # a module
