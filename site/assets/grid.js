/*
 * The grid of a suite: its tests beside its newest runs, at most 200 by 100 cells. Arrow keys move
 * in it; what the cell in focus says stands above it, and the same as text below.
 */
(function () {
  "use strict";

  const ROWS = 200;
  const { code, el, moment, number, phrase, plural, testUrl } = reportgen;

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
      }, el("bdi", null, suite || phrase("without a suite")))),
      [tests, ...worst(states)].map((count) => el("td", { class: "number" }, number(count)))));
  }

  function suites(index) {
    const heads = [phrase("Suite"), phrase("Tests"), phrase("Broken"), phrase("Flaky"),
      phrase("Suspect")];
    return [
      reportgen.table(phrase("Suites, the worst first"), heads.map((word, at) =>
        el("th", { scope: "col", class: at ? "number" : "" }, word)), choices(index)),
      index.suites.length > ROWS ? el("p", { class: "left-out" },
        `${plural(index.suites.length - ROWS, "more suite")}: `,
        el("a", { href: reportgen.address("tests/index.html") }, phrase("find a test of it"))) : "",
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
        throw new reportgen.DataError(phrase(
          "The grid has {runs} runs of a line of which {listed} are listed.",
          { runs: String(letters.length), listed: String(shown.length) }));
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
      run.commit && `${phrase("commit")} ${run.commit.slice(0, 8)}`, words[letter].word]
      .filter(Boolean).join(" · ");
  }

  function summary(letters, words) {
    const red = letters.filter((letter) => "FE".includes(letter)).length;
    const ran = letters.filter((letter) => "PRFE".includes(letter)).length;
    return phrase("{red} of {results} red; the newest run: {outcome}", { red,
      results: plural(ran, "result"), outcome: words[letters[letters.length - 1]].word });
  }

  function heading(run, at, tests) {
    const reds = tests.filter(({ letters }) => "FE".includes(letters[at])).length;
    const text = phrase("Run of {when}{commit}: {number} red", {
      when: moment(run.started_at) || run.id, number: reds,
      commit: run.commit ? phrase(", commit {name}", { name: run.commit.slice(0, 8) }) : "",
    });
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
      role: "grid", "aria-label": phrase("Tests beside runs, the newest run on the right") },
    el("caption", null, el("span", null, begin
      ? phrase("Below {names}, the newest run on the right", {
        names: code(found.tests[0].title.slice(0, begin)) })
      : phrase("The newest run on the right"))),
    el("thead", null, el("tr", null, el("th", { scope: "col" }, phrase("Test")),
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
      document.getElementById("title").textContent = phrase("Grids by suite");
      return suites(await reportgen.load("index"));
    }
    const [shard, runs] = await Promise.all([
      reportgen.holding("grid", view.suite), reportgen.runs()]);
    if (!Object.hasOwn(shard.suites, view.suite)) {
      return reportgen.unknown(phrase("There is no such suite"),
        phrase("No recorded run has a suite {suite}.",
          { suite: `\`${view.suite || phrase("(empty)")}\`` }));
    }
    const suite = shard.suites[view.suite];
    suite.named = await reportgen.named(suite.places);
    const words = manifest.words.outcomes;
    const lines = Object.keys(suite.lines)
      .sort((one, two) => (runs.lines[one].at(-1).id < runs.lines[two].at(-1).id ? 1 : -1));
    document.getElementById("title").replaceChildren(
      ...[phrase("Grid of {suite}", { suite: code(view.suite || phrase("no suite")) })].flat(9));
    document.title = `${phrase("Grid of {suite}", { suite: view.suite.slice(0, 60) })} · ${document.title.split(" · ").slice(1)
      .join(" · ")}`;
    if (!lines.length) {
      return el("p", { class: "absent" }, reportgen.icon("none"),
        phrase("None of the newest {number} runs has a test of this suite.",
          { number: String(shard.window) }));
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
      says.textContent = phrase("Arrow keys move from cell to cell, Enter opens the run; what a cell "
        + "says stands here.");
      content.replaceChildren(
        el("p", { class: "lead" }, phrase(
          "{tests} of {total} in {runs} that had any of them, of the newest {window}.", {
            tests: plural(fitting.length, "test"), total: suite.places.length,
            runs: plural(found.runs.length, "run"),
            window: String(Math.min(shard.window, runs.lines[line].length)) })),
        pages > 1 ? el("nav", { class: "pages", "aria-label": phrase("Pages") },
          step(phrase("← Before"), page - 1), el("span", null, phrase("Page {page} of {pages}",
            { page: String(page), pages: String(pages) })),
          step(phrase("Next →"), page + 1)) : "",
        tests.length ? says : "",
        tests.length ? grid(found, tests, words, says) : el("p", { class: "absent" },
          reportgen.icon("none"), phrase("Every test of it passed in all of these runs that had it.")),
        tests.length ? el("details", null, el("summary", null, phrase("The same as text")),
          el("ul", { class: "said" }, tests.map(({ title, letters }) =>
            el("li", null, code(title), ` ${summary(letters, words)}`)))) : "");
      const box = content.querySelector(".matrix");
      if (box) { box.scrollLeft = box.scrollWidth; } // the newest runs first
      reportgen.remember({ suite: view.suite, line: line === lines[0] ? "" : line,
        hide: view.hide ? "1" : "", page: page > 1 ? page : "" });
    }

    const choose = el("select", { id: "line" }, lines.map((line) => el("option", { value: line,
      selected: line === view.line }, manifest.lines[line].label || phrase("without a job"))));
    choose.addEventListener("change", () => draw({ line: choose.value, page: 1 }));
    const hide = el("input", { type: "checkbox", id: "hide", checked: view.hide });
    hide.addEventListener("change", () => draw({ hide: hide.checked, page: 1 }));
    document.getElementById("app").addEventListener("shown", () => draw(), { once: true });
    return [
      el("div", { class: "tools" },
        lines.length > 1 ? el("p", { class: "field" },
          el("label", { for: "line" }, phrase("Job and variant")), choose) : "",
        el("p", null, hide, el("label", { for: "hide" }, " ", phrase("Hide tests that only passed"))),
        el("p", null, el("a", { href: `${reportgen.address("tests/index.html")}#suite=${
          encodeURIComponent(view.suite)}` }, phrase("These tests as a list")), " · ",
        el("a", { href: reportgen.address("grid.html") }, phrase("other suites")))),
      el("ul", { class: "legend" }, Object.entries(words).map(([letter, { word, tone }]) =>
        el("li", null, el("span", { class: "strip", "aria-hidden": "true" },
          el("span", { class: tone }, letter)), ` ${word}`))),
      content,
    ];
  });
})();
