/*
 * The page of all tests: filter, sort, group by suite. It has 200 rows at a time, however many
 * tests there are, and its state is its address.
 */
(function () {
  "use strict";

  const ROWS = 200;
  const FIRST_ROWS = 40; // what a screen shows: while somebody types the others come later
  const LATER_MS = 150;
  const SUITES = 100;
  const NEW = 1;
  const SLOWER = 2;
  const SKIPPED = 4;
  const { chip, code, duration, el, number, plural, table, testUrl } = reportgen;

  let manifest = null;
  let tests = null;
  let view = {};

  /* Columns over all tests: a list of a hundred thousand objects would be slow to walk. */
  async function read() {
    const [names, numbers] = await Promise.all([
      reportgen.every("names"), reportgen.every("numbers")]);
    const all = {
      id: [], title: [], suite: [], file: [], state: "", text: [], failed: [], ran: [],
      last_red: [], p50_ms: [], p95_ms: [], total_ms: [], flags: [],
      window: numbers[0].window, newRuns: numbers[0].new_runs,
    };
    names.forEach((shard, which) => {
      const measured = numbers[which];
      if (measured.flags.length !== shard.ids.length) {
        throw new reportgen.DataError(
          `\`${measured.name}\` has ${measured.flags.length} tests, and \`${shard.name}\` `
          + `${shard.ids.length}.`);
      }
      shard.ids.forEach((id, at) => {
        const within = shard.class_names[shard.class_name[at]];
        const title = within ? `${within}.${shard.names[at]}` : shard.names[at];
        const suite = shard.suites[shard.suite[at]];
        const file = shard.files[shard.file[at]];
        all.id.push(id);
        all.title.push(title);
        all.suite.push(suite);
        all.file.push(file);
        all.text.push(`${title}\0${suite}\0${file || ""}\0${id}`.toLowerCase());
      });
      all.state += shard.states;
      for (const field of ["failed", "ran", "last_red", "p50_ms", "p95_ms", "total_ms", "flags"]) {
        for (const value of measured[field]) { all[field].push(value); }
      }
    });
    if (all.id.length !== manifest.tests) {
      throw new reportgen.DataError(
        `${manifest.tests} tests are recorded, and ${all.id.length} are listed.`);
    }
    return all;
  }

  const QUICK = {
    "": ["All", () => true],
    broken: ["Broken", (at) => tests.state[at] === "b"],
    flaky: ["Flaky", (at) => tests.state[at] === "f"],
    suspect: ["Suspect", (at) => tests.state[at] === "s"],
    new: ["New", (at) => tests.flags[at] & NEW],
    slower: ["Slower", (at) => tests.flags[at] & SLOWER],
    skipped: ["Skipped", (at) => tests.flags[at] & SKIPPED],
  };

  /* Unknown values come last, whichever way a column is sorted. */
  const nothing = (value) => (value === null ? -Number.MAX_VALUE : value);
  const SORTS = {
    test: ["Test", (at) => tests.title[at], "up"],
    state: ["State", (at) => "bfsrhig".indexOf(tests.state[at]), "up"],
    failures: ["Failures", (at) => tests.failed[at] / (tests.ran[at] || 1), "down"],
    last: ["Last failure", (at) => nothing(tests.last_red[at]), "down"],
    p50: ["p50", (at) => nothing(tests.p50_ms[at]), "down"],
    p95: ["p95", (at) => nothing(tests.p95_ms[at]), "down"],
    total: ["Time × runs", (at) => nothing(tests.total_ms[at]), "down"],
  };

  function sorted(name, descending) {
    const [, key] = SORTS[name];
    const keys = tests.id.map((_, at) => key(at));
    const order = keys.map((_, at) => at);
    const sign = descending ? -1 : 1;
    return order.sort((one, two) => {
      if (keys[one] < keys[two]) { return -sign; }
      if (keys[one] > keys[two]) { return sign; }
      return tests.failed[two] - tests.failed[one] || one - two;
    });
  }

  let order = [];
  let orderOf = "";

  function chosen() {
    if (orderOf !== view.sort) {
      orderOf = view.sort;
      order = sorted(view.sort.replace("-", ""), view.sort.startsWith("-"));
    }
    const words = view.q.toLowerCase().split(/\s+/).filter(Boolean);
    const [, fits] = QUICK[view.state];
    return order.filter((at) => fits(at)
      && (view.suite === null || tests.suite[at] === view.suite)
      && words.every((word) => tests.text[at].includes(word)));
  }

  function row(at) {
    const red = tests.last_red[at];
    return el("tr", null,
      el("th", { scope: "row" }, el("a", { href: testUrl(tests.id[at]) }, code(tests.title[at])),
        el("br"), el("span", { class: "note", dir: "auto" }, tests.suite[at] || "without a suite")),
      el("td", null, chip(manifest.words.states[tests.state[at]]),
        tests.flags[at] & NEW ? [" ", el("span", { class: "tag none" }, "new")] : "",
        tests.flags[at] & SLOWER ? [" ", el("span", { class: "tag warn" }, "slower")] : "",
        tests.flags[at] & SKIPPED ? [" ", el("span", { class: "tag none" }, "skipped")] : ""),
      el("td", { class: "number" }, `${number(tests.failed[at])} of ${number(tests.ran[at])}`),
      el("td", { class: "number" },
        red === null ? "–" : reportgen.time(new Date(red * 1000).toISOString())),
      el("td", { class: "number" }, duration(tests.p50_ms[at])),
      el("td", { class: "number" }, duration(tests.p95_ms[at])),
      el("td", { class: "number" }, duration(tests.total_ms[at])));
  }

  function heads(redraw) {
    return Object.entries(SORTS).map(([name, [word, , first]]) => {
      const active = view.sort.replace("-", "") === name;
      const down = view.sort.startsWith("-");
      const next = active ? (down ? name : `-${name}`) : (first === "down" ? `-${name}` : name);
      return el("th", {
        scope: "col", class: name === "test" || name === "state" ? "" : "number",
        "aria-sort": active ? (down ? "descending" : "ascending") : false,
      }, el("button", { type: "button", class: "sort", "data-sort": name,
        onclick: () => redraw({ sort: next, page: 1 }) },
      word, active ? el("span", { "aria-hidden": "true" }, down ? " ↓" : " ↑") : ""));
    });
  }

  function pager(total, redraw) {
    const pages = Math.max(1, Math.ceil(total / ROWS));
    view.page = Math.min(Math.max(1, view.page), pages);
    const from = (view.page - 1) * ROWS;
    const step = (word, to) => el("button", { type: "button",
      disabled: to < 1 || to > pages, onclick: () => redraw({ page: to }, { top: true }) }, word);
    return el("nav", { class: "pages", "aria-label": "Pages" },
      step("← Before", view.page - 1),
      el("span", null, total ? `${number(from + 1)} to ${number(Math.min(from + ROWS, total))} of `
        + plural(total, "test") : "no test"),
      step("Next →", view.page + 1));
  }

  function suites(found, redraw) {
    const counted = new Map();
    for (const at of found) {
      const entry = counted.get(tests.suite[at]) || { tests: 0, b: 0, f: 0, s: 0 };
      entry.tests += 1;
      if (tests.state[at] in entry) { entry[tests.state[at]] += 1; }
      counted.set(tests.suite[at], entry);
    }
    const worst = [...counted].sort(([one, a], [two, b]) =>
      b.b - a.b || b.f - a.f || b.s - a.s || b.tests - a.tests || (one < two ? -1 : 1));
    const rows = worst.slice(0, SUITES).map(([suite, entry]) => el("tr", null,
      el("th", { scope: "row" }, el("button", { type: "button", class: "plain",
        onclick: () => redraw({ suite, page: 1 }, { top: true }) }, el("bdi", null, suite || "without a suite"))),
      ["tests", "b", "f", "s"].map((field) => el("td", { class: "number" }, number(entry[field]))),
      el("td", null, el("a", {
        href: `${reportgen.address("grid.html")}?suite=${encodeURIComponent(suite)}`,
        "aria-label": `Grid of ${suite || "the tests without a suite"}` }, "grid"))));
    const names = ["Suite", "Tests", "Broken", "Flaky", "Suspect"];
    return [
      table("Suites of these tests, the worst first",
        [...names.map((name, at) => el("th", { scope: "col", class: at ? "number" : "" }, name)),
          el("th", { scope: "col" }, "Over runs")], rows),
      worst.length > SUITES ? el("p", { class: "left-out" },
        `${plural(worst.length - SUITES, "more suite")}: filter to see them.`) : "",
    ];
  }

  function read_view() {
    const asked = reportgen.asked();
    const state = asked.get("state") || "";
    const sort = asked.get("sort") || "state";
    view = {
      q: asked.get("q") || "",
      state: state in QUICK ? state : "",
      suite: asked.get("suite"),
      sort: sort.replace("-", "") in SORTS ? sort : "state",
      page: Number.parseInt(asked.get("page"), 10) || 1,
    };
  }

  reportgen.show(async (found) => {
    manifest = found;
    if (!manifest.tests) {
      return el("p", { class: "absent" }, reportgen.icon("none"), "No test is recorded yet.");
    }
    tests = await read();
    read_view();
    const field = el("input", { type: "search", id: "filter", value: view.q, autocomplete: "off",
      spellcheck: "false", maxlength: "200" });
    const quick = el("div", { class: "quick", role: "group", "aria-label": "Which tests" });
    const within = el("p", { class: "within" });
    const list = el("div");
    const groups = el("details", { class: "groups" },
      el("summary", null, "By suite"), el("div"));

    let waiting = 0;

    function draw(typing = false) {
      clearTimeout(waiting);
      const shown = chosen();
      const pages = pager(shown.length, redraw);
      const from = (view.page - 1) * ROWS;
      const page = shown.slice(from, from + ROWS);
      const now = typing ? FIRST_ROWS : ROWS;
      const rows = page.slice(0, now).map(row);
      if (page.length > now) {
        waiting = setTimeout(() => {
          list.querySelector("tbody").append(...page.slice(now).map(row));
        }, LATER_MS);
      }
      list.replaceChildren(
        pages, shown.length ? el("div", { class: "all-tests" }, table("Tests", heads(redraw), rows))
          : el("p", { class: "absent" }, reportgen.icon("none"),
            `None of ${plural(tests.id.length, "test")} fits.`),
        shown.length > ROWS ? pager(shown.length, redraw) : "");
      within.hidden = view.suite === null;
      within.replaceChildren(...(view.suite === null ? [] : [
        "Only of suite ", el("b", null, el("bdi", null, view.suite || "without a name")), " · ",
        el("button", { type: "button", class: "plain",
          onclick: () => redraw({ suite: null, page: 1 }) }, "all suites")]));
      for (const button of quick.children) {
        button.setAttribute("aria-pressed", String(button.dataset.state === view.state));
      }
      if (groups.open) { groups.lastElementChild.replaceChildren(...suites(shown, redraw)); }
      reportgen.remember({ q: view.q, state: view.state, suite: view.suite,
        sort: view.sort === "state" ? "" : view.sort, page: view.page > 1 ? view.page : "" });
    }

    function redraw(change, { top = false, typing = false } = {}) {
      const focused = document.activeElement.dataset.sort;
      Object.assign(view, change);
      draw(typing);
      if (focused) { list.querySelector(`[data-sort="${focused}"]`)?.focus(); }
      if (top) { list.scrollIntoView({ block: "nearest" }); }
    }

    for (const [state, [word, fits]] of Object.entries(QUICK)) {
      const count = tests.id.reduce((sum, _, at) => sum + (fits(at) ? 1 : 0), 0);
      quick.append(el("button", { type: "button", "data-state": state, "aria-pressed": "false",
        onclick: () => redraw({ state, page: 1 }) }, `${word} `,
      el("span", { class: "sum" }, number(count))));
    }
    field.addEventListener("input", () => redraw({ q: field.value, page: 1 },
      { typing: true }));
    groups.addEventListener("toggle", () => draw());
    window.addEventListener("hashchange", () => {
      read_view();
      field.value = view.q;
      draw();
    });
    draw();
    return [
      el("p", { class: "lead" }, `${plural(tests.id.length, "test")} in `
        + `${plural(manifest.runs, "run")}. Failures and times are of the newest ${tests.window} `
        + `runs of each job and variant; a test is new where none but its last ${tests.newRuns} `
        + "runs had it. A test is in the state of the job and variant on which it fares worst."),
      el("div", { class: "tools" },
        el("p", { class: "field" }, el("label", { for: "filter" }, "Filter by name, suite or file"),
          field), quick),
      within, groups, list,
    ];
  });
})();
