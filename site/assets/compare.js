/*
 * Two runs side by side, which the address names: the tests that differ, by how, in the words of
 * "reportgen compare"; times, services and memory. What is not known of a run is said in red.
 */
(function () {
  "use strict";

  const { code, duration, el, moment, number, phrase, phraseMany, plural, runLink, table, testUrl,
    time } = reportgen;
  const ROWS = 200;
  const CHOICES = 500;
  const MOST_SLOWER = 50;
  const RED = reportgen.pairRed;
  const LEAST_MS = reportgen.pairLeast;
  const OUTCOMES = {
    P: phrase("passed"), R: phrase("passed"), F: phrase("failed"), E: phrase("errored"),
    I: phrase("failed"), S: phrase("skipped"), ".": phrase("not there"),
  };
  // By the id of a state, which is the same in every language: its colour and its word.
  const STATES = new Map([
    ["up", ["good", phrase("up")]], ["degraded", ["warn", phrase("degraded")]],
    ["down", ["bad", phrase("down")]], ["passed", ["good", phrase("passed")]],
    ["failed", ["bad", phrase("failed")]], ["cancelled", ["warn", phrase("cancelled")]],
  ]);
  const GROUPS = [
    ["new_failures", phrase("New failures"), (n) =>
      phraseMany("{n:,} new failure", "{n:,} new failures", n), "bad"],
    ["still_failing", phrase("Still failing"), (n) =>
      phraseMany("{n:,} still failing", "{n:,} still failing", n), "bad"],
    ["missing", phrase("Missing tests"), (n) =>
      phraseMany("{n:,} missing test", "{n:,} missing tests", n), "warn"],
    ["newly_skipped", phrase("Newly skipped"), (n) =>
      phraseMany("{n:,} newly skipped", "{n:,} newly skipped", n), "warn"],
    ["flaky", phrase("Passed only after a failed attempt"), (n) =>
      phraseMany("{n:,} flaky", "{n:,} flaky", n), "warn"],
    ["fixed", phrase("Fixed"), (n) =>
      phraseMany("{n:,} fixed", "{n:,} fixed", n), "good"],
    ["no_longer_skipped", phrase("No longer skipped"), (n) =>
      phraseMany("{n:,} no longer skipped", "{n:,} no longer skipped", n), "good"],
    ["new", phrase("New tests"), (n) =>
      phraseMany("{n:,} new test", "{n:,} new tests", n), "none"],
    ["renamed", phrase("Renamed"), (n) =>
      phraseMany("{n:,} renamed", "{n:,} renamed", n), "none"],
  ];
  // The headline counts in another order than the page shows: as "reportgen compare" does.
  const COUNTED = ["new_failures", "still_failing", "fixed", "new", "missing", "newly_skipped",
    "flaky", "no_longer_skipped", "renamed"];

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
      if (test.was !== undefined) { groups.renamed.push(test); }
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

  function headline(groups, any) {
    const words = new Map(GROUPS.map(([name, , counted]) => [name, counted]));
    const counted = COUNTED.filter((name) => groups[name].length).map((name) =>
      words.get(name)(groups[name].length));
    return counted.join(", ") || (any ? phrase("no test differs") : phrase("neither run has a test result"));
  }

  function outcome(found) {
    if (!found) { return phrase("not there"); }
    return found.letter !== "R" ? OUTCOMES[found.letter] : phrase("passed after {attempts}", {
      attempts: found.attempts ? plural(found.attempts, "failed attempt") : phrase("a failed attempt"),
    });
  }

  function excuse(head) {
    if (head && head.excuse === "known-issue") { return phrase("a known issue"); }
    const outage = head && (head.letter === "I" || head.excuse === "infrastructure-failure");
    return outage ? phrase("explained by an outage") : "";
  }

  /* What is said of a test besides its name: its message, outcomes, times. */
  function notes({ results: [base, head] }) {
    const [before, after] = [base && base.letter === "R" ? phrase("passed") : outcome(base), outcome(head)];
    const times = [base, head].map((found) => found && found.ms).filter((ms) => ms !== null
      && ms !== undefined).map(duration);
    return [
      before === after ? before : `${before} → ${after}`, excuse(head),
      [...new Set(times)].join(" → "),
    ].filter(Boolean).join(" · ");
  }

  function message({ results: [base, head] }) {
    return (head && head.message) || (base && base.message) || "";
  }

  function section(id, title, sum, ...content) {
    return el("section", { "aria-labelledby": id },
      el("h2", { id }, title, sum ? el("span", { class: "sum" }, ` ${sum}`) : ""), content);
  }

  function group([name, title, , tone], found) {
    if (!found.length) { return ""; }
    const entry = (test) => {
      const said = message(test);
      return el("li", null, el("a", { href: testUrl(test.id) }, code(test.title)),
        test.was === undefined ? "" : [" ", phrase("was {name}", { name: code(test.was) })],
        said ? [": ", code(said)] : "", el("span", { class: "note" }, ` · ${notes(test)}`));
    };
    const list = el("ul", { class: "findings" }, found.slice(0, ROWS).map(entry));
    const more = found.length > ROWS ? el("p", null, el("button", { type: "button",
      onclick: (event) => {
        list.append(...found.slice(ROWS).map(entry));
        event.target.parentElement.remove();
      } }, phrase("Show {tests}", { tests: plural(found.length - ROWS, "more test") }))) : "";
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
  function although([base, head], manifest, besides) {
    const lines = [base, head].map((run) => manifest.lines[run.line]);
    const found = [];
    if (base.id === head.id) {
      found.push(phrase("both are the same run"));
    } else if (base.started_at && head.started_at && base.started_at > head.started_at) {
      found.push(phrase("compared although the base is the later of the two"));
    }
    const projects = besides.map((beside) => beside && beside.project);
    if (projects[0] && projects[1] && projects[0] !== projects[1]) {
      found.push(phrase("compared although the project differs: {one} and {other}",
        { one: code(projects[0]), other: code(projects[1]) }));
    }
    if (lines[0].job && lines[1].job && lines[0].job !== lines[1].job) {
      found.push(phrase("compared although the job differs: {one} and {other}",
        { one: code(lines[0].job), other: code(lines[1].job) }));
    }
    const variants = [base, head].map((run) => variant(run, manifest));
    if (variants[0] !== variants[1]) {
      const [one, other] = variants.map((each) => (each ? code(each) : phrase("none")));
      found.push(phrase("compared although the variant differs: {one} and {other}", { one, other }));
    }
    if (besides[0] && besides[1] && besides[0].shard !== besides[1].shard) {
      found.push(phrase("compared although they are of different shards"));
    }
    for (const run of [base, head]) {
      if (run.evidence !== "complete") {
        found.push(phrase("the evidence of the run of {run} is {state}: it may lack what was there",
          { run: runLink(run), state: phrase(run.evidence) }));
      }
    }
    return found.map((words) => el("p", null,
      reportgen.chip({ tone: "warn", word: phrase("Note") }), " ", words, "."));
  }

  function row(name, [base, head], change = "", mark = "") {
    return el("tr", null, el("th", { scope: "row" }, name), el("td", null, base),
      el("td", null, head), el("td", { class: mark }, change));
  }

  function sided(caption, what, rows) {
    const heads = [what, phrase("Base"), phrase("Head"), phrase("Change")];
    const made = table(caption, heads.map((word) => el("th", { scope: "col" }, word)), rows);
    made.classList.add("sides");
    return made;
  }

  const signed = (value) => `${value < 0 ? "−" : "+"}${number(Math.abs(value))}`;
  const share = (base, head) => (!base || head === null || base === head ? ""
    : `${head < base ? "−" : "+"}${Number((100 * Math.abs(head / base - 1)).toFixed(1))} %`);

  function runsTable(sides, manifest, besides) {
    const texts = (field) => sides.map((run) => (run[field] ? code(String(run[field])) : "–"));
    const rows = [
      row(phrase("run"), sides.map((run) => (run.decision === null ? code(named(run))
        : el("a", { href: reportgen.address(`runs/${run.id}/index.html`) },
          el("bdi", null, named(run)))))),
      row(phrase("moment"), sides.map((run) => time(run.started_at))),
      row(phrase("branch"), texts("branch")),
      row(phrase("commit"), sides.map((run) => (run.commit ? code(run.commit.slice(0, 12)) : "–"))),
      row(phrase("job and variant"), sides.map((run) =>
        el("bdi", null, manifest.lines[run.line].label || "–"))),
      ...["tests", "passed", "failed", "errored", "skipped", "flaky"]
        .filter((name) => ["tests", "passed", "failed"].includes(name)
          || sides.some((run) => run[name]))
        .map((name) => row(phrase(name), sides.map((run) => number(run[name])),
          sides[0][name] === sides[1][name] ? "" : signed(sides[1][name] - sides[0][name]))),
      row(phrase("time of all tests"), besides.map((beside) => (beside ? beside.time : notKept()))),
      ...["environment", "evidence", "decision"].map((name) =>
        row(phrase(name), sides.map((run) => (run[name] ? phrase(run[name]) : notKept())))),
    ];
    return section("runs", phrase("The two runs"), "",
      sided(phrase("The two runs, side by side"), phrase("Of"), rows));
  }

  function notKept() { return el("span", { class: "state bad" }, phrase("not kept")); }

  function lacking(words) {
    return el("p", { class: "absent bad" }, reportgen.icon("bad"),
      el("b", null, words));
  }

  function slower({ test, ms }) {
    return row(el("a", { href: testUrl(test.id) }, code(test.title)), ms.map(duration),
      share(...ms));
  }

  function times(found) {
    if (!found.shared) { return ""; }
    if (!found.timed) {
      return section("times", phrase("Time"), "", lacking(phrase("The times of one of these runs are "
        + "not kept, or it states none: what became slower is not known.")));
    }
    const untimed = found.shared - found.timed;
    const shown = Math.min(found.differing, MOST_SLOWER);
    const made = sided(phrase("Times that differ by {least} ms or more, side by side",
      { least: String(LEAST_MS) }), phrase("Test"),
      [row(phrase("all of them"), found.sums.map(duration), share(...found.sums)),
        ...found.apart.map(slower)]);
    const later = found.later ? el("p", null, el("button", { type: "button",
      onclick: async (event) => {
        event.target.disabled = true;
        try {
          made.querySelector("tbody").append(...(await found.later()).map(slower));
          event.target.parentElement.remove();
          made.focus();
        } catch (error) {
          made.after(reportgen.failure(error));
        }
      } }, phrase("Name the {tests} that differ most", { tests: plural(shown, "test") }))) : "";
    return section("times", phrase("Time"),
      phrase("{tests} timed on both sides", { tests: plural(found.timed, "test") }), made, later,
      untimed ? el("p", { class: "left-out" },
        phrase("{tests} ran on both sides and has no time on one of them.",
          { tests: plural(untimed, "test") })) : "",
      found.differing > shown ? el("p", { class: "left-out" },
        phrase("{number} more differ and are left out here.", { number: found.differing - shown })) : "");
  }

  function turned([base, head]) {
    if (base === head) { return ""; }
    return head === undefined ? phrase("gone") : base === undefined ? phrase("new")
      : phrase("changed");
  }

  function points([base, head]) {
    if (typeof base !== "number" || typeof head !== "number" || base === head) { return ""; }
    const size = Math.abs(head - base);
    return phrase("{change} points", {
      change: `${head < base ? "−" : "+"}${size < 0.05 ? "<0.1" : size.toFixed(1)}` });
  }

  /* Things of one kind, with what each side says of them; namesakes are told apart by their order. */
  function paired(kinds) {
    const [base, head] = kinds.map(({ rows }) => {
      const seen = new Map();
      return new Map(rows.map(([name, says, mark]) => {
        seen.set(name, (seen.get(name) || 0) + 1);
        return [`${name}\0${seen.get(name)}`, { name, says, mark }];
      }));
    });
    const keys = [...head.keys(), ...[...base.keys()].filter((key) => !head.has(key))];
    return keys.map((key) => [base.get(key), head.get(key)]);
  }

  /* A state in words; where it has a colour, its word stands before the others as a mark. */
  function stated(thing) {
    if (!thing) { return "–"; }
    if (!STATES.has(thing.mark)) { return thing.says; }
    const [tone, name] = STATES.get(thing.mark);
    const word = thing.says.startsWith(name) ? name : "";
    return [reportgen.chip({ tone, word }), thing.says.slice(word.length)];
  }

  const KINDS = [
    ["services", phrase("Services"), phrase("with their parts"), phrase("Service"), turned],
    ["memory", phrase("Memory"), phrase("peaks"), phrase("Process"), (marks) => (marks.some((mark) => typeof mark !== "number") ? ""
      : share(...marks))],
    ["coverage", phrase("Coverage"), phrase("lines and branches"), phrase("Report"), points],
    ["steps", phrase("Steps"), "", phrase("Step"), turned],
  ];

  /* What stands beside the tests: a table for each kind that one of the runs states. */
  function beside(sides, besides) {
    const gone = sides.filter((_, at) => !besides[at] || !besides[at].services);
    if (gone.length) {
      return section("beside", phrase("Services, memory, coverage and steps"), "", gone.map((run) =>
        lacking(phrase("Those of the run of {run} are not kept: whether any changed is not known.",
          { run: moment(run.started_at) || run.id }))));
    }
    const none = KINDS.filter(([kind]) => !besides.some((each) => each[kind].rows.length));
    const made = KINDS.filter((each) => !none.includes(each)).map(([kind, title, sum, what, change]) => {
      const rows = paired(besides.map((each) => each[kind]));
      const differing = rows.filter(([one, two]) => !one || !two || one.says !== two.says);
      const shown = rows.length > ROWS
        ? [...differing, ...rows.filter((each) => !differing.includes(each))].slice(0, ROWS) : rows;
      const more = rows.length - shown.length
        + besides.reduce((most, each) => Math.max(most, each[kind].left_out || 0), 0);
      return section(kind, title, sum || plural(rows.length, "step"),
        sided(phrase("{title}, side by side", { title }), what, shown.map((both) => row(
          reportgen.sentence((both[1] || both[0]).name), both.map(stated),
          change(both.map((thing) => (thing ? thing.mark : undefined)))))),
        more ? el("p", { class: "left-out" }, phrase("{number} more are left out here.", { number: more })) : "");
    });
    const listed = none.map(([kind]) => phrase(kind));
    const last = listed.pop();
    return [made, last ? el("p", { class: "note" }, phrase("Neither run states {kinds}.", {
      kinds: listed.length ? phrase("{names} or {last}", { names: listed.join(", "), last }) : last })) : ""];
  }

  /* The comparison in short, as blocks of an issue. */
  function issue(sides, groups, says) {
    const run = (side) => [moment(side.started_at) || { code: side.id },
      ...(side.commit ? [phrase(", commit {name}", { name: "" }), { code: side.commit.slice(0, 12) }] : [])];
    return [
      ["head", [says]],
      ["item", 0, [phrase("base: "), ...run(sides[0])]], ["item", 0, [phrase("head: "), ...run(sides[1])]],
      ...GROUPS.filter(([name]) => groups[name].length).flatMap(([name, title]) => [
        ["words", [`${title}: ${number(groups[name].length)}`]],
        ...groups[name].slice(0, 20).map((test) => ["item", 0, [{ code: test.title },
          ...(test.was === undefined ? [] : [" ", phrase("was {name}", { name: "" }), { code: test.was }]),
          ...(message(test) ? [": ", { code: message(test) }] : []), ` · ${notes(test)}`]]),
        ...(groups[name].length > 20
          ? [["item", 0, [phrase("and {number} more", { number: groups[name].length - 20 })]]] : []),
      ]),
    ];
  }

  /* Two lists of runs, the newest first, of which one of each is chosen. */
  function chooser(runs, manifest, sides, go) {
    const newest = [...runs.all].reverse();
    const listed = [...new Set([...newest.slice(0, CHOICES), ...sides.filter(Boolean)])];
    const words = (run) => [moment(run.started_at) || run.id, manifest.lines[run.line].label,
      run.branch, run.commit && run.commit.slice(0, 8)].filter(Boolean).join(" · ");
    const list = (id, at) => {
      const chosen = el("select", { id, class: "which" }, sides[at] ? "" : el("option", { value: "" }, phrase("choose a run")),
        listed.map((run) => el("option", { value: run.id, selected: run === sides[at] },
          words(run))));
      chosen.addEventListener("change", () => go(id, chosen.value));
      return el("p", { class: "field" }, el("label", { for: id }, at ? phrase("Head") : phrase("Base")), chosen);
    };
    return [
      el("div", { class: "tools" }, list("a", 0), list("b", 1),
        sides[0] && sides[1] ? el("p", null, el("button", { type: "button",
          onclick: () => go("swap") }, phrase("Swap"))) : ""),
      newest.length > CHOICES ? el("p", { class: "left-out" },
        phrase("The newest {number} of {runs} are listed; an address can name any.",
          { number: CHOICES, runs: plural(newest.length, "run") })) : "",
    ];
  }

  /* The run before another of the same job and variant, of a default branch where there is one. */
  function before(head, runs) {
    const earlier = runs.lines[head.line].filter((run) => run.id < head.id).reverse();
    return earlier.find(({ settled }) => settled) || earlier[0] || null;
  }

  async function compared(sides, manifest, told) {
    const found = await reportgen.pair(sides, told);
    const groups = grouped(found.tests);
    const says = headline(groups, found.any);
    return [
      el("p", { class: "lead headline" }, el("b", null, says)),
      ...although(sides, manifest, found.besides),
      ...GROUPS.map((each) => group(each, groups[each[0]])),
      found.any ? "" : lacking(phrase("Neither run has a test result: nothing is known of tests.")),
      times(found.times), beside(sides, found.besides),
      runsTable(sides, manifest, found.besides),
      section("take", phrase("For an issue"), "",
        reportgen.copying(issue(sides, groups, says), { a: sides[0].id, b: sides[1].id }),
        el("p", { class: "note" }, phrase("In a terminal:"), " ",
          code(`reportgen compare ${sides[0].id} ${sides[1].id}`))),
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
      return [choose, missing.map((id) => reportgen.unknown(
        phrase("There is no such run"), phrase("No recorded run has the id {id}.",
          { id: `\`${id || phrase("(empty)")}\`` }), ["runs/index.html", phrase("All runs")]))];
    }
    if (!sides[0] || !sides[1]) {
      return [choose, el("p", { class: "absent" }, reportgen.icon("none"), sides[1]
        ? phrase("No earlier run of its job and variant is recorded: choose a base.")
        : phrase("Choose two runs: what differs from the base to the head stands here then."))];
    }
    const dates = sides.map((run) => moment(run.started_at) || run.id);
    document.getElementById("title").replaceChildren(time(sides[0].started_at), " → ",
      time(sides[1].started_at));
    document.title = `${phrase("Comparison: {base} → {head}", { base: dates[0], head: dates[1] })} · ${
      document.title.split(" · ").slice(1).join(" · ")}`;
    const says = document.querySelector("#app > .absent");
    return [choose, ...await compared(sides, manifest, (words) => {
      if (says) { says.lastChild.textContent = words; }
    })];
  }

  reportgen.show(page);
})();
