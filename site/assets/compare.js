/*
 * Two runs side by side, which the address names: the tests that differ, by how, in the words of
 * "reportgen compare"; times, services and memory. What is not known of a run is said in red.
 */
(function () {
  "use strict";

  const ROWS = 200;
  const CHOICES = 500;
  const SLOWER = 50;
  const LEAST_MS = 100; // no clock of a test tool is worth more
  const RED = "FEI";
  const OUTCOMES = {
    P: "passed", R: "passed", F: "failed", E: "errored", I: "failed", S: "skipped", ".": "not there",
  };
  const STATES = { U: ["up", "good"], D: ["degraded", "warn"], X: ["down", "bad"],
    "?": ["unknown", "none"] };
  const GROUPS = [
    ["new_failures", "New failures", "new failure", "new failures", "bad"],
    ["still_failing", "Still failing", "still failing", "still failing", "bad"],
    ["missing", "Missing tests", "missing test", "missing tests", "warn"],
    ["newly_skipped", "Newly skipped", "newly skipped", "newly skipped", "warn"],
    ["flaky", "Passed only after a failed attempt", "flaky", "flaky", "warn"],
    ["fixed", "Fixed", "fixed", "fixed", "good"],
    ["no_longer_skipped", "No longer skipped", "no longer skipped", "no longer skipped", "good"],
    ["new", "New tests", "new test", "new tests", "none"],
  ];
  const { code, duration, el, moment, number, plural, runLink, table, testUrl, time } = reportgen;

  /* The letter at a place of run lengths: the third of "12PF" is P. */
  function letterAt(lengths, place) {
    let left = place;
    for (const [, count, letter] of lengths.matchAll(/(\d*)(\D)/g)) {
      left -= count === "" ? 1 : Number(count);
      if (left < 0) { return letter; }
    }
    throw new reportgen.DataError("A test has fewer results than its job and variant has runs.");
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
  async function read(sides, told) {
    const tests = new Map();
    const levels = new Set(["recent", ...sides.map(({ level }) => level)]);
    for (const level of levels) {
      await reportgen.each(level, (shard, at, shards) => {
        told(level, at, shards);
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
    const names = await reportgen.names();
    return [...tests.values()].filter(({ results }) => results.some(Boolean)).map((test) => {
      if (test.place === null) {
        throw new reportgen.DataError(`The test \`${test.id}\` of a run has no name.`);
      }
      return { ...test, title: names.titles[test.place] };
    });
  }

  /* What became of a test that is not red now, if anything. */
  function became(base, head) {
    if (head.letter === "S") { return base.letter === "S" ? null : "newly_skipped"; }
    if (head.letter === "R" && base.letter !== "R") { return "flaky"; }
    if (RED.includes(base.letter)) { return "fixed"; }
    return base.letter === "S" ? "no_longer_skipped" : null;
  }

  function grouped(tests) {
    const groups = Object.fromEntries(GROUPS.map(([name]) => [name, []]));
    for (const test of tests) {
      const [base, head] = test.results;
      if (!base) { groups.new.push(test); }
      if (!head) {
        groups.missing.push(test);
      } else if (RED.includes(head.letter)) {
        groups[base && RED.includes(base.letter) ? "still_failing" : "new_failures"].push(test);
      } else if (base) {
        const kind = became(base, head);
        if (kind) { groups[kind].push(test); }
      }
    }
    const order = (one, two) => (one.title < two.title ? -1 : Number(one.title > two.title));
    Object.values(groups).forEach((group) => group.sort(order));
    return groups;
  }

  function headline(groups, tests) {
    const counted = GROUPS.filter(([name]) => groups[name].length)
      .map(([name, , one, many]) => `${number(groups[name].length)} `
        + (groups[name].length === 1 ? one : many));
    return counted.join(", ") || (tests.length ? "no test differs"
      : "neither run has a test result");
  }

  function outcome(found) {
    if (!found) { return "not there"; }
    return OUTCOMES[found.letter] + (found.letter === "R" ? " after a failed attempt" : "");
  }

  /* What is said of a test besides its name: its message, outcomes, times. */
  function notes({ results: [base, head] }) {
    const [before, after] = [outcome(base), outcome(head)];
    const times = [base, head].map((found) => found && found.ms).filter((ms) => ms !== null
      && ms !== undefined).map(duration);
    return [
      before === after ? before : `${before} → ${after}`,
      head && head.letter === "I" ? "explained by an outage" : "",
      [...new Set(times)].join(" → "),
    ].filter(Boolean).join(" · ");
  }

  function message({ results: [base, head] }) {
    return (head && head.message) || (!head || !RED.includes(head.letter)
      ? (base && base.message) || "" : "");
  }

  function section(id, title, sum, ...content) {
    return el("section", { "aria-labelledby": id },
      el("h2", { id }, title, sum ? el("span", { class: "sum" }, ` ${sum}`) : ""), content);
  }

  function group([name, title, , , tone], found) {
    if (!found.length) { return ""; }
    const entry = (test) => {
      const said = message(test);
      return el("li", null, el("a", { href: testUrl(test.id) }, code(test.title)),
        said ? [": ", code(said)] : "", el("span", { class: "note" }, ` · ${notes(test)}`));
    };
    const list = el("ul", { class: "findings" }, found.slice(0, ROWS).map(entry));
    const more = found.length > ROWS ? el("p", null, el("button", { type: "button",
      onclick: (event) => {
        list.append(...found.slice(ROWS).map(entry));
        event.target.parentElement.remove();
      } }, `Show ${plural(found.length - ROWS, "more test")}`)) : "";
    const made = section(`group-${name}`, title, number(found.length), list, more);
    made.className = tone;
    return made;
  }

  const named = (run) => run.title || run.id;

  function variant(run, manifest) {
    const of = manifest.lines[run.line].variant;
    return Object.keys(of).sort().map((key) => `${key}=${of[key]}`).join(", ");
  }

  /* Why the two may not be of one kind: nothing is refused. */
  function although([base, head], manifest) {
    const lines = [base, head].map((run) => manifest.lines[run.line]);
    const found = [];
    if (base.id === head.id) {
      found.push("both are the same run");
    } else if (base.started_at && head.started_at && base.started_at > head.started_at) {
      found.push("compared although the base is the later of the two");
    }
    if (lines[0].job && lines[1].job && lines[0].job !== lines[1].job) {
      found.push(["compared although the job differs: ", code(lines[0].job), " and ",
        code(lines[1].job)]);
    }
    const variants = [base, head].map((run) => variant(run, manifest));
    if (variants[0] !== variants[1]) {
      found.push(["compared although the variant differs: ", ...variants.flatMap((each, at) =>
        [at ? " and " : "", each ? code(each) : "none"])]);
    }
    for (const run of [base, head]) {
      if (run.evidence !== "complete") {
        found.push(["the evidence of the run of ", runLink(run),
          ` is ${run.evidence}: it may lack what was there`]);
      }
    }
    return found.map((words) => el("p", null,
      reportgen.chip({ tone: "warn", word: "Note" }), " ", words, "."));
  }

  function row(name, [base, head], change = "", mark = "") {
    return el("tr", null, el("th", { scope: "row" }, name), el("td", null, base),
      el("td", null, head), el("td", { class: mark }, change));
  }

  const HEADS = ["Of", "Base", "Head", "Change"];

  function sided(caption, rows) {
    return table(caption, HEADS.map((word) => el("th", { scope: "col" }, word)), rows);
  }

  const signed = (value) => `${value < 0 ? "−" : "+"}${number(Math.abs(value))}`;
  const share = (base, head) => (!base || head === null || base === head ? ""
    : `${head < base ? "−" : "+"}${Number((100 * Math.abs(head / base - 1)).toFixed(1))} %`);

  function runsTable(sides, manifest) {
    const texts = (field) => sides.map((run) => (run[field] ? code(String(run[field])) : "–"));
    const rows = [
      row("run", sides.map((run) => (run.decision === null ? code(named(run))
        : el("a", { href: reportgen.address(`runs/${run.id}/index.html`) },
          el("bdi", null, named(run)))))),
      row("moment", sides.map((run) => time(run.started_at))),
      row("branch", texts("branch")),
      row("commit", sides.map((run) => (run.commit ? code(run.commit.slice(0, 12)) : "–"))),
      row("job and variant", sides.map((run) =>
        el("bdi", null, manifest.lines[run.line].label || "–"))),
      ...["tests", "passed", "failed", "errored", "skipped", "flaky"]
        .filter((name) => ["tests", "passed", "failed"].includes(name)
          || sides.some((run) => run[name]))
        .map((name) => row(name, sides.map((run) => number(run[name])),
          sides[0][name] === sides[1][name] ? "" : signed(sides[1][name] - sides[0][name]))),
      ...["environment", "evidence", "decision"].map((name) =>
        row(name, sides.map((run) => run[name] || el("span", { class: "state bad" }, "not kept")))),
    ];
    return section("runs", "The two runs", "", sided("The two runs, side by side", rows));
  }

  function lacking(words) {
    return el("p", { class: "absent bad" }, reportgen.icon("bad"),
      el("b", null, words));
  }

  function times(tests) {
    const shared = tests.filter(({ results }) => results.every((found) =>
      found && found.letter !== "S"));
    const timed = shared.filter(({ results }) => results.every(({ ms }) =>
      ms !== null && ms !== undefined));
    if (!shared.length) { return ""; }
    if (!timed.length) {
      return section("times", "Time", "", lacking("The times of one of these runs are not kept, or "
        + "it states none: what became slower is not known."));
    }
    const sums = [0, 1].map((side) => timed.reduce((sum, { results }) => sum + results[side].ms, 0));
    const apart = timed.map((test) => ({ test, by: test.results[1].ms - test.results[0].ms }))
      .filter(({ by }) => Math.abs(by) >= LEAST_MS)
      .sort((one, two) => Math.abs(two.by) - Math.abs(one.by) || (one.test.id < two.test.id ? -1 : 1));
    const rows = [row("all of them", sums.map(duration), share(...sums)),
      ...apart.slice(0, SLOWER).map(({ test }) => row(
        el("a", { href: testUrl(test.id) }, code(test.title)),
        test.results.map(({ ms }) => duration(ms)), share(...test.results.map(({ ms }) => ms))))];
    const untimed = shared.length - timed.length;
    return section("times", "Time", `${plural(timed.length, "test")} timed on both sides`,
      sided(`Times that differ by ${LEAST_MS} ms or more, side by side`, rows),
      untimed ? el("p", { class: "left-out" },
        `${plural(untimed, "test")} ran on both sides and has no time on one of them.`) : "",
      apart.length > SLOWER ? el("p", { class: "left-out" },
        `${number(apart.length - SLOWER)} more differ and are left out here.`) : "");
  }

  function turned([base, head]) {
    if (base === head) { return ""; }
    return head === "." ? "gone" : base === "." ? "new" : "changed";
  }

  function services(sides, measures) {
    const known = sides.map(({ id }) => (Object.hasOwn(measures.states, id)
      ? measures.states[id] : null));
    const lacks = sides.filter((_, at) => known[at] === null).map((run) => lacking(
      `The run of ${moment(run.started_at) || run.id} states no service, or is too old for this `
      + "page to know: whether any changed is not known."));
    if (lacks.length) { return section("services", "Services", "", lacks); }
    const rows = measures.services.flatMap((name, at) => {
      const letters = known.map((text) => text[at] || ".");
      if (letters.every((letter) => letter === ".")) { return []; }
      return [[letters[0] === letters[1], row(el("bdi", null, name), letters.map((letter) =>
        (letter === "." ? "–" : reportgen.chip({ word: STATES[letter][0], tone: STATES[letter][1] }))),
      turned(letters))]];
    });
    const changed = rows.filter(([same]) => !same).length;
    rows.sort(([one], [two]) => one - two);
    return section("services", "Services", `${number(changed)} of ${number(rows.length)} changed`,
      sided("Services, side by side", rows.slice(0, ROWS).map(([, made]) => made)),
      rows.length > ROWS ? el("p", { class: "left-out" },
        `${number(rows.length - ROWS)} more are left out here.`) : "");
  }

  function bytes(value) {
    if (value === null || value === undefined) { return "–"; }
    const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
    let at = 0;
    let rest = value;
    while (rest >= 1024 && at < units.length - 1) { rest /= 1024; at += 1; }
    return `${at ? rest.toFixed(1) : rest} ${units[at]}`;
  }

  function memory(sides, measures) {
    const known = sides.map(({ id }) => (Object.hasOwn(measures.peaks, id)
      ? measures.peaks[id] : []));
    const rows = measures.memory.flatMap(([name, kind], at) => {
      const peaks = known.map((held) => (held[at] === undefined ? null : held[at]));
      return peaks.every((peak) => peak === null) ? [] : [row(
        [el("bdi", null, name), el("span", { class: "note" }, ` ${kind.replaceAll("_", " ")}`)],
        peaks.map(bytes), peaks.includes(null) ? "" : share(...peaks))];
    });
    return rows.length ? section("memory", "Memory", "peaks",
      sided("Peaks of memory, side by side", rows.slice(0, ROWS))) : "";
  }

  /* The comparison in short, as blocks of an issue. */
  function issue(sides, groups, says) {
    const run = (side) => [moment(side.started_at) || { code: side.id },
      ...(side.commit ? [", commit ", { code: side.commit.slice(0, 12) }] : [])];
    return [
      ["head", [says]],
      ["item", 0, ["base: ", ...run(sides[0])]], ["item", 0, ["head: ", ...run(sides[1])]],
      ...GROUPS.filter(([name]) => groups[name].length).flatMap(([name, title]) => [
        ["words", [`${title}: ${number(groups[name].length)}`]],
        ...groups[name].slice(0, 20).map((test) => ["item", 0, [{ code: test.title },
          ...(message(test) ? [": ", { code: message(test) }] : []), ` · ${notes(test)}`]]),
        ...(groups[name].length > 20
          ? [["item", 0, [`and ${number(groups[name].length - 20)} more`]]] : []),
      ]),
    ];
  }

  /* Two lists of runs, the newest first, of which one of each is chosen. */
  function chooser(runs, manifest, sides, go) {
    const newest = [...runs.all].reverse();
    const listed = [...new Set([...newest.slice(0, CHOICES), ...sides.filter(Boolean)])];
    const words = (run) => [moment(run.started_at) || run.id, run.branch,
      run.commit && run.commit.slice(0, 8), manifest.lines[run.line].label, run.decision]
      .filter(Boolean).join(" · ");
    const list = (id, at) => {
      const chosen = el("select", { id, class: "which" }, sides[at] ? "" : el("option", { value: "" }, "choose a run"),
        listed.map((run) => el("option", { value: run.id, selected: run === sides[at] },
          words(run))));
      chosen.addEventListener("change", () => go(id, chosen.value));
      return el("p", { class: "field" }, el("label", { for: id }, at ? "Head" : "Base"), chosen);
    };
    return [
      el("div", { class: "tools" }, list("a", 0), list("b", 1),
        sides[0] && sides[1] ? el("p", null, el("button", { type: "button",
          onclick: () => go("swap") }, "Swap")) : ""),
      newest.length > CHOICES ? el("p", { class: "left-out" },
        `The newest ${number(CHOICES)} of ${plural(newest.length, "run")} are listed; an address `
        + "can name any.") : "",
    ];
  }

  /* The run before another of the same job and variant, of a default branch where there is one. */
  function before(head, runs) {
    const earlier = runs.lines[head.line].filter((run) => run.id < head.id).reverse();
    return earlier.find(({ settled }) => settled) || earlier[0] || null;
  }

  async function compared(sides, manifest, told) {
    const [tests, measures] = await Promise.all([
      read(sides, told), reportgen.load("measures")]);
    const groups = grouped(tests);
    const says = headline(groups, tests);
    return [
      el("p", { class: "lead headline" }, el("b", null, says)),
      ...although(sides, manifest),
      ...GROUPS.map((each) => group(each, groups[each[0]])),
      tests.length ? "" : lacking("Neither run has a test result: nothing is known of tests."),
      times(tests), services(sides, measures), memory(sides, measures),
      runsTable(sides, manifest),
      section("take", "For an issue", "",
        reportgen.copying(issue(sides, groups, says), { a: sides[0].id, b: sides[1].id }),
        el("p", { class: "note" }, "Renamed tests, steps and coverage are not compared here. In a "
          + "terminal: ", code(`reportgen compare ${sides[0].id} ${sides[1].id}`))),
    ];
  }

  async function page(manifest) {
    const runs = await reportgen.runs();
    const byId = new Map(runs.all.map((run) => [run.id, run]));
    const asked = reportgen.asked();
    const ids = ["a", "b"].map((side) => asked.get(side));
    const sides = ids.map((id) => (id === null ? null : byId.get(id) || null));
    const missing = ids.filter((id, at) => id !== null && !sides[at]);
    if (sides[1] && ids[0] === null) { sides[0] = before(sides[1], runs); }

    function go(side, id) {
      const next = { a: sides[0] && sides[0].id, b: sides[1] && sides[1].id };
      if (side === "swap") { [next.a, next.b] = [next.b, next.a]; } else { next[side] = id; }
      reportgen.remember(next);
      reportgen.show(page).then(() => {
        (document.getElementById(side) || document.querySelector("main .tools button")).focus();
      });
    }

    const choose = chooser(runs, manifest, sides, go);
    if (missing.length) {
      return [choose, missing.map((id) => reportgen.unknown("run",
        `No recorded run has the id \`${id || "(empty)"}\`.`, ["runs/index.html", "All runs"]))];
    }
    if (!sides[0] || !sides[1]) {
      return [choose, el("p", { class: "absent" }, reportgen.icon("none"), sides[1]
        ? "No earlier run of its job and variant is recorded: choose a base."
        : "Choose two runs: what differs from the base to the head stands here then.")];
    }
    const dates = sides.map((run) => moment(run.started_at) || run.id);
    document.getElementById("title").replaceChildren(time(sides[0].started_at), " → ",
      time(sides[1].started_at));
    document.title = `Comparison: ${dates[0]} → ${dates[1]} · ${
      document.title.split(" · ").slice(1).join(" · ")}`;
    const says = document.querySelector("#app > .absent");
    return [choose, ...await compared(sides, manifest, (level, at, shards) => {
      if (says) { says.lastChild.textContent = `Loading: ${at + 1} of ${shards} (${level}) …`; }
    })];
  }

  reportgen.show(page);
})();
