"""
The jobs of a GitHub Actions run: ``/repos/{owner}/{repo}/actions/runs/{id}/jobs``.

https://docs.github.com/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run
30 jobs a page unless ``per_page`` says otherwise; ``gh api --paginate`` writes the pages one after
the other, ``--slurp`` into an array, ``--jq '.jobs[]'`` the jobs alone.
With ``filter=all`` the earlier attempts stand beside the last.
"""

from collections.abc import Iterator
from typing import Final

from reportgen.model.run import Observations
from reportgen.readers.github import Keys, read_jobs
from reportgen.readers.jobs import Item, objects, once, pages, too_few
from reportgen.readers.shapes import as_number
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "github-jobs"
TITLE: Final = "GitHub jobs of a run (REST)"
HINT: Final = (
    "gh api --paginate 'repos/{owner}/{repo}/actions/runs/ID/jobs?per_page=100' > jobs.json"
)
HOLDS_TESTS: Final = False

_KEYS: Final = Keys("started_at", "completed_at", "run_attempt", "run_id", "html_url")


def matches(source: Source) -> bool:
    """Whether all that is there is pages of jobs, or jobs, that name their run."""
    if source.kind != "json":
        return False
    found = list(pages(source.documents))
    return bool(found) and all(_is_page(item) or _is_job(item) for item in found)


def read(source: Source) -> Observations:
    """Return the steps of the jobs, in the file's order."""
    jobs = once(_jobs(source))
    totals = [as_number(item.value.get("total_count")) for item in pages(source.documents)]
    stated = max((total for total in totals if total is not None), default=None)
    missing = too_few(
        len(jobs), stated, phrase("jobs"), phrase("fetch all pages: gh api --paginate")
    )
    return read_jobs(source.path, jobs, _KEYS, missing)


def _jobs(source: Source) -> Iterator[Item]:
    for item in pages(source.documents):
        if _is_page(item):
            yield from objects(item.value["jobs"], *item.at, "jobs")
        else:
            yield item


def _is_page(item: Item) -> bool:
    jobs = item.value.get("jobs")
    if not isinstance(jobs, list) or (not jobs and "total_count" not in item.value):
        return False
    return all(isinstance(job, dict) and _is_job(Item((), job)) for job in jobs)


def _is_job(item: Item) -> bool:
    return {"run_id", "name", "status", "conclusion"} <= item.value.keys()
