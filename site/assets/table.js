/*
 * Draws the table of all tests, two hundred a page, over the rows that stand in the page already.
 *
 * Interface: a details element "all-tests" with a table of five columns (test, outcome, time,
 * suite, note), and the results, read when the element is opened for the first time. Either they
 * are in the page, a data block "every-test" of JSON:
 *   titles                    one a line
 *   outcomes, suites, notes   tables of strings
 *   outcome, suite, note      places in these tables, for each test
 *   ms                        milliseconds, or null where the time is not known
 *   total                     how many tests there are, also those that the data leaves out
 * or they are in files of the site; then the element names the run (data-run) and the key of its
 * results (data-key), and `reportgen.website.data.results` says what is in them.
 * The first order is that of the worst. What is chosen stands in the address:
 * #all-tests?q=text&outcome=failed&suite=name&sort=time&down=1&page=2
 *
 * There may be a hundred thousand tests: they are columns of numbers and one long text, never an
 * object each, and a text is made of a test only where it is shown.
 */
(function () {
  "use strict";

  const PAGE = 200;
  const FIRST_ROWS = 40; // what a screen shows: while somebody types the others come later
  const LATER_MS = 150;
  const UNTIMED = -1; // no test takes less than no time
  const MOST_SUITES = 500;
  const ADDRESS = "#all-tests?";
  const KEYS = ["test", "outcome", "time", "suite", "note"];
  const TONES = { passed: "good", flaky: "warn", failed: "bad", errored: "bad", skipped: "none" };
  const LETTERS = { F: "failed", E: "errored", R: "flaky", S: "skipped", P: "passed" };
  const OUTCOMES = Object.values(LETTERS); // the worst first
  const SVG = "http://www.w3.org/2000/svg";

  const frame = document.getElementById("all-tests");
  const table = frame && frame.querySelector("table");
  const holder = document.getElementById("every-test");
  if (!table || !(holder || frame.dataset.run)) { return; }

  /* The page hands over what it says in another language than English. */
  const spoken = JSON.parse(frame.dataset.words || "{}");

  function phrase(text, fields = {}) {
    const said = Object.hasOwn(spoken, text) ? spoken[text] : text;
    return said.replace(/\{(\w+)\}/g, (field, name) =>
      (Object.hasOwn(fields, name) ? fields[name] : field));
  }

  const WORDS = {
    passed: phrase("passed"), flaky: phrase("flaky"), failed: phrase("failed"),
    errored: phrase("errored"), skipped: phrase("skipped"),
  };

  /* Where each line of a text begins, and at the end where one more would. */
  function starts(text, count) {
    const found = new Uint32Array(count + 1);
    for (let line = 1, at = -1; line < count; line += 1) {
      at = text.indexOf("\n", at + 1);
      found[line] = at + 1;
    }
    found[count] = count ? text.length + 1 : 0;
    return found;
  }

  function lines(text) { return text ? text.split("\n").length : 0; }

  /* What stands in the page. */
  function embedded() {
    const data = JSON.parse(holder.textContent);
    holder.remove(); // some megabytes
    const count = data.outcome.length;
    const ms = new Float64Array(count);
    data.ms.forEach((value, at) => { ms[at] = value === null ? UNTIMED : value; });
    return {
      count, total: data.total, titles: data.titles, suites: data.suites, notes: data.notes, ms,
      line: null, suite: Uint32Array.from(data.suite), note: Uint32Array.from(data.note),
      outcome: Uint8Array.from(data.outcome, (place) => OUTCOMES.indexOf(data.outcomes[place])),
      ids: null,
    };
  }

  /* What stands in files of the site: the results of the run, and the names of tests of all. */
  async function loaded() {
    const { DataError } = reportgen;
    const { run, key } = frame.dataset;
    const path = `runs/${run}/results.js`;
    const [results, names] = await Promise.all([
      reportgen.file(`results/${run}`, path, key), reportgen.names()]);
    const { list } = names;
    const [length, digest] = results.names;
    if (!list.steps.some((step) => step[0] === length && step[1] === digest)) {
      throw new DataError(phrase("{file} is of another build than the names of tests.",
        { file: `\`${path}\`` }));
    }
    const suites = new Map();
    const placed = (suite) => {
      if (!suites.has(suite)) { suites.set(suite, suites.size); }
      return suites.get(suite);
    };
    const suiteOf = Uint32Array.from(names.suites, placed);
    const ours = results.called.map(([, title, suite]) => [title, placed(results.suites[suite])]);
    const count = results.total;
    const line = new Uint32Array(count);
    const suite = new Uint32Array(count);
    let row = 0;
    for (let at = 0; at < results.places.length; at += 2) {
      for (let step = 0; step < results.places[at + 1]; step += 1, row += 1) {
        line[row] = results.places[at] + step;
        suite[row] = suiteOf[line[row]];
      }
    }
    const known = Uint32Array.from(line); // which test it is, whatever it is called
    const titles = [...names.titles];
    let more = list.tests;
    results.called.forEach(([at, title], number) => {
      suite[at] = ours[number][1];
      if (title !== null) {
        titles.push(title);
        line[at] = more;
        more += 1;
      }
    });
    const outcome = new Uint8Array(count);
    const note = new Uint32Array(count);
    const notes = reportgen.counted(results.note);
    let told = 0;
    const read = reportgen.letters(results.outcomes);
    for (let at = 0; at < read.length; at += 1) {
      outcome[at] = OUTCOMES.indexOf(LETTERS[read[at]]);
      if (read[at] !== "P") {
        note[at] = notes[told];
        told += 1;
      }
    }
    const ms = new Float64Array(count).fill(UNTIMED);
    if (results.ms) {
      results.ms.forEach((value, at) => { ms[at] = value === null ? UNTIMED : value; });
    }
    if (row !== count || read.length !== count || told !== notes.length
        || (results.ms && results.ms.length !== count)) {
      throw new DataError(phrase("{file} does not have as many results as it says.",
        { file: `\`${path}\`` }));
    }
    return {
      count, total: count, titles: titles.join("\n"), suites: [...suites.keys()],
      notes: results.notes, ms, line, suite, note, outcome,
      ids: { text: names.ids.join("\n"), known, most: length },
    };
  }

  function make(name, text, className) {
    const made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }

  function number(value) { return String(value).replace(/\B(?=(\d{3})+$)/g, ","); }

  function trimmed(value, digits) { return String(Number(value.toFixed(digits))); }

  /* As the pages print times: the two largest units that fit. */
  function duration(ms) {
    if (ms === UNTIMED) { return "–"; }
    if (ms > 0 && ms < 1) { return "<1 ms"; }
    if (ms < 100) { return `${Math.round(ms)} ms`; }
    if (ms < 60_000) { return `${trimmed(ms / 1000, ms < 10_000 ? 2 : 1)} s`; }
    const whole = Math.round(ms / 1000);
    for (const [size, word, below, smaller] of [
      [86_400, "d", 3_600, "h"], [3_600, "h", 60, "min"], [60, "min", 1, "s"]]) {
      if (whole >= size) {
        const rest = Math.floor((whole % size) / below);
        return `${Math.floor(whole / size)} ${word}${rest ? ` ${rest} ${smaller}` : ""}`;
      }
    }
    return `${whole} s`;
  }

  function started(data) {
    const { count } = data;
    const lineOf = data.line ? (at) => data.line[at] : (at) => at;
    const lineCount = lines(data.titles);
    const begins = starts(data.titles, lineCount);
    const idBegins = data.ids && starts(data.ids.text, lines(data.ids.text));
    const state = { q: "", outcome: "", suite: "", sort: "", down: false, page: 1 };
    const body = table.tBodies[0];
    const headings = [...table.tHead.rows[0].cells];
    let found = new Uint32Array(0);
    let lower = null;
    let lowerBegins = null;
    let waiting = 0;
    const orders = new Map();
    const hits = new Map();

    const title = (at) => {
      const line = lineOf(at);
      return data.titles.slice(begins[line], begins[line + 1] - 1);
    };
    const suite = (at) => data.suites[data.suite[at]];
    const note = (at) => data.notes[data.note[at]];
    const outcome = (at) => OUTCOMES[data.outcome[at]];

    /* Where the page of the test is; null where there is none. */
    function address(at) {
      if (!data.ids || data.ids.known[at] >= data.ids.most) { return null; }
      const place = data.ids.known[at];
      return reportgen.testUrl(data.ids.text.slice(idBegins[place], idBegins[place + 1] - 1));
    }

    /* Lower case is made once, when somebody is about to filter. */
    function prepare() {
      if (lower === null) {
        lower = data.titles.toLowerCase();
        lowerBegins = lower.length === data.titles.length ? begins : starts(lower, lineCount);
      }
    }

    /* Which lines, suites and notes hold a word. */
    function holding(word) {
      if (hits.has(word)) { return hits.get(word); }
      const inLine = new Uint8Array(lineCount);
      for (let at = lower.indexOf(word), line = 0; at >= 0;) {
        if (lowerBegins[line + 1] <= at) { line = lineAt(at, line); }
        inLine[line] = 1;
        at = lower.indexOf(word, lowerBegins[line + 1]);
      }
      const has = (text) => (text.toLowerCase().includes(word) ? 1 : 0);
      const made = { inLine, inSuite: data.suites.map(has), inNote: data.notes.map(has) };
      if (hits.size > 8) { hits.clear(); }
      hits.set(word, made);
      return made;
    }

    /* The line that has the place, at or after another one. */
    function lineAt(place, line) {
      let low = line;
      let high = lineCount - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (lowerBegins[middle] <= place) { low = middle; } else { high = middle - 1; }
      }
      return low;
    }

    /* All rows in an order, made once for each. */
    function ordered() {
      const name = `${state.sort}${state.down ? "-" : ""}`;
      if (!orders.has(name)) { orders.set(name, sorted(state.sort, state.down)); }
      return orders.get(name);
    }

    /* By outcome, counted and not compared: it is the first order. */
    function byOutcome(down) {
      const order = new Uint32Array(count);
      let to = 0;
      const places = OUTCOMES.map((_, place) => place);
      for (const place of down ? places.reverse() : places) {
        for (let at = 0; at < count; at += 1) {
          if (data.outcome[at] === place) {
            order[to] = at;
            to += 1;
          }
        }
      }
      return order;
    }

    function sorted(key, down) {
      if (!key || key === "outcome") { return byOutcome(down); }
      const all = Uint32Array.from({ length: count }, (_, at) => at);
      let value;
      if (key === "time") {
        value = data.ms;
      } else if (key === "test") {
        value = ranks(data.titles.split("\n"), lineOf);
      } else if (key === "suite") {
        value = ranks(data.suites, (at) => data.suite[at]);
      } else {
        value = ranks(data.notes, (at) => data.note[at]);
      }
      const sign = down ? -1 : 1;
      if (key !== "time") {
        return all.sort((a, b) => sign * (value[a] - value[b]) || a - b);
      }
      // A time that is not known is neither long nor short: such rows come last either way.
      const known = all.filter((at) => value[at] !== UNTIMED);
      known.sort((a, b) => sign * (value[a] - value[b]) || a - b);
      const unknown = all.filter((at) => value[at] === UNTIMED);
      all.set(known);
      all.set(unknown, known.length);
      return all;
    }

    /* The rank of each row by the text that it has in a table of texts. */
    function ranks(texts, place) {
      const order = Uint32Array.from({ length: texts.length }, (_, at) => at);
      order.sort((a, b) => (texts[a] < texts[b] ? -1 : texts[a] > texts[b] ? 1 : 0));
      const rank = new Uint32Array(texts.length);
      order.forEach((at, number_) => {
        const before = order[number_ - 1];
        rank[at] = number_ && texts[at] === texts[before] ? rank[before] : number_;
      });
      return Uint32Array.from({ length: count }, (_, at) => rank[place(at)]);
    }

    function find() {
      const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length) { prepare(); }
      const wanted = words.map(holding);
      const only = state.outcome ? OUTCOMES.indexOf(state.outcome) : -1;
      const within = state.suite ? data.suites.indexOf(state.suite) : -1;
      const rows = new Uint32Array(count);
      let kept = 0;
      for (const at of ordered()) {
        if (state.outcome && data.outcome[at] !== only) { continue; }
        if (state.suite && data.suite[at] !== within) { continue; }
        let fits = true;
        for (const { inLine, inSuite, inNote } of wanted) {
          if (!inLine[lineOf(at)] && !inSuite[data.suite[at]] && !inNote[data.note[at]]) {
            fits = false;
            break;
          }
        }
        if (fits) {
          rows[kept] = at;
          kept += 1;
        }
      }
      found = rows.subarray(0, kept);
    }

    function outcomeCell(word) {
      const cell = make("td");
      const shown = make("span", "", `state ${TONES[word]}`);
      const icon = document.createElementNS(SVG, "svg");
      const use = document.createElementNS(SVG, "use");
      icon.setAttribute("class", "icon");
      icon.setAttribute("aria-hidden", "true");
      use.setAttribute("href", `#icon-${TONES[word]}`);
      icon.append(use);
      shown.append(icon, WORDS[word]);
      cell.append(shown);
      return cell;
    }

    function row(at, place) {
      const line = make("tr");
      const name = make("th");
      const url = address(at);
      name.scope = "row";
      name.dir = "auto";
      if (url) {
        const link = make("a", title(at));
        link.href = url;
        name.append(link);
      } else {
        name.textContent = title(at);
      }
      line.setAttribute("aria-rowindex", place + 2); // the headings are the first
      line.append(name, outcomeCell(outcome(at)), make("td", duration(data.ms[at]), "number"));
      for (const text of [suite(at), note(at)]) {
        const cell = make("td", text);
        cell.dir = "auto";
        line.append(cell);
      }
      return line;
    }

    function pages() { return Math.max(1, Math.ceil(found.length / PAGE)); }

    function draw(typing) {
      clearTimeout(waiting);
      state.page = Math.min(Math.max(1, state.page), pages());
      const from = (state.page - 1) * PAGE;
      const shown = [...found.subarray(from, from + PAGE)];
      const now = typing ? FIRST_ROWS : PAGE;
      const made = (rows, skipped) => rows.map((at, offset) => row(at, from + skipped + offset));
      body.replaceChildren(...made(shown.slice(0, now), 0));
      if (shown.length > now) {
        waiting = setTimeout(() => body.append(...made(shown.slice(now), now)), LATER_MS);
      }
      table.setAttribute("aria-rowcount", found.length + 1);
      headings.forEach((heading, at) => {
        if (state.sort === KEYS[at]) {
          heading.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        } else {
          heading.removeAttribute("aria-sort");
        }
      });
      const part = shown.length ? phrase("{first}–{last} of {number}", {
        first: number(from + 1), last: number(from + shown.length), number: number(found.length),
      }) : "0";
      told.textContent = (found.length === count ? phrase("{part} tests", { part })
        : phrase("{part} found among {total} tests", { part, total: number(count) }))
        + (count < data.total ? phrase("; the run has {number}", { number: number(data.total) }) : "");
      before.disabled = state.page === 1;
      after.disabled = state.page === pages();
    }

    function remember() {
      const words = new URLSearchParams();
      for (const key of ["q", "outcome", "suite", "sort"]) {
        if (state[key]) { words.set(key, state[key]); }
      }
      if (state.down) { words.set("down", "1"); }
      if (state.page > 1) { words.set("page", state.page); }
      window.history.replaceState(null, "", ADDRESS + words.toString());
    }

    function recall() {
      if (!window.location.hash.startsWith(ADDRESS)) { return; }
      const words = new URLSearchParams(window.location.hash.slice(ADDRESS.length));
      state.q = words.get("q") || "";
      state.outcome = words.get("outcome") || "";
      state.suite = words.get("suite") || "";
      state.sort = KEYS.includes(words.get("sort")) ? words.get("sort") : "";
      state.down = words.get("down") === "1";
      state.page = parseInt(words.get("page"), 10) || 1;
      search.value = state.q;
      outcomes.value = state.outcome;
      if (suites) { suites.value = state.suite; }
      frame.open = true;
    }

    function change(values, typing) {
      Object.assign(state, { page: 1 }, values);
      find();
      draw(typing);
      remember();
    }

    function turn(by) {
      state.page += by;
      draw();
      remember();
    }

    function field(value) {
      // A spreadsheet would compute what begins like a formula.
      const safe = /^[\s]*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
      return `"${safe.replace(/"/g, "\"\"")}"`;
    }

    function csv() {
      const rows = ["test,outcome,milliseconds,suite,note"];
      for (const at of found) {
        const ms = data.ms[at];
        rows.push([
          field(title(at)), outcome(at), ms === UNTIMED ? "" : ms, field(suite(at)),
          field(note(at)),
        ].join(","));
      }
      return `${rows.join("\r\n")}\r\n`;
    }

    function labelled(word, control) {
      const label = make("label", `${word} `);
      label.append(control);
      tools.append(label);
      return control;
    }

    function choice(word, values, words = {}) {
      const select = make("select");
      for (const value of ["", ...values]) {
        const option = make("option", value ? words[value] || value : phrase("all"));
        option.value = value;
        select.append(option);
      }
      return labelled(word, select);
    }

    function button(word, act) {
      const made = make("button", word);
      made.type = "button";
      made.addEventListener("click", act);
      return made;
    }

    const tools = make("div", "", "tools");
    const search = labelled(phrase("Filter"), make("input"));
    search.type = "search";
    search.addEventListener("focus", prepare); // not at the first key
    search.addEventListener("input", () => change({ q: search.value }, true));
    const outcomes = choice(phrase("Outcome"), OUTCOMES, WORDS);
    outcomes.addEventListener("change", () => change({ outcome: outcomes.value }));
    const used = new Set(data.suite);
    const named = data.suites.filter((name, at) => name && used.has(at)).sort();
    let suites = null;
    if (named.length > 1 && named.length <= MOST_SUITES) {
      suites = choice(phrase("Suite"), named);
      suites.addEventListener("change", () => change({ suite: suites.value }));
    }
    const before = button(phrase("Previous"), () => turn(-1));
    const after = button(phrase("Next"), () => turn(1));
    const told = make("p", "", "told");
    told.setAttribute("role", "status");
    tools.append(before, after);
    if (navigator.clipboard) {
      tools.append(button(phrase("Copy as CSV"), () => {
        navigator.clipboard.writeText(csv()).then(
          () => { told.textContent = phrase("{number} tests copied",
            { number: number(found.length) }); },
          () => { told.textContent = phrase("The browser did not let the tests be copied"); });
      }));
    }
    tools.append(told);
    headings.forEach((heading, at) => {
      const key = KEYS[at];
      const sorter = button(heading.textContent, () =>
        change({ sort: key, down: state.sort === key && !state.down }));
      sorter.className = "sorter";
      heading.replaceChildren(sorter);
    });
    const box = table.parentElement;
    box.parentElement.insertBefore(tools, box);
    for (const line of frame.querySelectorAll("[data-without-script]")) { line.hidden = true; }
    frame.querySelector("summary").firstChild.textContent = `${count < data.total
      ? phrase("{number} of {total} tests", { number: number(count), total: number(data.total) })
      : phrase("All {number} tests", { number: number(count) })} `;
    window.addEventListener("hashchange", () => { recall(); find(); draw(); });
    recall();
    find();
    draw();
  }

  /* Red words above the rows that stand in the page: they are true, and not all. */
  function failed(error) {
    if (window.reportgen) {
      frame.querySelector("summary").after(reportgen.failure(error));
    } else {
      const said = make("p", phrase("The tests could not be read: {message}",
        { message: error.message }), "told bad");
      said.setAttribute("role", "alert");
      frame.querySelector("summary").after(said);
    }
  }

  let begun = false;

  async function begin() {
    if (begun) { return; }
    begun = true;
    try {
      started(holder ? embedded() : await loaded());
    } catch (error) {
      failed(error);
    }
    frame.removeAttribute("aria-busy");
  }

  frame.addEventListener("toggle", () => { if (frame.open) { begin(); } });
  const asked = () => window.location.hash.startsWith(ADDRESS);
  window.addEventListener("hashchange", () => { if (asked()) { begin(); } });
  if (asked() || frame.open) { begin(); }
}());
