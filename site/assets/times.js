/* How long a test takes, run by run: a curve for each line, where it changed, and the numbers. */
(function () {
  "use strict";

  const MOST_LINES = 12;
  const { duration, el, moment, phrase, plural, runLink, svg } = reportgen;

  function median(values) {
    const sorted = [...values].sort((one, two) => one - two);
    return sorted.length ? sorted[Math.floor((sorted.length - 1) / 2)] : null;
  }

  /* The known times of a line, from the first on; what failed is not how long the test takes. */
  function points(line) {
    const start = line.times.findIndex((time) => time !== null);
    if (start < 0) { return []; }
    return line.times.slice(start).map((ms, at) => ({
      run: line.runs[start + at], letter: line.letters[start + at],
      ms: "P".includes(line.letters[start + at]) ? ms : null, any: ms,
    }));
  }

  function chart(line, known) {
    const top = Math.max(...known.map(({ ms }) => ms || 0)) || 1;
    const x = (at) => (known.length > 1 ? (1000 * at) / (known.length - 1) : 500);
    const y = (ms) => 190 - (180 * ms) / top;
    let path = "";
    let dots = "";
    known.forEach(({ ms }, at) => {
      if (ms === null) { return; }
      const before = at ? known[at - 1].ms : null;
      const after = at + 1 < known.length ? known[at + 1].ms : null;
      path += `${before === null ? "M" : "L"}${x(at).toFixed(1)} ${y(ms).toFixed(1)}`;
      if (before === null && after === null) {
        dots += `M${x(at).toFixed(1)} ${y(ms).toFixed(1)}h0`;
      }
    });
    const passed = known.filter(({ ms }) => ms !== null).map(({ ms }) => ms);
    const since = line.pace ? known.findIndex(({ run }) => run.id === line.pace.since) : -1;
    const levels = line.pace && since > 0 ? [
      svg("path", { class: "limit", d: `M${x(since - 0.5).toFixed(1)} 0V200` }),
      svg("path", { class: "level", d: `M0 ${y(line.pace.before_s * 1000).toFixed(1)}`
        + `H${x(since - 0.5).toFixed(1)}M${x(since - 0.5).toFixed(1)} `
        + `${y(line.pace.after_s * 1000).toFixed(1)}H1000` })] : [];
    const says = phrase("Times of {runs} that passed at once, oldest to newest, between {low} and "
      + "{high}, the median {median}. The table below has the numbers.", {
      runs: plural(passed.length, "run"), low: duration(Math.min(...passed)),
      high: duration(Math.max(...passed)), median: duration(median(passed)) });
    return el("figure", { class: "plot" },
      el("div", { class: "axis-y" }, el("span", null, duration(top)), el("span", null, "0")),
      svg("svg", { role: "img", "aria-label": says, viewBox: "0 0 1000 200",
        preserveAspectRatio: "none" },
      svg("path", { class: "grid", d: "M0 10H1000M0 100H1000M0 190H1000" }), ...levels,
      path ? svg("path", { class: "curve", d: path }) : "",
      dots ? svg("path", { class: "dot", d: dots }) : ""),
      el("div", { class: "axis-x" }, el("span", null, moment(known[0].run.started_at)
        || known[0].run.id), el("span", null, phrase("runs that did not pass at once are gaps")),
      [known[known.length - 1]].map(({ run }) =>
        el("span", null, moment(run.started_at) || run.id))));
  }

  function paced(line, title) {
    if (!line.pace) { return ""; }
    const { pace } = line;
    const run = line.runs.find(({ id }) => id === pace.since);
    return el("p", null, reportgen.sentence(reportgen.afterName(pace.reason, title)),
      run ? [" · ", phrase("first in the run of {run}", { run: runLink(run) })] : "",
      el("span", { class: "note" }, ` · ${phrase(pace.confidence)}`));
  }

  function onLine(line, words, title) {
    const known = points(line);
    if (!known.some(({ ms }) => ms !== null)) { return []; }
    const caption = line.label ? phrase("Times on {label}, newest first", { label: line.label })
      : phrase("Times, newest first");
    return [
      line.label ? el("h3", null, el("bdi", null, line.label)) : "",
      paced(line, title), chart(line, known),
      el("details", null, el("summary", null, phrase("Run by run")), reportgen.table(caption, [
        el("th", { scope: "col" }, phrase("Run")), el("th", { scope: "col" }, phrase("Result")),
        el("th", { scope: "col", class: "number" }, phrase("Time"))],
      known.filter(({ letter }) => letter !== ".").reverse().map(({ run, letter, any }) =>
        el("tr", null, el("th", { scope: "row" }, runLink(run)),
          el("td", null, words[letter].word),
          el("td", { class: "number" }, duration(any)))))),
    ];
  }

  /* Returns the section of the times of a test; nothing where none is known. */
  window.reportgen.times = (test, words, section) => {
    const drawn = test.lines.map((line) => onLine(line, words, test.title)).filter((each) => each.length);
    if (!drawn.length) { return []; }
    const passed = test.lines.flatMap((line) => points(line))
      .filter(({ ms }) => ms !== null).map(({ ms }) => ms).sort((one, two) => one - two);
    const rank = (share) => passed[Math.max(0, Math.ceil(share * passed.length) - 1)];
    return section("times", phrase("Time"), phrase("p50 {p50}, p95 {p95} of {runs}", {
      p50: duration(rank(0.5)), p95: duration(rank(0.95)), runs: plural(passed.length, "run") }),
    drawn.slice(0, MOST_LINES), drawn.length > MOST_LINES ? el("p", { class: "left-out" },
      phrase("{jobs} and variants are not drawn.", {
        jobs: plural(drawn.length - MOST_LINES, "more job") })) : "");
  };
})();
