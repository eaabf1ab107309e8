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
  const { chip, code, duration, el, number, phrase, plural, table, testUrl } = reportgen;

  let manifest = null;
  let tests = null;
  let view = {};

  /* Columns over all tests: a list of a hundred thousand objects would be slow to walk. */
  async function read() {
    const [names, numbers] = await Promise.all([reportgen.names(), reportgen.every("numbers")]);
    const all = {
      id: names.ids, title: names.titles, suite: names.suites, file: names.files, state: "",
      text: names.titles.map((title, at) =>
        `${title}\0${names.suites[at]}\0${names.files[at]}\0${names.ids[at]}`.toLowerCase()),
      failed: [], ran: [], last_red: [], p50_ms: [], p95_ms: [], total_ms: [], flags: [],
      window: numbers.length ? numbers[0].window : 0,
      newRuns: numbers.length ? numbers[0].new_runs : 0,
    };
    for (const shard of numbers) {
      all.state += shard.states;
      for (const field of ["failed", "ran", "last_red", "flags"]) {
        for (const value of reportgen.counted(shard[field])) { all[field].push(value); }
      }
      for (const field of ["p50_ms", "p95_ms", "total_ms"]) {
        for (const value of shard[field]) { all[field].push(value); }
      }
    }
    if (all.id.length !== manifest.tests || all.flags.length !== manifest.tests) {
      throw new reportgen.DataError(phrase(
        "{tests} tests are recorded, {listed} are listed, and there are numbers of {numbered}.", {
          tests: String(manifest.tests), listed: String(all.id.length),
          numbered: String(all.flags.length) }));
    }
    return all;
  }

  const QUICK = {
    "": [phrase("All"), () => true],
    broken: [phrase("Broken"), (at) => tests.state[at] === "b"],
    flaky: [phrase("Flaky"), (at) => tests.state[at] === "f"],
    suspect: [phrase("Suspect"), (at) => tests.state[at] === "s"],
    new: [phrase("New"), (at) => tests.flags[at] & NEW],
    slower: [phrase("Slower"), (at) => tests.flags[at] & SLOWER],
    skipped: [phrase("Skipped"), (at) => tests.flags[at] & SKIPPED],
  };

  /* Unknown values come last, whichever way a column is sorted. */
  const nothing = (value) => (value === null ? -Number.MAX_VALUE : value);
  const SORTS = {
    test: [phrase("Test"), (at) => tests.title[at], "up"],
    state: [phrase("State"), (at) => "bfsrhig".indexOf(tests.state[at]), "up"],
    failures: [phrase("Failures"), (at) => tests.failed[at] / (tests.ran[at] || 1), "down"],
    last: [phrase("Last failure"), (at) => nothing(tests.last_red[at]), "down"],
    p50: ["p50", (at) => nothing(tests.p50_ms[at]), "down"],
    p95: ["p95", (at) => nothing(tests.p95_ms[at]), "down"],
    total: [phrase("Time × runs"), (at) => nothing(tests.total_ms[at]), "down"],
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
    return order.filter((at) => fits(at) && inside(at)
      && words.every((word) => tests.text[at].includes(word)));
  }

  function row(at) {
    const red = tests.last_red[at];
    return el("tr", null,
      el("th", { scope: "row" }, el("a", { href: testUrl(tests.id[at]) }, code(tests.title[at])),
        el("br"), el("span", { class: "note", dir: "auto" }, tests.suite[at] || phrase("without a suite"))),
      el("td", null, chip(manifest.words.states[tests.state[at]]),
        tests.flags[at] & NEW ? [" ", el("span", { class: "tag none" }, phrase("new"))] : "",
        tests.flags[at] & SLOWER ? [" ", el("span", { class: "tag warn" }, phrase("slower"))] : "",
        tests.flags[at] & SKIPPED ? [" ", el("span", { class: "tag none" }, phrase("skipped"))] : ""),
      el("td", { class: "number" }, phrase("{part} of {total}",
        { part: tests.failed[at], total: tests.ran[at] })),
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
    return el("nav", { class: "pages", "aria-label": phrase("Pages") },
      step(phrase("← Before"), view.page - 1),
      el("span", null, total ? phrase("{first} to {last} of {tests}", {
        first: from + 1, last: Math.min(from + ROWS, total), tests: plural(total, "test"),
      }) : phrase("no test")),
      step(phrase("Next →"), view.page + 1));
  }

  /* Names of suites are paths: dots, slashes, colons and arrows part them. */
  const PARTED = /[./\\]+|::| > /g;
  const COUNTED = "bfs";

  /* The tests of found in a tree of suites; a node that has one child and no test is no node. */
  function tree(found) {
    const node = (path) => ({
      path, own: false, counts: { tests: 0, skipped: 0, b: 0, f: 0, s: 0 }, children: new Map(),
    });
    const root = node("");
    const within = new Map();
    for (const at of found) {
      const suite = tests.suite[at];
      if (!within.has(suite)) {
        const way = [root];
        for (const { index } of suite.matchAll(PARTED)) { if (index) { way.push(suite.slice(0, index)); } }
        way.push(suite);
        for (let depth = 1; depth < way.length; depth += 1) {
          const above = way[depth - 1].children;
          const path = way[depth];
          if (!above.has(path)) { above.set(path, node(path)); }
          way[depth] = above.get(path);
        }
        way[way.length - 1].own = true;
        within.set(suite, way);
      }
      for (const { counts } of within.get(suite)) {
        counts.tests += 1;
        if (COUNTED.includes(tests.state[at])) { counts[tests.state[at]] += 1; }
        if (tests.flags[at] & SKIPPED) { counts.skipped += 1; }
      }
    }
    const joined = (each) => {
      const children = [...each.children.values()].map(joined);
      return children.length === 1 && !each.own && each !== root ? children[0]
        : { ...each, children: children.sort(worse) };
    };
    return joined(root);
  }

  function worse({ counts: a, path: one }, { counts: b, path: two }) {
    return b.b - a.b || b.f - a.f || b.s - a.s || b.tests - a.tests || (one < two ? -1 : 1);
  }

  /* Which suites of the tree were unfolded or folded, by their paths. */
  const turned = new Set();

  function suites(found, redraw) {
    const root = tree(found);
    const rows = [];
    let left_out = 0;

    function add(node, above, depth) {
      if (rows.length >= SUITES) {
        left_out += 1;
        return;
      }
      const { path, own, counts, children } = node;
      // A tree of one trunk shows its branches at once.
      const open = turned.has(path) !== (depth === 0 && root.children.length === 1);
      const name = (path.startsWith(above) ? path.slice(above.length) : path)
        .replace(/^([./\\]+|::| > )/, "") || path || phrase("without a suite");
      const only = children.length ? { under: path, suite: null } : { suite: path, under: null };
      const twist = children.length ? el("button", {
        type: "button", class: "twist", "aria-expanded": String(open), "data-path": path,
        "aria-label": phrase("Suites below {path}", { path }),
        onclick: () => {
          if (!turned.delete(path)) { turned.add(path); }
          redraw({});
        },
      }, open ? "▾" : "▸") : el("span", { class: "twist" });
      rows.push(el("tr", null,
        el("th", { scope: "row", class: `branch-${Math.min(depth, 5)}` }, twist,
          el("button", { type: "button", class: "plain", "aria-label": path || phrase("without a suite"),
            onclick: () => redraw({ ...only, page: 1 }, { top: true }) }, el("bdi", null, name))),
        ["tests", "b", "f", "s", "skipped"].map((field) => el("td", {
          class: counts[field] && field === "b" ? "number state bad" : "number",
        }, number(counts[field]))),
        el("td", null, own ? el("a", {
          href: `${reportgen.address("grid.html")}?suite=${encodeURIComponent(path)}`,
          "aria-label": phrase("Grid of {suite}", { suite: path || phrase("the tests without a suite") }),
        }, phrase("grid")) : "")));
      if (open) { children.forEach((child) => add(child, path, depth + 1)); }
    }

    root.children.forEach((child) => add(child, "", 0));
    const names = [phrase("Suite"), phrase("Tests"), phrase("Broken"), phrase("Flaky"),
      phrase("Suspect"), phrase("Skipped")];
    return [
      table(phrase("Suites of these tests, the worst first"),
        [...names.map((name, at) => el("th", { scope: "col", class: at ? "number" : "" }, name)),
          el("th", { scope: "col" }, phrase("Over runs"))], rows),
      left_out ? el("p", { class: "left-out" },
        phrase("{suites}: filter to see them.", { suites: plural(left_out, "more suite") })) : "",
    ];
  }

  /* Whether a test is of the suite that is asked for, or of one below it. */
  function inside(at) {
    const suite = tests.suite[at];
    return (view.suite === null || suite === view.suite)
      && (view.under === null || suite === view.under || (suite.startsWith(view.under)
        && suite.slice(view.under.length).search(PARTED) === 0));
  }

  function read_view() {
    const asked = reportgen.asked();
    const state = asked.get("state") || "";
    const sort = asked.get("sort") || "state";
    view = {
      q: asked.get("q") || "",
      state: state in QUICK ? state : "",
      suite: asked.get("suite"),
      under: asked.get("under"),
      tree: asked.get("tree") === "1",
      sort: sort.replace("-", "") in SORTS ? sort : "state",
      page: Number.parseInt(asked.get("page"), 10) || 1,
    };
  }

  reportgen.show(async (found) => {
    manifest = found;
    if (!manifest.tests) {
      return el("p", { class: "absent" }, reportgen.icon("none"), phrase("No test is recorded yet."));
    }
    tests = await read();
    read_view();
    const field = el("input", { type: "search", id: "filter", value: view.q, autocomplete: "off",
      spellcheck: "false", maxlength: "200" });
    const quick = el("div", { class: "quick", role: "group", "aria-label": phrase("Which tests") });
    const within = el("p", { class: "within" });
    const list = el("div");
    const groups = el("details", { class: "groups", open: view.tree },
      el("summary", null, phrase("By suite")), el("div"));

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
        pages, shown.length ? el("div", { class: "all-tests" }, table(phrase("Tests"), heads(redraw), rows))
          : el("p", { class: "absent" }, reportgen.icon("none"),
            phrase("None of {tests} fits.", { tests: plural(tests.id.length, "test") })),
        shown.length > ROWS ? pager(shown.length, redraw) : "");
      const only = view.suite === null ? view.under : view.suite;
      within.hidden = only === null;
      within.replaceChildren(...(only === null ? [] : [
        view.suite === null ? phrase("Only of suites below ") : phrase("Only of suite "),
        el("b", null, el("bdi", null, only || phrase("without a name"))), " · ",
        el("button", { type: "button", class: "plain",
          onclick: () => redraw({ suite: null, under: null, page: 1 }) }, phrase("all suites"))]));
      for (const button of quick.children) {
        button.setAttribute("aria-pressed", String(button.dataset.state === view.state));
      }
      if (groups.open) { groups.lastElementChild.replaceChildren(...suites(shown, redraw)); }
      reportgen.remember({ q: view.q, state: view.state, suite: view.suite, under: view.under,
        tree: groups.open ? "1" : "", sort: view.sort === "state" ? "" : view.sort, page: view.page > 1 ? view.page : "" });
    }

    function redraw(change, { top = false, typing = false } = {}) {
      const { sort, path } = document.activeElement.dataset;
      Object.assign(view, change);
      draw(typing);
      if (sort) { list.querySelector(`[data-sort="${sort}"]`)?.focus(); }
      if (path !== undefined) {
        [...groups.querySelectorAll(".twist")].find((each) => each.dataset.path === path)?.focus();
      }
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
      groups.open = view.tree;
      draw();
    });
    draw();
    return [
      el("p", { class: "lead" }, phrase("{tests} in {runs}. Failures and times are of the newest "
        + "{window} runs of each job and variant; a test is new where none but its last {few} "
        + "runs had it. A test is in the state of the job and variant on which it fares worst.", {
        tests: plural(tests.id.length, "test"), runs: plural(manifest.runs, "run"),
        window: String(tests.window), few: String(tests.newRuns) })),
      el("div", { class: "tools" },
        el("p", { class: "field" }, el("label", { for: "filter" }, phrase("Filter by name, suite or file")),
          field), quick),
      within, groups, list,
    ];
  });
})();
