"""What the documents of the data hold: their JSON Schema, and what each field means."""

from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from reportgen.model.base import Instant, Model
from reportgen.model.difference import Excuse
from reportgen.model.overtime import Confidence
from reportgen.website.data.runrows import RunRow

Number = Annotated[float, Field(ge=0, allow_inf_nan=False)]
RunLength = Annotated[str, Field(pattern=r"^(\d*[PRFEIS.])*$")]
"""Letters over runs, oldest first: ``12PF`` is twelve passes and a failure."""


class _Lone(Model):
    """What every document begins with: *name* is what a page asks for, *key* of which build."""

    generator: Literal["reportgen"]
    schema_version: Literal[1]
    name: str
    key: str


class _Document(_Lone):
    """
    What the documents of sets begin with.

    *key* is that of its set in the manifest: where they differ the file is of another build.
    *runs* is how many runs it is of.
    """

    runs: int


class NewestRun(Model):
    """The run with the last id."""

    id: str
    started_at: Instant | None


class DataLine(Model):
    """A job and a variant; its place in the list is its number everywhere."""

    label: str
    job: str | None
    variant: dict[str, str]
    runs: int


class StateWord(Model):
    """What a state is called, in which tone it is shown, and what it means."""

    state: str
    word: str
    tone: str
    means: str


class OutcomeWord(Model):
    """What a letter of an outcome stands for, and in which tone it is shown."""

    word: str
    tone: str


class Words(Model):
    """Letters in words."""

    states: dict[str, StateWord]
    outcomes: dict[str, OutcomeWord]


class DataSet(Model):
    """
    Files of one kind: *path* leads from the site's folder, and holds ``{shard}`` where several are.

    Which of *shards* has a thing follows from its name: the first two bytes of its SHA-256 as a
    number, modulo *shards*, in lower-case hexadecimal digits, as many as the last shard needs.
    """

    key: str
    runs: int
    shards: int
    path: str


class DataManifest(_Document):
    """Which files there are, and of what: the first one to read; *names* is the key of theirs."""

    kind: Literal["manifest"]
    tests: int
    names: str
    since: Instant | None
    newest: NewestRun | None
    lines: tuple[DataLine, ...]
    words: Words
    sets: dict[str, DataSet]


class DataRuns(_Document):
    """The runs of a level, oldest first; *fields* names the columns of *rows*."""

    kind: Literal["runs"]
    fields: tuple[str, ...]
    rows: tuple[RunRow, ...]


class Message(Model):
    """
    A message of a test: *text* and *detail* are places in the strings of the shard.

    *runs* is how many runs it was said in, *first* and *last* their places among the runs of the
    line in this level, from 0.
    """

    text: int
    runs: int
    first: int
    last: int
    detail: int | None = None


class Told(Model):
    """Why a test is in its state; *failed* of *ran* results were red, in a window of *runs*."""

    reason: str
    failed: int
    ran: int
    runs: int
    confidence: Confidence
    algorithm: str


class Pace(Model):
    """A change of pace that stayed: *until* is the last run before it, *since* the first after."""

    reason: str
    before_s: float
    after_s: float
    since: str
    until: str
    confidence: Confidence


class Series(Model):
    """
    Tests on one line, in the runs of a level, in columns.

    *rows* has the first and the length of each stretch of tests of the shard that are on the line;
    row by row of these *statuses* has letters over runs, parted by blanks, and *durations_ms* the
    times, which end with the newest run: before the first value they are not kept.
    *messages*, *told* and *pace* have what there is to say of some, by the number of the row;
    *states*, a letter for each, and these two are there in recent shards.
    """

    rows: tuple[int, ...]
    statuses: Annotated[str, Field(pattern=r"^([0-9PRFEIS.]| )*$")]
    durations_ms: tuple[tuple[Number | None, ...], ...]
    messages: dict[str, tuple[Message, ...]]
    states: str | None = None
    told: dict[str, Told] | None = None
    pace: dict[str, Pace] | None = None


class TestsShard(_Document):
    """
    Tests of a level: *ids* has them one a line, *lines* what they came to, by the numbers of lines.

    A recent shard has all tests that belong to it, and their *places* in the list of names; one
    that a base shard lacks was in none of the runs of the base.
    """

    __test__ = False

    kind: Literal["tests"]
    strings: tuple[str, ...]
    ids: str
    lines: dict[str, Series]
    places: tuple[int, ...] | None = None


class NamesList(_Lone):
    """
    Which *files* name all tests of all runs, each but the last *most* of them, with their *keys*.

    *steps* has how many names were known after each run that brought any, and their digest, of
    which the last is the key of this list.
    """

    kind: Literal["names-list"]
    tests: int
    most: int
    steps: tuple[tuple[int, str], ...]
    files: tuple[str, ...]
    keys: tuple[str, ...]


class NamesShard(_Lone):
    """
    What tests are called: *ids* and *names* have one a line.

    *suite*, *class_name* and *file* have places in the lists, each with how often it follows itself
    in turn; an empty text stands for none. A place is counted over all such files, from 0.
    """

    kind: Literal["names"]
    tests: int
    ids: str
    names: str
    suites: tuple[str, ...]
    class_names: tuple[str, ...]
    files: tuple[str, ...]
    suite: tuple[int, ...]
    class_name: tuple[int, ...]
    file: tuple[int, ...]


