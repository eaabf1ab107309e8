"""
What each finding means, how it is judged, and what to do about it.

One table for all who explain: the command line, the pages, the documentation.
The sentences are Markdown with nothing in it but code between backticks. They stand in English,
and `phrase` says each in the language that is spoken.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from reportgen.model.report import FindingId


class Meaning(NamedTuple):
    """What a finding says of a run, when it is told, and what to do next; whole sentences."""

    means: str
    judged: str
    todo: str


_MEANINGS: Final[dict[FindingId, Meaning]] = {
    "new-failure": Meaning(
        "A test failed, and nothing that is known explains it: the change may be to blame.",
        "It is what remains: no rule for a known issue matches, no outage is named in what the "
        "test said, it is not known to be flaky, and it did not fail in the base. "
        "Without a base every unexplained failure is new. One is enough for `regressed`.",
        "Read what the test said, and mend the change or the test. "
        "Where it is old, compare with a run that had it: `--base`.",
    ),
    "still-failing": Meaning(
        "A test failed that failed before: the change did not break it.",
        "The same test, or the one it was renamed from, was red in the base; or the recorded runs "
        "show that it has been broken for long and the base does not tell of it.",
        "Mend it apart from this change, or give it a rule in `[[known-issues]]`.",
    ),
    "fixed": Meaning(
        "A test passed at once that failed in the base.",
        "It was red in the base and is green here, without a failed attempt.",
        "Nothing. Where a rule in `[[known-issues]]` names it, remove the rule.",
    ),
    "flaky": Meaning(
        "A test passes and fails without a change that explains it.",
        "It passed after a failed attempt within the run; or the recorded runs show it red and "
        "green on one commit, or failing alone between passes, as `[flaky]` sets. "
        "A failure is excused by that only where it is like those before.",
        "Look at its course with `reportgen test NAME`, and make it depend on nothing that wavers.",
    ),
    "known-issue": Meaning(
        "A failure, a service or a step is covered by a rule of the configuration.",
        "A rule in `[[known-issues]]` that has not expired matches its name or its message. "
        "An expired rule excuses nothing.",
        "Follow the issue; remove the rule once it is closed, and where nothing matched it.",
    ),
    "infrastructure-failure": Meaning(
        "A test failed because of something that it needs and that was not working.",
        "What the test itself said names a connection that failed, and a service was down or a "
        "step failed in the same run that it names, or it names no service at all. "
        "The change is `unproven` then: such a test could not judge.",
        "Restore what was down and run the tests again.",
    ),
    "new-test": Meaning(
        "A test ran of which the base has no result, or it has another name now.",
        "Its id is not in the base. A rename is told where class or file, numbers and parameters "
        "are the same and the words are close.",
        "Nothing, where the change adds or renames it.",
    ),
    "missing-test": Meaning(
        "A test did not run that ran before, or that an inventory lists.",
        "The base has a result of it that is not skipped and this run has none, nor one of a test "
        "it was renamed to; or a list of collected tests or files names what no result is of.",
        "Find out why it did not run: a shard that is lost, a crash, a filter, or a removal "
        "on purpose. `gate.max-missing-tests` sets how many may be missing.",
    ),
    "newly-skipped": Meaning(
        "A test was skipped that ran in the base.",
        "It is skipped here and had another outcome in the base.",
        "Find out who skipped it and why. `gate.max-newly-skipped` sets how many may be.",
    ),
    "slower-test": Meaning(
        "A test or a suite takes longer than in the runs before, and has done so for some.",
        "Recorded runs of the last thirty show a change of level that a second method confirms or "
        "does not, by at least what `[slower]` sets. It never decides on the change.",
        "Look at what changed since the run that is named.",
    ),
    "no-tests": Meaning(
        "There is no test result, or none of a test that ran.",
        "No artifact held a result, or every result is skipped. The change is `unproven` then.",
        "Have the test command write JUnit XML, and name its folder; see `reportgen formats`.",
    ),
    "service-down": Meaning(
        "A service did not answer, or said that it does not work.",
        "Its newest evidence that is fresh says down. A service that counts as required blocks "
        "the environment, one of `services.optional` does not.",
        "Restore it; then check it again.",
    ),
    "service-degraded": Meaning(
        "A service answers, but slowly, in part, or not every time.",
        "It says so itself, one of its parts is down, it was up and down within the run, or it "
        "took longer than `services.slow-after`.",
        "Look at the part or the time that is named.",
    ),
    "service-stale": Meaning(
        "What is known of a service was known at another time.",
        "Its check is further from the moment of the run than `services.stale-after`: "
        "it counts neither for nor against the environment.",
        "Check it again within the job.",
    ),
    "service-missing": Meaning(
        "Nothing speaks of a service that should have been checked.",
        "`services.required` names it, or the base had it checked, and no health artifact of this "
        "run does.",
        "Have the health check cover it.",
    ),
    "memory-growth": Meaning(
        "The memory of a process grew all the time it was watched.",
        "The readings after its warm-up have a slope that is sure and large; a saw-tooth, as a "
        "garbage collector makes, is no growth. It does not decide on the change.",
        "Look for a leak.",
    ),
    "memory-step": Meaning(
        "The memory of a process rose once and stayed there.",
        "The readings have two levels and no slope. It does not decide on the change.",
        "Look at what began at that time.",
    ),
    "memory-limit": Meaning(
        "A process took more memory than it may.",
        "Its peak is above `memory.limit`, or above the limit that the artifact states.",
        "Bring it under the limit, or raise the limit on purpose.",
    ),
    "out-of-memory": Meaning(
        "Something was ended because it, or the machine, ran out of memory.",
        "A line that proves it: of the kernel, a control group, systemd-oomd, Docker, Kubernetes, "
        "the JVM, Node.js, Python or Go. An exit code alone is no proof.",
        "Give it more memory, or let it need less.",
    ),
    "step-failed": Meaning(
        "A step of the job failed or was cancelled.",
        "The CI system states it; its log says why, where there is one. A failed build, deploy or "
        "inspecting step keeps the change `unproven`; an infrastructure reason makes the "
        "environment `blocked`. One that may fail, or was tried again, changes nothing.",
        "Read the line of its log that is named.",
    ),
    "step-slower": Meaning(
        "A step takes longer than in the runs before, and has done so for some.",
        "As for tests, with `slower.min-step-time`. It never decides on the change.",
        "Look at what changed since the run that is named.",
    ),
    "contradiction": Meaning(
        "Two artifacts, or an artifact and itself, do not agree.",
        "A test step failed, was cancelled or has not ended and no red result is its own; there "
        "are results of test steps that did not run; a suite failed outside its tests; a service "
        "is up in one artifact and down in another; or results are of an earlier run. "
        "The worse counts.",
        "Find out which is true; remove what lies about from an earlier run.",
    ),
    "unreadable-artifact": Meaning(
        "A file that seems to be evidence could not be read.",
        "Its content is not what its format asks for, or reading it reached one of `[limits]`. "
        "Where it held tests the change is `unproven`: a failure may be lost in it.",
        "Look at the place that is named. `--strict` makes an error of it.",
    ),
    "truncated-artifact": Meaning(
        "A file ends before its end.",
        "Its format asks for more than is there, as after a killed process. What was read counts; "
        "where tests may be lost the change is `unproven`.",
        "Find out what ended the process that wrote it: time, memory, a full disk.",
    ),
    "count-mismatch": Meaning(
        "A file declares another number of results than it holds.",
        "What it says of itself is compared with what was counted; what was counted is reported.",
        "Find out whether results are lost, or the tool counts otherwise.",
    ),
    "duplicate-artifact": Meaning(
        "The same results were found twice.",
        "Two files have the same content, or the same results in two formats: they count once.",
        "Nothing, or name only one of them.",
    ),
    "plugin": Meaning(
        "A plugin found something; its own id, as in `acme-rules/placeholder`, stands in the "
        "reason.",
        "By the plugin, which cites an artifact of the run. It may make a validated change "
        "`unproven`, and it makes nothing better.",
        "What its advice says, or its makers.",
    ),
    "plugin-failed": Meaning(
        "A plugin could not be loaded, or failed.",
        "What it would have found is missing, so the evidence is `partial`.",
        "Report it to its makers with what is said of it, or do without it: "
        "`REPORTGEN_NO_PLUGINS=1`.",
    ),
}  # fmt: skip

FINDINGS: Final[Mapping[FindingId, Meaning]] = MappingProxyType(_MEANINGS)
"""What each finding means, in the order of `FindingId`."""
