/*
 * The page of one test, whose id the address names: how it fares and why, run by run, since when,
 * what it said, how long it takes; and all that as text for an issue.
 */
(function () {
  "use strict";

  const CELLS = 100;
  const MESSAGES = 5;
  const CAUSE = 40; // so many letters of what a cause says tell it from another
  const RED = "FE";
  const GREEN = "PR";
  const { chip, code, duration, el, moment, number, phrase, plural, runLink, sentence, testUrl } = reportgen;

  /* The test as one object: its names, and of each line all runs with what it came to in them. */
  async function read(manifest, id) {
    const [recent, base, runs] = await Promise.all([
      reportgen.holding("recent", id), reportgen.holding("base", id), reportgen.runs()]);
    const found = recent && reportgen.testsOf(recent).get(id);
    if (!found) { return null; }
    const names = (await reportgen.named([found.place]))(found.place);
    const older = base && reportgen.testsOf(base).get(id);
    const before = older ? older.lines : {};
    const lines = Object.entries(found.lines).map(([at, now]) =>
      joined(manifest, Number(at), before[at], now, runs.lines[at], base, recent));
    const order = Object.values(manifest.words.states).map(({ state }) => state);
    lines.sort((one, two) => order.indexOf(one.state.state) - order.indexOf(two.state.state));
    return {
      id, lines, suite: names.suite, file: names.file, title: names.title,
      shards: [recent, base].filter(Boolean),
    };
  }

  function joined(manifest, at, before, now, runs, base, recent) {
    const late = reportgen.letters(now.statuses);
    const first = runs.length - late.length;
    const early = before ? reportgen.letters(before.statuses) : ".".repeat(first);
    if (early.length !== first) {
      throw new reportgen.DataError(
        `\`${recent.name}\` and the base tell of ${early.length + late.length} runs, and `
        + `${runs.length} are listed.`);
    }
    const times = [before && before.durations_ms, now.durations_ms]
      .map((known, which) => {
        const length = which ? late.length : first;
        return [...Array(Math.max(0, length - (known || []).length)).fill(null), ...(known || [])];
      }).flat();
    return {
      label: manifest.lines[at].label, runs, letters: early + late, times,
      state: manifest.words.states[now.state], told: now.told, pace: now.pace,
      messages: [
        ...((before && before.messages) || []).map((each) => said(each, base, runs, 0)),
        ...(now.messages || []).map((each) => said(each, recent, runs, first)),
      ],
    };
  }

  function said(message, shard, runs, offset) {
    return {
      text: shard.strings[message.text], runs: message.runs,
      detail: message.detail === undefined ? "" : shard.strings[message.detail],
      first: runs[message.first + offset], last: runs[message.last + offset],
    };
  }

  /* What the test said on all lines, the newest first. */
  function messages(test) {
    const found = new Map();
    for (const each of test.lines.flatMap((line) => line.messages)) {
      const known = found.get(each.text);
      if (!known) {
        found.set(each.text, { ...each });
      } else {
        known.runs += each.runs;
        if (each.first.id < known.first.id) { known.first = each.first; }
        if (each.last.id > known.last.id) {
          known.last = each.last;
          known.detail = each.detail || known.detail;
        }
      }
    }
    return [...found.values()].sort((one, two) => (one.last.id < two.last.id ? 1 : -1));
  }

  /* Where the failures that a line ends with begin, and the last pass before them. */
  function broke(line) {
    let bad = -1;
    for (let at = line.letters.length - 1; at >= 0; at -= 1) {
      if (RED.includes(line.letters[at])) {
        bad = at;
      } else if (GREEN.includes(line.letters[at])) {
        return { bad, good: bad < 0 ? -1 : at };
      }
    }
    return { bad, good: -1 };
  }

  function count(letters, wanted) {
    return [...letters].filter((letter) => wanted.includes(letter)).length;
  }

  /* Why it is in its state, in a sentence about it: without what stands around that already. */
  function reason(line, words, title) {
    if (line.told) {
      return reportgen.afterName(line.told.reason.replace(
        phrase(" on {label}", { label: `\`${line.label}\`` }), ""), title);
    }
    const ran = count(line.letters, "PRFE");
    const red = count(line.letters, RED);
    return phrase("{meaning}: {red} of {results} red in {runs}", {
      meaning: words.means, red, results: plural(ran, "result"),
      runs: plural(line.runs.length, "run") });
  }

  /* The newest runs as letters, one stop for the keyboard: arrows move in it. */
  function strip(line, manifest) {
    const start = line.letters.search(/[^.]/);
    if (start < 0) { return el("p", { class: "note" }, phrase("no result")); }
    const says = new Map(line.messages.map((each) => [each.last.id, each.text]));
    const cell = (at) => {
      const run = line.runs[at];
      const { word, tone } = manifest.words.outcomes[line.letters[at]];
      const text = [moment(run.started_at) || run.id, run.commit && `${phrase("commit")} ${run.commit.slice(0, 8)}`,
        word, says.get(run.id)].filter(Boolean).join(" · ");
      const link = run.decision === null ? { role: "note" }
        : { href: reportgen.address(`runs/${run.id}/index.html`) };
      return el("li", null, el(link.href ? "a" : "span", {
        ...link, class: tone, tabindex: "-1", title: text, "aria-label": text,
      }, line.letters[at]));
    };
    const box = el("ol", { class: "strip runs", "aria-label": line.label
      ? phrase("Results, oldest to newest, {label}; arrow keys move", { label: line.label })
      : phrase("Results, oldest to newest; arrow keys move") });
    const note = el("p", { class: "note" });

    function draw(most) {
      const from = Math.max(start, line.letters.length - most);
      const cells = [];
      for (let at = from; at < line.letters.length; at += 1) { cells.push(cell(at)); }
      box.replaceChildren(...cells);
      box.lastElementChild.firstElementChild.tabIndex = 0;
      note.replaceChildren(...(from > start ? [el("button", {
        type: "button", class: "plain", onclick: () => draw(Number.MAX_SAFE_INTEGER),
      }, phrase("show {runs}", { runs: plural(from - start, "older run") }))] : []));
      note.hidden = from <= start;
    }

    box.addEventListener("keydown", (event) => {
      const cells = [...box.querySelectorAll("li > *")];
      const at = cells.indexOf(document.activeElement);
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: cells.length - 1 }[event.key];
      if (at < 0 || to === undefined) { return; }
      event.preventDefault();
      const next = cells[Math.max(0, Math.min(to, cells.length - 1))];
      cells[at].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
    draw(CELLS);
    return [box, note];
  }

  /* From one run to another as git names it, and how long it lasted. */
  function range(good, bad) {
    return good && good.commit && bad.commit && good.commit !== bad.commit
      ? [" · ", phrase("commits {range}", {
        range: code(`${good.commit.slice(0, 12)}..${bad.commit.slice(0, 12)}`) })] : "";
  }

  function lasted(first, last) {
    const [from, to] = [first, last].map((run) => Date.parse(run.started_at || ""));
    return to > from ? phrase(", over {time}", { time: duration(to - from) }) : "";
  }

  function transition(line) {
    const { bad, good } = broke(line);
    if (bad >= 0) {
      const since = count(line.letters.slice(bad), RED);
      return el("p", null, good >= 0
        ? phrase("Last passed in the run of {run}", { run: runLink(line.runs[good]) })
        : phrase("No pass before it is on record"),
      " → ", phrase("first failed in the run of {run}", { run: runLink(line.runs[bad]) }),
      range(good >= 0 ? line.runs[good] : null, line.runs[bad]),
      " · ", phrase("red in {runs} since", { runs: plural(since, "run") }),
      lasted(line.runs[bad], line.runs[line.runs.length - 1]));
    }
    const last = Math.max(...[...RED].map((letter) => line.letters.lastIndexOf(letter)));
    if (last < 0) { return el("p", { class: "note" }, phrase("No failure is on record.")); }
    const again = [...line.letters].findIndex((letter, at) => at > last && GREEN.includes(letter));
    return el("p", { class: "note" }, phrase("Last failed in the run of {run}", {
      run: runLink(line.runs[last]) }),
      again >= 0 ? phrase(", passed again in the run of {run}", { run: runLink(line.runs[again]) }) : "");
  }

  function onLine(line, manifest, title) {
    return el("div", { class: "on-line" },
      el("p", null, line.label ? [el("b", null, el("bdi", null, line.label)), " "] : "",
        chip(line.state), " · ", sentence(reason(line, line.state, title))),
      line.told ? el("p", { class: "note" }, [
        `${line.state.word}: ${line.state.means}`,
        phrase("{red} of {results} red, {runs}", { red: line.told.failed,
          results: plural(line.told.ran, "result"), runs: plural(line.told.runs, "run") }),
        phrase(line.told.confidence), line.told.algorithm].join(" · ")) : "",
      strip(line, manifest), transition(line));
  }

  function reasons(found, ties) {
    if (!found.length) { return []; }
    const total = found.reduce((sum, each) => sum + each.runs, 0);
    const shown = found.map((each) => {
      const about = [phrase("{number} of {times}", { number: each.runs, times: plural(total, "time") }), " · ",
        each.first.id === each.last.id ? runLink(each.last)
          : [phrase("first {run}", { run: runLink(each.first) }), " · ",
            phrase("last {run}", { run: runLink(each.last) })]];
      const cause = ties.cause(each);
      return el("li", null, code(each.text), " ", el("span", { class: "note" }, about,
        cause ? [" · ", el("a", { href: reportgen.address(cause.page) },
          phrase("its cause"))] : ""),
        each.detail ? el("details", { class: "case" }, el("summary", null, phrase("Trace")),
          el("pre", { dir: "auto", tabindex: "0" }, each.detail)) : "");
    });
    return section("said", phrase("What it said"),
      phrase("{messages}, the newest first", { messages: plural(found.length, "message") }),
      el("ul", { class: "findings" }, shown.slice(0, MESSAGES)),
      shown.length > MESSAGES ? el("details", null,
        el("summary", null, plural(shown.length - MESSAGES, "older message")),
        el("ul", { class: "said" }, shown.slice(MESSAGES))) : "");
  }

  function section(id, title, sum, ...content) {
    return [el("section", { "aria-labelledby": id },
      el("h2", { id }, title, sum ? el("span", { class: "sum" }, ` ${sum}`) : ""), content)];
  }

  function unread(ties) {
    return ties.failure ? el("p", { class: "absent bad" }, reportgen.icon("bad"), el("b", null,
      phrase("Causes, issues and former names are not known:"), " ", sentence(ties.failure.message))) : "";
  }

  function retries(test, { skip }) {
    const rows = test.lines.flatMap((line) => [...line.letters].flatMap((letter, at) =>
      ("RSI".includes(letter) ? [{ line, letter, run: line.runs[at] }] : [])));
    if (!rows.length) { return []; }
    rows.sort((one, two) => (one.run.id < two.run.id ? 1 : -1));
    const words = {
      R: phrase("passed after a failed attempt"), S: phrase("skipped"),
      I: phrase("failed in an outage"),
    };
    const counts = [...new Set(rows.map(({ letter }) => letter))].sort().map((letter) =>
      phrase("{outcome} in {runs}", { outcome: words[letter],
        runs: plural(rows.filter((row) => row.letter === letter).length, "run") }));
    return section("retries", phrase("Retries and skips"), "",
      el("p", null, `${counts.join(", ")}.`),
      skip ? el("p", null, phrase("Skipped last in the run of {run}", { run: runLink(skip.run) }),
        skip.reason ? [": ", code(skip.reason)] : phrase(", without a reason that is kept")) : "",
      el("details", null, el("summary", null, phrase("Run by run")),
        reportgen.table(phrase("Retries, skips and outages, newest first"),
          [phrase("Run"), phrase("Result"), phrase("Job and variant")].map((word) => el("th", { scope: "col" }, word)),
          rows.slice(0, CELLS).map(({ line, letter, run }) => el("tr", null,
            el("th", { scope: "row" }, runLink(run)), el("td", null, words[letter]),
            el("td", null, el("bdi", null, line.label || "–"))))),
        rows.length > CELLS ? el("p", { class: "left-out" },
          phrase("{number} older ones are not listed.", {
            number: rows.length - CELLS })) : ""));
  }

  function named(run) {
    const commit = run.commit ? [phrase(", commit {name}", { name: "" }), { code: run.commit.slice(0, 12) }] : [];
    return [moment(run.started_at) || { code: run.id }, ...commit];
  }

  /* What the page says in short, as blocks of an issue. */
  function issue(test) {
    const blocks = [["head", [{ code: test.title }]]];
    for (const line of test.lines) {
      const { bad, good } = broke(line);
      const where = line.label ? [phrase(" on {label}", { label: "" }), { code: line.label }] : [];
      blocks.push(["item", 0, [line.state.word, ...where, ": ",
        ...reportgen.parts(reason(line, line.state, test.title))]]);
      if (bad >= 0 && good >= 0) {
        blocks.push(["item", 1, [phrase("last passed: "), ...named(line.runs[good])]]);
      }
      if (bad >= 0) { blocks.push(["item", 1, [phrase("first failed: "), ...named(line.runs[bad])]]); }
      const shown = line.letters.replace(/^\.+/, "").slice(-60);
      if (shown) {
        blocks.push(["item", 1, [phrase("last results, newest on the right: "), { code: shown }]]);
      }
    }
    const [newest] = messages(test);
    if (newest) {
      blocks.push(["words", [phrase("What it said last, in the run of "), ...named(newest.last), ":"]],
        ["said", newest.detail || newest.text]);
    }
    return blocks;
  }

  function take(test, manifest) {
    return section("take", phrase("For an issue, and for scripts"), "",
      reportgen.copying(issue(test), { k: test.id }),
      el("p", null, phrase("The data behind this page:"), " ", test.shards.map((shard, at) => [
        at ? ", " : "", el("a", { href: reportgen.address(
          manifest.sets[shard.name.split("/")[0]].path
            .replace("{shard}", shard.name.split("/")[1])) }, `${shard.name}.js`)]),
      phrase(", under the id {id}. In a terminal: {command}", {
        id: code(test.id), command: code(`reportgen test ${test.id}`) })));
  }

  function identity(test, ties) {
    const suite = encodeURIComponent(test.suite);
    const last = ties.causes.length - 1;
    return el("ul", { class: "facts" },
      test.suite ? el("li", null, phrase("suite {name}", { name:
        el("a", { href: `${reportgen.address("tests/index.html")}#suite=${suite}` },
          el("bdi", null, test.suite)) })) : "",
      el("li", null, el("a", { href: `${reportgen.address("grid.html")}?suite=${suite}` },
        phrase("beside the tests of its suite"))),
      test.file ? el("li", null, phrase("file {name}", { name: code(test.file) })) : "",
      ties.former.map((title) => el("li", null, phrase("formerly {name}", { name: code(title) }))),
      ties.now.map((id) => el("li", null, phrase("renamed: {link}", { link: el("a", { href: testUrl(id) },
        phrase("its results since")) }))),
      ties.causes.length ? el("li", null, ties.causes.length > 1 ? phrase("causes") : phrase("cause"), " ",
        ties.causes.map((cause, at) => [el("a", { href: reportgen.address(cause.page),
          title: cause.says }, el("bdi", null, short(cause.says))), at < last ? ", " : ""])) : "",
      ties.issues.map(({ url, text }) => el("li", null, phrase("issue"), " ", el("a", { href: url,
        rel: "nofollow noopener noreferrer" }, el("bdi", null, text)))),
      test.lines.length > 1 ? el("li", null, phrase("{number} jobs and variants", {
        number: String(test.lines.length) })) : "",
      el("li", null, phrase("id"), " ", code(test.id)));
  }

  function short(text) {
    const letters = [...text];
    return letters.length > CAUSE ? `${letters.slice(0, CAUSE).join("").trimEnd()} …` : text;
  }

  reportgen.show(async (manifest) => {
    const id = reportgen.asked().get("k");
    if (!id) {
      return el("p", { class: "absent" }, reportgen.icon("none"), phrase("The address names no test."), " ",
        el("a", { href: reportgen.address("tests/index.html") }, phrase("All tests")));
    }
    const test = await read(manifest, id);
    if (!test) {
      return reportgen.unknown(phrase("There is no such test"), 
        phrase("No recorded run has a test with the id {id}.", { id: `\`${id}\`` }));
    }
    document.getElementById("title").replaceChildren(code(test.title));
    document.title = `${test.title.slice(0, 80)} · ${document.title.split(" · ").slice(1).join(" · ")}`;
    const worst = test.lines[0].state.tone;
    const said = messages(test);
    const ties = await reportgen.ties(test, said);
    return [
      identity(test, ties), unread(ties),
      ...section("state", phrase("State and results"), "",
        el("article", { class: `card ${worst}` }, test.lines.map((line) =>
          onLine(line, manifest, test.title))),
        el("ul", { class: "legend" }, el("li", null, phrase("oldest to newest")),
          Object.entries(manifest.words.outcomes).filter(([letter]) =>
            test.lines.some(({ letters }) => letters.replace(/^\.+/, "").includes(letter))).map(
          ([letter, { word, tone }]) => el("li", null, el("span", {
            class: "strip", "aria-hidden": "true" }, el("span", { class: tone }, letter)),
          ` ${word}`)))),
      ...reasons(said, ties),
      ...reportgen.times(test, manifest.words.outcomes, section),
      ...retries(test, ties),
      ...take(test, manifest),
    ];
  });
})();
