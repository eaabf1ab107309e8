/*
 * Draws the table of all tests, two hundred a page, over the rows that stand in the page already.
 *
 * Interface: a details element "all-tests" with a table of five columns (test, outcome, time,
 * suite, note), and a data block "every-test" that holds JSON:
 *   outcomes, suites, notes   tables of strings
 *   title                     a string for each test
 *   outcome, suite, note      places in these tables
 *   ms                        milliseconds, or null where the time is not known
 *   total                     how many tests there are, also those that the data leaves out
 * The first order is that of the data. What is chosen stands in the address:
 * #all-tests?q=text&outcome=failed&suite=name&sort=time&down=1&page=2
 */
(function () {
  "use strict";

  var PAGE = 200;
  var MOST_SUITES = 500;
  var ADDRESS = "#all-tests?";
  var KEYS = ["test", "outcome", "time", "suite", "note"];
  var TONES = {passed: "good", flaky: "warn", failed: "bad", errored: "bad", skipped: "none"};
  var SVG = "http://www.w3.org/2000/svg";

  var holder = document.getElementById("every-test");
  var frame = document.getElementById("all-tests");
  var table = frame && frame.querySelector("table");
  if (!holder || !table) { return; }
  var data = JSON.parse(holder.textContent);
  holder.textContent = "";
  var count = data.title.length;
  var state = {q: "", outcome: "", suite: "", sort: "", down: false, page: 1};
  var haystack = null;
  var found = [];
  var body = table.tBodies[0];
  var headings = Array.prototype.slice.call(table.tHead.rows[0].cells);

  function make(name, text, className) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }

  function number(value) { return String(value).replace(/\B(?=(\d{3})+$)/g, ","); }

  function trimmed(value, digits) { return String(Number(value.toFixed(digits))); }

  function duration(ms) {
    // As the pages print times: the two largest units that fit.
    if (ms === null) { return "–"; }
    if (ms > 0 && ms < 1) { return "<1 ms"; }
    if (ms < 100) { return Math.round(ms) + " ms"; }
    if (ms < 60000) { return trimmed(ms / 1000, ms < 10000 ? 2 : 1) + " s"; }
    var whole = Math.round(ms / 1000);
    var units = [[86400, "d", 3600, "h"], [3600, "h", 60, "min"], [60, "min", 1, "s"]];
    for (var at = 0; at < units.length; at += 1) {
      var unit = units[at];
      if (whole >= unit[0]) {
        var rest = Math.floor(whole % unit[0] / unit[2]);
        return Math.floor(whole / unit[0]) + " " + unit[1] + (rest ? " " + rest + " " + unit[3] : "");
      }
    }
    return whole + " s";
  }

  function text(key, at) {
    switch (key) {
      case "test": return data.title[at];
      case "outcome": return data.outcomes[data.outcome[at]];
      case "suite": return data.suites[data.suite[at]];
      default: return data.notes[data.note[at]];
    }
  }

  function straw() {
    // Lower case is made once, when somebody filters for the first time.
    if (haystack === null) {
      haystack = data.title.map(function (title, at) {
        return (title + "\n" + text("suite", at) + "\n" + text("note", at)).toLowerCase();
      });
    }
    return haystack;
  }

  function compare(key) {
    if (key === "time") {
      return function (a, b) { return data.ms[a] - data.ms[b] || a - b; };
    }
    if (key === "outcome") {
      return function (a, b) { return data.outcome[a] - data.outcome[b] || a - b; };
    }
    return function (a, b) {
      var left = text(key, a), right = text(key, b);
      return left < right ? -1 : left > right ? 1 : a - b;
    };
  }

  function has(line, words) {
    for (var at = 0; at < words.length; at += 1) {
      if (line.indexOf(words[at]) < 0) { return false; }
    }
    return true;
  }

  function find() {
    var words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    var lines = words.length ? straw() : null;
    var outcome = state.outcome ? data.outcomes.indexOf(state.outcome) : -1;
    var suite = state.suite ? data.suites.indexOf(state.suite) : -1;
    found = [];
    for (var at = 0; at < count; at += 1) {
      if (state.outcome && data.outcome[at] !== outcome) { continue; }
      if (state.suite && data.suite[at] !== suite) { continue; }
      if (lines && !has(lines[at], words)) { continue; }
      found.push(at);
    }
    if (!state.sort) { return; }
    var order = compare(state.sort);
    if (state.sort !== "time") {
      found.sort(state.down ? function (a, b) { return order(b, a); } : order);
      return;
    }
    // A time that is not known is neither long nor short: such rows come last either way.
    var known = found.filter(function (at) { return data.ms[at] !== null; });
    var unknown = found.filter(function (at) { return data.ms[at] === null; });
    known.sort(state.down ? function (a, b) { return order(b, a); } : order);
    found = known.concat(unknown);
  }

  function outcomeCell(word) {
    var cell = make("td");
    var shown = make("span", "", "state " + TONES[word]);
    var icon = document.createElementNS(SVG, "svg");
    var use = document.createElementNS(SVG, "use");
    icon.setAttribute("class", "icon");
    icon.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "#icon-" + TONES[word]);
    icon.appendChild(use);
    shown.appendChild(icon);
    shown.appendChild(document.createTextNode(word));
    cell.appendChild(shown);
    return cell;
  }

  function row(at, place) {
    var line = make("tr");
    var title = make("th", data.title[at]);
    title.scope = "row";
    title.dir = "auto";
    line.setAttribute("aria-rowindex", place + 2); // the headings are the first
    line.appendChild(title);
    line.appendChild(outcomeCell(text("outcome", at)));
    line.appendChild(make("td", duration(data.ms[at]), "number"));
    ["suite", "note"].forEach(function (key) {
      var cell = make("td", text(key, at));
      cell.dir = "auto";
      line.appendChild(cell);
    });
    return line;
  }

  function pages() { return Math.max(1, Math.ceil(found.length / PAGE)); }

  function draw() {
    state.page = Math.min(Math.max(1, state.page), pages());
    var from = (state.page - 1) * PAGE;
    var shown = found.slice(from, from + PAGE);
    var rows = document.createDocumentFragment();
    shown.forEach(function (at, offset) { rows.appendChild(row(at, from + offset)); });
    body.replaceChildren(rows);
    table.setAttribute("aria-rowcount", found.length + 1);
    headings.forEach(function (heading, at) {
      if (state.sort === KEYS[at]) {
        heading.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      } else {
        heading.removeAttribute("aria-sort");
      }
    });
    told.textContent = (shown.length
      ? number(from + 1) + "–" + number(from + shown.length) + " of " + number(found.length)
      : "0") + (found.length === count ? "" : " found among " + number(count)) + " tests"
      + (count < data.total ? "; the run has " + number(data.total) : "");
    before.disabled = state.page === 1;
    after.disabled = state.page === pages();
  }

  function remember() {
    var words = new URLSearchParams();
    ["q", "outcome", "suite", "sort"].forEach(function (key) {
      if (state[key]) { words.set(key, state[key]); }
    });
    if (state.down) { words.set("down", "1"); }
    if (state.page > 1) { words.set("page", state.page); }
    window.history.replaceState(null, "", ADDRESS + words.toString());
  }

  function recall() {
    if (window.location.hash.indexOf(ADDRESS) !== 0) { return; }
    var words = new URLSearchParams(window.location.hash.slice(ADDRESS.length));
    state.q = words.get("q") || "";
    state.outcome = words.get("outcome") || "";
    state.suite = words.get("suite") || "";
    state.sort = KEYS.indexOf(words.get("sort")) >= 0 ? words.get("sort") : "";
    state.down = words.get("down") === "1";
    state.page = parseInt(words.get("page"), 10) || 1;
    search.value = state.q;
    outcomes.value = state.outcome;
    if (suites) { suites.value = state.suite; }
    frame.open = true;
  }

  function change(values) {
    state.page = 1;
    Object.keys(values).forEach(function (key) { state[key] = values[key]; });
    find();
    draw();
    remember();
  }

  function turn(by) {
    state.page += by;
    draw();
    remember();
  }

  function field(value) {
    // A spreadsheet would compute what begins like a formula.
    var safe = /^[\s]*[=+\-@]|^[\t\r\n]/.test(value) ? "'" + value : value;
    return "\"" + safe.replace(/"/g, "\"\"") + "\"";
  }

  function csv() {
    var lines = ["test,outcome,milliseconds,suite,note"];
    found.forEach(function (at) {
      lines.push([
        field(data.title[at]), text("outcome", at), data.ms[at] === null ? "" : data.ms[at],
        field(text("suite", at)), field(text("note", at)),
      ].join(","));
    });
    return lines.join("\r\n") + "\r\n";
  }

  function labelled(word, control) {
    var label = make("label", word + " ");
    label.appendChild(control);
    tools.appendChild(label);
    return control;
  }

  function choice(word, all, values) {
    var select = make("select");
    [""].concat(values).forEach(function (value) {
      var option = make("option", value || all);
      option.value = value;
      select.appendChild(option);
    });
    return labelled(word, select);
  }

  function button(word, act) {
    var made = make("button", word);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  var tools = make("div", "", "tools");
  var search = labelled("Filter", make("input"));
  search.type = "search";
  search.addEventListener("focus", straw); // not at the first key
  search.addEventListener("input", function () { change({q: search.value}); });
  var outcomes = choice("Outcome", "all", data.outcomes);
  outcomes.addEventListener("change", function () { change({outcome: outcomes.value}); });
  var named = data.suites.filter(Boolean).sort();
  var suites = null;
  if (named.length > 1 && named.length <= MOST_SUITES) {
    suites = choice("Suite", "all", named);
    suites.addEventListener("change", function () { change({suite: suites.value}); });
  }
  var before = button("Previous", function () { turn(-1); });
  var after = button("Next", function () { turn(1); });
  var told = make("p", "", "told");
  told.setAttribute("role", "status");
  tools.appendChild(before);
  tools.appendChild(after);
  if (navigator.clipboard) {
    var copy = button("Copy as CSV", function () {
      navigator.clipboard.writeText(csv()).then(
        function () { told.textContent = number(found.length) + " tests copied"; },
        function () { told.textContent = "The browser did not let the tests be copied"; }
      );
    });
    tools.appendChild(copy);
  }
  tools.appendChild(told);
  headings.forEach(function (heading, at) {
    var key = KEYS[at];
    var sorter = button(heading.textContent, function () {
      change({sort: key, down: state.sort === key && !state.down});
    });
    sorter.className = "sorter";
    heading.replaceChildren(sorter);
  });
  var box = table.parentElement;
  box.parentElement.insertBefore(tools, box);
  Array.prototype.forEach.call(frame.querySelectorAll("[data-without-script]"), function (line) {
    line.hidden = true;
  });
  var summary = frame.querySelector("summary");
  summary.firstChild.textContent = (count < data.total
    ? number(count) + " of " + number(data.total) : "All " + number(count)) + " tests ";
  window.addEventListener("hashchange", function () { recall(); find(); draw(); });
  recall();
  find();
  draw();
}());