class NumbersShard(_Document):
    """
    The numbers of tests, row by row in the order of the names, one shard after the other.

    *failed* of *ran* results were red in the newest *window* runs of each line; the percentiles are
    of the runs of these in which it passed at once. *last_red* is in seconds since 1970, of all
    runs. *flags*: 1 new in the last *new_runs* runs, 2 became slower, 4 skipped in the newest run.
    These four have each value with how often it follows itself in turn.
    *states* has a letter for each test: that of the line on which it fares worst.
    """

    kind: Literal["numbers"]
    window: int
    new_runs: int
    tests: int
    states: str
    failed: tuple[int, ...]
    ran: tuple[int, ...]
    last_red: tuple[int | None, ...]
    flags: tuple[int, ...]
    p50_ms: tuple[Number | None, ...]
    p95_ms: tuple[Number | None, ...]
    total_ms: tuple[Number | None, ...]


class GridSuite(Model):
    """
    The tests of a suite, in columns; *places* are those in the list of names.

    *lines* has for each line, by its number, the letters of each test in its newest runs, parted by
    blanks; none where it was in none of them.
    """

    places: tuple[int, ...]
    lines: dict[str, Annotated[str, Field(pattern=r"^([0-9PRFEIS.]| )*$")]]


class GridShard(_Document):
    """The tests of suites in the newest *window* runs; the name of a suite says which shard."""

    kind: Literal["grid"]
    window: int
    suites: dict[str, GridSuite]


class SuiteEntry(Model):
    """A suite: how many tests it has, and in which states they are, by their letters."""

    suite: str
    tests: int
    states: dict[str, int]


class CauseEntry(Model):
    """A cause of failures; *page* leads from the site's folder."""

    id: str
    page: str
    says: str


class DataIndex(_Document):
    """All suites, and the causes that have pages."""

    kind: Literal["index"]
    suites: tuple[SuiteEntry, ...]
    causes: tuple[CauseEntry, ...]


class RunResults(_Lone):
    """
    What each test came to in one run, in ``runs/<id>/results.js``.

    Rows are in the order of the names that *names* counts and tells by their digest: *places* has
    the first place and the length of each stretch of rows in turn, *outcomes* a letter for each
    row, *ms* its time, where the site has room for the times of the run. *note* has places in
    *notes*, each with its number of rows, for the rows that did not just pass. *called* has rows
    whose test has another name in this run: the row, its title if that differs, its suite.
    """

    kind: Literal["results"]
    total: int
    names: tuple[int, str]
    places: tuple[int, ...]
    outcomes: RunLength
    notes: tuple[str, ...]
    note: tuple[int, ...]
    called: tuple[tuple[int, str | None, int], ...]
    suites: tuple[str, ...]
    ms: tuple[Number | None, ...] | None


class ThingBeside(NamedTuple):
    """
    A thing as the run states it: what it is called, its state in words, and what is compared.

    *mark* is the status of a service or a step, the peak of a memory series in bytes, the covered
    lines in percent; None where that is not known.
    """

    name: str
    says: str
    mark: str | float | None


class ThingsBeside(Model):
    """Things of one kind in the order of the run; *left_out* more are not here."""

    rows: tuple[ThingBeside, ...]
    left_out: int = 0


class RunBeside(_Lone):
    """
    What a run states besides its tests, in ``runs/<id>/beside.js``.

    Names and states are sentences: what comes from artifacts stands between backticks.
    *time* is how long all its tests took, in words. The four kinds are null where they are not
    kept, as of a run that is packed.

    *excuses* say of failing tests, by their ids, what explains them, *attempts* how often a test
    failed before it passed, *causes* by which cause a test failed, *issues* which issue is linked
    to it and where that is, *former* what a new test was called in the base. *skips* has ids of
    tests by the reason of their skip.

    *results* is the key of the file with the results of all tests; null where there is none. Then
    *called* has no rows, else the place among the names of results, the id and the title of each
    test that failed at whatever attempt. None of these is longer than some.
    """

    kind: Literal["beside"]
    project: str | None
    shard: int | None
    time: str
    services: ThingsBeside | None
    memory: ThingsBeside | None
    coverage: ThingsBeside | None
    steps: ThingsBeside | None
    excuses: dict[str, Excuse] = Field(default_factory=dict)
    attempts: dict[str, int] = Field(default_factory=dict)
    causes: dict[str, str] = Field(default_factory=dict)
    issues: dict[str, tuple[str, str]] = Field(default_factory=dict)
    former: dict[str, str] = Field(default_factory=dict)
    skips: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    results: str | None = None
    called: tuple[tuple[int, str, str], ...] = ()


DOCUMENTS: Final = (
    DataManifest, DataRuns, TestsShard, NamesList, NamesShard, NumbersShard, GridShard, DataIndex,
    RunResults, RunBeside,
)  # fmt: skip
