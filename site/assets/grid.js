/*
 * The grid of a suite: its tests beside its newest runs, at most 200 by 100 cells. Arrow keys move
 * in it; what the cell in focus says stands above it, and the same as text below.
 */
(function () {
  "use strict";

  const ROWS = 200;
  const { code, el, moment, number, plural, testUrl } = reportgen;

  let view = {};

  function read_view() {
    const asked = reportgen.asked();
    view = {
      suite: asked.get("suite"), line: asked.get("line"), hide: asked.get("hide") === "1",
      page: Number.parseInt(asked.get("page"), 10) || 1,
    };
  }

  function choices(index) {
    const worst = (states) => [states.b || 0, states.f || 0, states.s || 0];
    const sorted = [...index.suites].sort((one, two) => {
      const [a, b] = [worst(one.states), worst(two.states)];
      return b[0] - a[0] || b[1] - a[1] || b[2] - a[2] || two.tests - one.tests;
    });
    return sorted.slice(0, ROWS).map(({ suite, tests, states }) => el("tr", null,
      el("th", { scope: "row" }, el("a", {
        href: `${reportgen.address("grid.html")}?suite=${encodeURIComponent(suite)}`,
      }, el("bdi", null, suite || "without a suite"))),
      [tests, ...worst(states)].map((count) => el("td", { class: "number" }, number(count)))));
  }

  function suites(index) {
    const heads = ["Suite", "Tests", "Broken", "Flaky", "Suspect"];
    return [
      reportgen.table("Suites, the worst first", heads.map((word, at) =>
        el("th", { scope: "col", class: at ? "number" : "" }, word)), choices(index)),
      index.suites.length > ROWS ? el("p", { class: "left-out" },
        `${plural(index.suites.length - ROWS, "more suite")}: `,
        el("a", { href: reportgen.address("tests/index.html") }, "find a test of it")) : "",
    ];
  }

  /* The tests of a line with their letters, all as long as the runs that are shown. */
  function window_of(suite, line, runs, most) {
    const shown = runs.slice(-most);
    const statuses = reportgen.parted(
      suite.lines[line], " ", suite.places.length, "The grid of a suite");
    const tests = suite.places.flatMap((place, at) => {
      const letters = reportgen.letters(statuses[at]);
      if (!letters) { return []; }
      if (letters.length !== shown.length) {
        throw new reportgen.DataError(`The grid has ${letters.length} runs of a line of which `
          + `${shown.length} are listed.`);
      }
      const { id, title } = suite.named(place);
      return [{ id, title, letters }];
    });
    const used = shown.map((_, at) => tests.some(({ letters }) => letters[at] !== "."));
    const keep = (list) => [...list].filter((_, at) => used[at]);
    return {
      runs: keep(shown),
      tests: tests.map((test) => ({ ...test, letters: keep(test.letters) })),
    };
  }

  function described(test, run, letter, words) {
    return [test.title, moment(run.started_at) || run.id,
      run.commit && `commit ${run.commit.slice(0, 8)}`, words[letter].word]
      .filter(Boolean).join(" · ");
  }

  function summary(letters, words) {
    const red = letters.filter((letter) => "FE".includes(letter)).length;
    const ran = letters.filter((letter) => "PRFE".includes(letter)).length;
    return `${number(red)} of ${plural(ran, "result")} red; the newest run: `
      + words[letters[letters.length - 1]].word;
  }

  function heading(run, at, tests) {
    const reds = tests.filter(({ letters }) => "FE".includes(letters[at])).length;
    const text = `Run of ${moment(run.started_at) || run.id}${run.commit
      ? `, commit ${run.commit.slice(0, 8)}` : ""}: ${number(reds)} red`;
    const attributes = { title: text, "aria-label": text, class: reds ? "bad" : "good" };
    const mark = reds ? "✗" : "✓";
    return el("th", { scope: "col" }, run.decision === null ? el("span", {
      ...attributes, role: "note" }, mark) : el("a", { ...attributes,
      href: reportgen.address(`runs/${run.id}/index.html`) }, mark));
  }

  /* What all titles begin with, up to a dot, slash or colon; parameters are no part of it. */
  function shared(titles) {
    const [first, ...others] = titles.map((title) => title.split("[")[0]);
    if (!others.length) { return first.startsWith(`${view.suite}.`) ? view.suite.length + 1 : 0; }
    let length = first.length;
    for (const title of others) {
      while (!title.startsWith(first.slice(0, length))) { length -= 1; }
    }
    return Math.max(...[..."./:"].map((mark) => first.slice(0, length).lastIndexOf(mark))) + 1;
  }

  function grid(found, tests, words, says) {
    const begin = shared(found.tests.map(({ title }) => title));
    const within = (title) => title.slice(begin);
    const body = el("tbody", null, tests.map((test) => el("tr", null,
      el("th", { scope: "row" }, el("a", { href: testUrl(test.id), title: test.title },
        code(within(test.title)))),
      test.letters.map((letter) => el("td", { class: words[letter].tone, tabindex: "-1" },
        letter)))));
    const box = el("div", { class: "scroll matrix" }, el("table", {
      role: "grid", "aria-label": "Tests beside runs, the newest run on the right" },
    el("caption", null, el("span", null, begin
      ? ["Below ", code(found.tests[0].title.slice(0, begin)), ", the newest run on the right"]
      : "The newest run on the right")),
    el("thead", null, el("tr", null, el("th", { scope: "col" }, "Test"),
      found.runs.map((run, at) => heading(run, at, found.tests)))), body));
    const at_ = (cell) => [cell.parentElement.sectionRowIndex, cell.cellIndex - 1];
    const cellAt = (row, column) => body.rows[row] && body.rows[row].cells[column + 1];
    cellAt(0, found.runs.length - 1).tabIndex = 0;

    function tell(cell) {
      const [row, column] = at_(cell);
      const text = described(tests[row], found.runs[column], tests[row].letters[column], words);
      cell.title = text;
      says.textContent = text;
    }

    body.addEventListener("focusin", (event) => {
      const cell = event.target.closest("td");
      if (!cell) { return; }
      body.querySelectorAll("td[tabindex='0']").forEach((other) => { other.tabIndex = -1; });
      cell.tabIndex = 0;
      tell(cell);
    });
    body.addEventListener("mouseover", (event) => {
      const cell = event.target.closest("td");
      if (cell) { tell(cell); }
    });
    body.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td");
      if (!cell) { return; }
      const [row, column] = at_(cell);
      const to = {
        ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column],
        ArrowDown: [row + 1, column], Home: [row, 0], End: [row, found.runs.length - 1],
      }[event.key];
      if (to && to[1] >= 0) {
        event.preventDefault();
        cellAt(...to)?.focus();
      } else if (event.key === "Enter" && found.runs[column].decision !== null) {
        location.href = reportgen.address(`runs/${found.runs[column].id}/index.html`);
      }
    });
    return box;
  }

  reportgen.show(async (manifest) => {
    read_view();
    if (view.suite === null) {
      document.getElementById("title").textContent = "Grids by suite";
      return suites(await reportgen.load("index"));
    }
    const [shard, runs] = await Promise.all([
      reportgen.holding("grid", view.suite), reportgen.runs()]);
    if (!Object.hasOwn(shard.suites, view.suite)) {
      return reportgen.unknown("suite",
        `No recorded run has a suite \`${view.suite || "(empty)"}\`.`);
    }
    const suite = shard.suites[view.suite];
    suite.named = await reportgen.named(suite.places);
    const words = manifest.words.outcomes;
    const lines = Object.keys(suite.lines)
      .sort((one, two) => (runs.lines[one].at(-1).id < runs.lines[two].at(-1).id ? 1 : -1));
    document.getElementById("title").replaceChildren("Grid of ", code(view.suite || "no suite"));
    document.title = `Grid of ${view.suite.slice(0, 60)} · ${document.title.split(" · ").slice(1)
      .join(" · ")}`;
    if (!lines.length) {
      return el("p", { class: "absent" }, reportgen.icon("none"),
        `None of the newest ${shard.window} runs has a test of this suite.`);
    }
    const content = el("div");
    const says = el("p", { class: "says", role: "status" });

    function draw(change) {
      Object.assign(view, change || {});
      const line = lines.includes(view.line) ? view.line : lines[0];
      const found = window_of(suite, line, runs.lines[line], shard.window);
      const fitting = view.hide
        ? found.tests.filter(({ letters }) => letters.some((letter) => !"P.".includes(letter)))
        : found.tests;
      const pages = Math.max(1, Math.ceil(fitting.length / ROWS));
      const page = Math.min(Math.max(1, view.page), pages);
      const tests = fitting.slice((page - 1) * ROWS, page * ROWS);
      const step = (word, to) => el("button", { type: "button", disabled: to < 1 || to > pages,
        onclick: () => draw({ page: to }) }, word);
      says.textContent = "Arrow keys move from cell to cell, Enter opens the run; what a cell says "
        + "stands here.";
      content.replaceChildren(
        el("p", { class: "lead" }, `${plural(fitting.length, "test")} of ${number(suite.places.length)} in `
          + `${plural(found.runs.length, "run")} that had any of them, of the newest `
          + `${Math.min(shard.window, runs.lines[line].length)}.`),
        pages > 1 ? el("nav", { class: "pages", "aria-label": "Pages" },
          step("← Before", page - 1), el("span", null, `Page ${page} of ${pages}`),
          step("Next →", page + 1)) : "",
        tests.length ? says : "",
        tests.length ? grid(found, tests, words, says) : el("p", { class: "absent" },
          reportgen.icon("none"), "Every test of it passed in all of these runs that had it."),
        tests.length ? el("details", null, el("summary", null, "The same as text"),
          el("ul", { class: "said" }, tests.map(({ title, letters }) =>
            el("li", null, code(title), ` ${summary(letters, words)}`)))) : "");
      const box = content.querySelector(".matrix");
      if (box) { box.scrollLeft = box.scrollWidth; } // the newest runs first
      reportgen.remember({ suite: view.suite, line: line === lines[0] ? "" : line,
        hide: view.hide ? "1" : "", page: page > 1 ? page : "" });
    }

    const choose = el("select", { id: "line" }, lines.map((line) => el("option", { value: line,
      selected: line === view.line }, manifest.lines[line].label || "without a job")));
    choose.addEventListener("change", () => draw({ line: choose.value, page: 1 }));
    const hide = el("input", { type: "checkbox", id: "hide", checked: view.hide });
    hide.addEventListener("change", () => draw({ hide: hide.checked, page: 1 }));
    document.getElementById("app").addEventListener("shown", () => draw(), { once: true });
    return [
      el("div", { class: "tools" },
        lines.length > 1 ? el("p", { class: "field" },
          el("label", { for: "line" }, "Job and variant"), choose) : "",
        el("p", null, hide, el("label", { for: "hide" }, " Hide tests that only passed")),
        el("p", null, el("a", { href: `${reportgen.address("tests/index.html")}#suite=${
          encodeURIComponent(view.suite)}` }, "These tests as a list"), " · ",
        el("a", { href: reportgen.address("grid.html") }, "other suites"))),
      el("ul", { class: "legend" }, Object.entries(words).map(([letter, { word, tone }]) =>
        el("li", null, el("span", { class: "strip", "aria-hidden": "true" },
          el("span", { class: tone }, letter)), ` ${word}`))),
      content,
    ];
  });
})();
