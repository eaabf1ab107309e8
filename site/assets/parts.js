/*
 * What pages are built of: elements, words, and the state of a page in its address.
 * Text is only ever set as text.
 */
(function () {
  "use strict";

  const { phrase } = reportgen;
  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) {
        element.addEventListener(name.slice(2), value);
      } else if (value === true) {
        element.setAttribute(name, "");
      } else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(name, value);
      }
    }
    element.append(...children.flat(9).filter((child) => child !== null && child !== ""));
    return element;
  }

  function el(tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
  }

  function svg(tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  }

  /* A sentence of ours: what it quotes from artifacts stands between backticks. */
  function sentence(text) {
    return text.split("`").map((part, at) => (at % 2 ? code(part) : part));
  }

  /* Long names may break after what divides them, rather than in the middle of a word. */
  function breakable(text) {
    const parts = text.length < 30 ? [text] : text.split(/(?<=[._/\\:,\]-])(?=[^._/\\:,\]-])/);
    return parts.flatMap((part, at) => (at ? [el("wbr"), part] : [part]));
  }

  /* What a sentence says behind the name that it begins with, for a place that bears the name. */
  function afterName(text, name) {
    const begin = `\`${name}\` `;
    return text.startsWith(begin)
      ? text.slice(begin.length).replace(/^./u, (letter) => letter.toUpperCase()) : text;
  }

  function code(text) {
    return el("code", { dir: "auto" }, breakable(String(text)));
  }

  function icon(tone) {
    return svg("svg", { class: "icon", "aria-hidden": "true", focusable: "false" },
      svg("use", { href: `#icon-${tone}` }));
  }

  function chip(words) {
    return el("span", { class: `state ${words.tone}` }, icon(words.tone), words.word);
  }

  function number(value) {
    return value.toLocaleString("en-US");
  }

  function plural(count, noun) {
    return reportgen.phraseMany(`{n:,} ${noun}`, `{n:,} ${noun}s`, count);
  }

  function moment(text) {
    return text ? `${text.slice(0, 10)} ${text.slice(11, 16)} UTC` : null;
  }

  function time(text) {
    return text ? el("time", { datetime: text }, moment(text)) : phrase("moment unknown");
  }

  /* Milliseconds in the two largest units that fit; unknown is a dash. */
  function duration(ms) {
    if (ms === null || ms === undefined) { return "–"; }
    if (ms > 0 && ms < 1) { return "<1 ms"; }
    if (ms < 100) { return `${Math.round(ms)} ms`; }
    if (ms < 10_000) { return `${Number((ms / 1000).toFixed(2))} s`; }
    if (ms < 60_000) { return `${Number((ms / 1000).toFixed(1))} s`; }
    const whole = Math.round(ms / 1000);
    for (const [size, unit, below, smaller] of [
      [86_400, "d", 3_600, "h"], [3_600, "h", 60, "min"], [60, "min", 1, "s"]]) {
      if (whole >= size) {
        const rest = Math.floor((whole % size) / below);
        return `${Math.floor(whole / size)} ${unit}${rest ? ` ${rest} ${smaller}` : ""}`;
      }
    }
    return `${whole} s`;
  }

  function runLink(run) {
    const words = run.started_at ? time(run.started_at) : code(run.id);
    const named = run.decision === null ? words : el("a", {
      href: reportgen.address(`runs/${run.id}/index.html`) }, words);
    return run.commit ? [named, " ", code(run.commit.slice(0, 8))] : named;
  }

  function testUrl(id) {
    return reportgen.address(`test.html?k=${encodeURIComponent(id)}`);
  }

  /* A table in a box of its own, which scrolls where it is wide. */
  function table(caption, heads, rows) {
    return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
      el("table", null, el("caption", null, caption),
        el("thead", null, el("tr", null, heads)), el("tbody", null, rows)));
  }

  /* The state of the page: what its address says after "?" and "#". */
  function asked() {
    const found = new URLSearchParams(location.search);
    if (location.hash.includes("=")) {
      new URLSearchParams(location.hash.slice(1)).forEach((value, name) => found.set(name, value));
    }
    return found;
  }

  function remember(values) {
    const kept = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) {
      if (value) { kept.set(name, value); }
    }
    history.replaceState(null, "", location.pathname + (kept.size ? `#${kept}` : ""));
  }

  /* Red words instead of what is not known. */
  function failure(error) {
    const known = error instanceof reportgen.DataError;
    return el("div", { class: "decision bad", role: "alert" },
      el("h2", null, icon("bad"), phrase("The data could not be read")),
      el("p", null, known ? sentence(error.message) : phrase("A fault of this page: {message}", { message: error.message })),
      el("p", null, phrase("What this page would show is not known. Nothing here means that a test "
        + "passed. Load the page again; if that does not help, build the site again.")));
  }

  /* What the address asks for and no run has. */
  function unknown(title, text, [url, words] = ["tests/index.html", phrase("All tests")]) {
    return el("div", { class: "decision warn", role: "alert" },
      el("h2", null, icon("warn"), title),
      el("p", null, sentence(text), " ", phrase("It may have another name now, or its runs are "
        + "no longer kept."), " ", el("a", { href: reportgen.address(url) }, words)));
  }

  /* Fills the page with what make returns, or with why it cannot. */
  async function show(make) {
    const app = document.getElementById("app");
    if (!app) { return; }
    app.setAttribute("aria-busy", "true");
    app.replaceChildren(el("p", { class: "absent" }, icon("none"), phrase("Loading …")));
    try {
      const manifest = await reportgen.manifest();
      const content = await make(manifest);
      app.replaceChildren(...stale(app, manifest), ...[content].flat(9));
      // What stands below for those without scripts has served its turn.
      for (const section of document.querySelectorAll(".elsewhere")) { section.hidden = true; }
    } catch (error) {
      app.replaceChildren(failure(error));
    }
    app.removeAttribute("aria-busy");
    app.dispatchEvent(new Event("shown"));
  }

  function stale(app, manifest) {
    if (app.dataset.key === manifest.key) { return []; }
    return [el("div", { class: "decision bad", role: "alert" },
      el("h2", null, icon("bad"), phrase("The page and its data are of different builds")),
      el("p", null, phrase("The data below is of {runs}, the newest of them {when}. Load the page "
        + "again; if that does not help, build the site again.", {
        runs: plural(manifest.runs, "run"),
        when: manifest.newest ? time(manifest.newest.started_at) : phrase("unknown") })))];
  }

  Object.assign(window.reportgen, {
    afterName, asked, chip, code, duration, el, failure, icon, moment, number, plural, remember, runLink,
    sentence, show, svg, table, testUrl, time, unknown,
  });
})();
