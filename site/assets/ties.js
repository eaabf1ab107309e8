/*
 * What a test is tied to, as the runs say in which it failed, came or went: causes, issues, other
 * names, reasons of skips. A few small files are read for it; one that is missing is said in red.
 */
(function () {
  "use strict";

  const RUNS = 6;
  const LINES = 4;

  const of = (values, id) => (values && Object.hasOwn(values, id) ? values[id] : null);

  /* The runs in which the test failed, the newest first: of each message the last, of each line. */
  function failed(test, messages) {
    const newest = test.lines.map((line) =>
      line.runs[Math.max(...["F", "E", "I"].map((letter) => line.letters.lastIndexOf(letter)))]);
    const runs = [...messages.map(({ last }) => last), ...newest.filter(Boolean)];
    return [...new Map(runs.map((run) => [run.id, run])).values()]
      .sort((one, two) => (one.id < two.id ? 1 : -1)).slice(0, RUNS);
  }

  /* The run in which a test first was on a line that had runs before, and the one after its last. */
  function ends(line) {
    const first = line.letters.search(/[^.]/);
    const last = line.letters.length - 1 - [...line.letters].reverse().findIndex((each) =>
      each !== ".");
    return [first > 0 ? line.runs[first] : null, first >= 0 ? line.runs[last + 1] || null : null];
  }

  async function causesOf(ids) {
    if (!ids.size) { return new Map(); }
    const { causes } = await reportgen.load("index");
    return new Map(causes.filter(({ id }) => ids.has(id)).map((cause) => [cause.id, cause]));
  }

  async function read(test, messages) {
    const [runs, lines] = [failed(test, messages), test.lines.slice(0, LINES).map(ends)];
    const besides = await Promise.all(runs.map(reportgen.beside));
    const causes = new Map(runs.map(({ id }, at) =>
      [id, of(besides[at] && besides[at].causes, test.id)]).filter(([, cause]) => cause));
    const known = await causesOf(new Set(causes.values()));
    const issues = new Map(besides.flatMap((beside) => {
      const issue = of(beside && beside.issues, test.id);
      return issue ? [[issue[1], issue[0]]] : [];
    }));
    const former = new Set();
    const now = new Map();
    for (const [came, gone] of lines) {
      const [first, after] = await Promise.all([came, gone].map((run) =>
        (run ? reportgen.beside(run) : null)));
      const was = of(first && first.former, test.id);
      if (was) { former.add(was); }
      for (const [id, title] of Object.entries((after && after.former) || {})) {
        if (title === test.title) { now.set(id, title); }
      }
    }
    return {
      former: [...former], now: [...now.keys()], failure: null,
      issues: [...issues].map(([url, text]) => ({ url, text })),
      cause: (message) => known.get(causes.get(message.last.id)) || null,
      causes: [...known.values()],
    };
  }

  /* Why the test was skipped last; "" where the run does not say. */
  async function skipped(run, id) {
    const beside = await reportgen.beside(run);
    const found = Object.entries((beside && beside.skips) || {}).find(([, ids]) =>
      ids.includes(id));
    return found ? found[0] : "";
  }

  async function ties(test, messages) {
    const newest = test.lines.map((line) => line.runs[line.letters.lastIndexOf("S")])
      .filter(Boolean).sort((one, two) => (one.id < two.id ? 1 : -1))[0];
    try {
      return { ...await read(test, messages), skip: newest
        ? { run: newest, reason: await skipped(newest, test.id) } : null };
    } catch (error) {
      if (!(error instanceof reportgen.DataError)) { throw error; }
      return { former: [], now: [], failure: error, issues: [], causes: [], skip: null,
        cause: () => null };
    }
  }

  window.reportgen.ties = ties;
})();
