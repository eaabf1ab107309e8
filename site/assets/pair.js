/*
 * What two runs came to, read from the least that says it, and the tests paired.
 *
 * Large runs have files of results, which name tests by places: then names are loaded only of what
 * differs. Of others the shards are walked through, which hold all tests of all runs.
 */
(function () {
  "use strict";

  const LEAST_MS = 100; // no clock of a test tool is worth more
  const MOST_SLOWER = 50;
  const UNTIMED = -1; // no test takes less than no time
  const FILES_AT_ONCE = 3;
  const RED = "FEI";
  const WORST_LAST = ".SPRFE";

  /* The letter at a place of run lengths: the third of "12PF" is P. */
  function letterAt(lengths, place) {
    let left = place;
    for (const [, count, letter] of lengths.matchAll(/(\d*)(\D)/g)) {
      left -= count === "" ? 1 : Number(count);
      if (left < 0) { return letter; }
    }
    throw new reportgen.DataError(
      reportgen.phrase("A test has fewer results than its job and variant has runs."));
  }

  /* What a test came to in a run: its letter, its time, and what it said where that is certain. */
  function result(series, run, strings) {
    const letter = letterAt(series.statuses, run.at);
    if (letter === ".") { return null; }
    const times = series.durations_ms || [];
    const at = times.length - (run.beside.length - run.at);
    const spans = (series.messages || []).filter(({ first, last }) =>
      first <= run.at && run.at <= last);
    const said = spans.find(({ first, last }) => first === run.at || last === run.at)
      || (spans.length === 1 ? spans[0] : null);
    return {
      letter, ms: at >= 0 ? times[at] : null,
      message: said && `${RED}R`.includes(letter) ? strings[said.text] : "",
    };
  }

  /* All tests of either run, by their ids. Each level is walked through once. */
  async function walked(sides, told) {
    const tests = new Map();
    const levels = new Set(["recent", ...sides.map(({ level }) => level)]);
    for (const level of levels) {
      await reportgen.each(level, (shard, at, shards) => {
        told(reportgen.phrase("Loading: {part} of {total} ({level}) …",
          { part: String(at + 1), total: String(shards), level }));
        for (const [id, entry] of reportgen.testsOf(shard)) {
          const found = tests.get(id) || { id, place: null, results: [null, null] };
          if (entry.place !== null) { found.place = entry.place; }
          sides.forEach((run, side) => {
            const series = run.level === level && entry.lines[run.line];
            if (series) { found.results[side] = result(series, run, shard.strings); }
          });
          if (found.place !== null || found.results.some(Boolean)) { tests.set(id, found); }
        }
      });
    }
    const found = [...tests.values()].filter(({ results }) => results.some(Boolean));
    const names = await reportgen.names();
    for (const test of found) {
      if (test.place === null) {
        throw new reportgen.DataError(
          reportgen.phrase("The test {id} of a run has no name.", { id: `\`${test.id}\`` }));
      }
      test.title = names.titles[test.place];
      test.class_name = names.class_names[test.place];
      test.name = names.names[test.place];
      test.file = names.files[test.place];
    }
    return { tests: found, any: found.length > 0, times: timesOf(found) };
  }

  const known = (ms) => ms !== null && ms !== undefined;

  function timesOf(tests) {
    const shared = tests.filter(({ results }) => results.every((found) =>
      found && found.letter !== "S"));
    const timed = shared.filter(({ results }) => results.every(({ ms }) => known(ms)));
    const rows = timed.map((test) => ({ test, ms: test.results.map(({ ms }) => ms) }));
    const apart = rows.filter(({ ms }) => Math.abs(ms[1] - ms[0]) >= LEAST_MS).sort((one, two) =>
      Math.abs(two.ms[1] - two.ms[0]) - Math.abs(one.ms[1] - one.ms[0])
      || (one.test.id < two.test.id ? -1 : 1));
    return {
      shared: shared.length, timed: timed.length, differing: apart.length,
      sums: [0, 1].map((side) => rows.reduce((sum, { ms }) => sum + ms[side], 0)),
      apart: apart.slice(0, MOST_SLOWER),
    };
  }

  /* What each test came to by its place; null where the run has tests that no name is known of. */
  function placed(document_, count) {
    const letters = new Uint8Array(count);
    const ms = new Float64Array(count).fill(UNTIMED);
    const notes = new Map();
    const outcomes = reportgen.letters(document_.outcomes);
    const said = reportgen.counted(document_.note);
    let [row, note] = [0, 0];
    for (let at = 0; at < document_.places.length; at += 2) {
      for (let step = 0; step < document_.places[at + 1]; step += 1, row += 1) {
        const place = document_.places[at] + step;
        if (place >= count) { return null; }
        const letter = WORST_LAST.indexOf(outcomes[row]);
        const took = document_.ms && known(document_.ms[row]) ? document_.ms[row] : UNTIMED;
        // Several results of one test add up, where all of them are known.
        const before = letters[place] ? ms[place] : 0;
        ms[place] = before === UNTIMED || took === UNTIMED ? UNTIMED : before + took;
        if (outcomes[row] !== "P") {
          if (letter > letters[place]) { notes.set(place, document_.notes[said[note]]); }
          note += 1;
        }
        letters[place] = Math.max(letter, letters[place]);
      }
    }
    if (row !== outcomes.length || row !== document_.total || note !== said.length) {
      throw new reportgen.DataError(reportgen.phrase(
        "{file} does not have as many results as it says.", { file: `\`${document_.name}\`` }));
    }
    return { letters, ms, notes };
  }

  /* What the tests at places are called, as the runs say themselves, or as the list of names does. */
  async function named(places, called) {
    const of = await reportgen.named(places.filter((place) => !called.has(place)));
    return (place) => {
      if (called.has(place)) { return called.get(place); }
      const { id, title } = of(place);
      return [id, title];
    };
  }

  function differs([one, two]) {
    if (one === two) { return "FE".includes(WORST_LAST[one]); }
    const letters = [WORST_LAST[one], WORST_LAST[two]];
    return !(letters[0] === "R" && letters[1] === "P");
  }

  /* Both runs from their files of results; null where these do not tell. */
  async function looked(sides, besides, told) {
    if (besides.some((beside) => !beside || !beside.results)) { return null; }
    told(reportgen.phrase("Loading the results of both runs …"));
    const [list, ...documents] = await Promise.all([
      reportgen.namesList(),
      ...sides.map((run, at) => reportgen.file(
        `results/${run.id}`, `runs/${run.id}/results.js`, besides[at].results))]);
    for (const { name, names: [length, digest] } of documents) {
      if (!list.steps.some((step) => step[0] === length && step[1] === digest)) {
        throw new reportgen.DataError(reportgen.phrase(
          "{file} is of another build than the names of tests.", { file: `\`${name}\`` }));
      }
    }
    const both = documents.map((each) => placed(each, list.tests));
    if (both.some((each) => each === null)) { return null; }

    const differing = [];
    const apart = [];
    const times = { shared: 0, timed: 0, differing: 0, sums: [0, 0], apart: [] };
    for (let place = 0; place < list.tests; place += 1) {
      const letters = both.map((each) => each.letters[place]);
      if (letters[0] !== letters[1] || letters[0] > 3) {
        if (differs(letters)) { differing.push(place); }
      }
      if (letters[0] > 1 && letters[1] > 1) {
        const ms = both.map((each) => each.ms[place]);
        times.shared += 1;
        if (!ms.includes(UNTIMED)) {
          times.timed += 1;
          times.sums = times.sums.map((sum, side) => sum + ms[side]);
          if (Math.abs(ms[1] - ms[0]) >= LEAST_MS) { apart.push({ place, ms }); }
        }
      }
    }
    apart.sort((one, two) => Math.abs(two.ms[1] - two.ms[0]) - Math.abs(one.ms[1] - one.ms[0])
      || one.place - two.place);
    times.differing = apart.length;
    const called = new Map(besides.flatMap((beside) => beside.called || []).map(
      ([place, id, title]) => [place, [id, title]]));
    const names = await named(differing, called);
    const test = (place, [id, title]) => ({
      id, title, place, results: both.map(({ letters, ms, notes }) => (letters[place] ? {
        letter: WORST_LAST[letters[place]], ms: ms[place] === UNTIMED ? null : ms[place],
        message: "FES".includes(WORST_LAST[letters[place]]) ? notes.get(place) || "" : "",
      } : null)),
    });
    const tests = differing.map((place) => test(place, names(place)));
    const shown = apart.slice(0, MOST_SLOWER);
    const unknown = new Set(shown.filter(({ place }) => !called.has(place)).map(({ place }) =>
      Math.floor(place / list.most)));
    const rows = async () => {
      const titles = await named(shown.map(({ place }) => place), called);
      return shown.map(({ place, ms }) => ({ test: test(place, titles(place)), ms }));
    };
    if (unknown.size <= FILES_AT_ONCE) { times.apart = await rows(); } else { times.later = rows; }
    await describe(tests);
    return { tests, any: documents.some(({ total }) => total > 0), times };
  }

  /* Tells of tests that one run alone has what their names are made of. */
  async function describe(tests) {
    const [came, went] = [0, 1].map((side) => tests.filter(({ results }) => !results[side]));
    if (!came.length || !went.length) { return; }
    const tested = [...came, ...went];
    const of = await reportgen.named(tested.map(({ place }) => place));
    for (const test of tested) {
      const { title, class_name, name, file } = of(test.place);
      Object.assign(test, { title, class_name, name, file });
    }
  }

  /* Makes one of two tests where the head has one of the base under another name. */
  function renamed(tests) {
    const within = (side) => tests.filter(({ results, name }) =>
      results[side] && !results[1 - side] && name !== undefined).map((test) => ({
      ...test, red: RED.includes(test.results[side].letter), said: test.results[side].message }));
    const pairs = reportgen.renames(within(1), within(0));
    if (!pairs.size) { return tests; }
    const byId = new Map(tests.map((test) => [test.id, test]));
    const former = new Set(pairs.values());
    return tests.filter(({ id }) => !former.has(id)).map((test) => {
      const was = byId.get(pairs.get(test.id));
      return was ? { ...test, was: was.title, results: [was.results[0], test.results[1]] } : test;
    });
  }

  /*
   * Returns what two runs came to: tests, those that differ among them, with both results; whether
   * there was any; times; and what stands beside the tests of each. told is given words.
   */
  async function pair(sides, told) {
    const besides = await Promise.all(sides.map(reportgen.beside));
    const found = await looked(sides, besides, told) || await walked(sides, told);
    for (const test of found.tests) {
      test.results.forEach((each, side) => {
        if (!each || !besides[side]) { return; }
        const { excuses = {}, attempts = {} } = besides[side];
        each.excuse = Object.hasOwn(excuses, test.id) ? excuses[test.id] : null;
        each.attempts = Object.hasOwn(attempts, test.id) ? attempts[test.id] : 0;
      });
    }
    return { ...found, tests: renamed(found.tests), besides };
  }

  Object.assign(window.reportgen, { pair, pairRed: RED, pairLeast: LEAST_MS });
})();
