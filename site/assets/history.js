/*
 * On every page: search over tests, runs and causes, and keys.
 * "/" searches, "j" and "k" move in lists and tables, "?" shows the keys.
 */
(function () {
  "use strict";

  const MOST = 8;
  const { address, code, el, number, phrase, plural, testUrl } = reportgen;

  /* What can be found, loaded when it is first asked for. */
  let known = null;

  async function load() {
    const [manifest, names, numbers, runs, index] = await Promise.all([
      reportgen.manifest(), reportgen.names(), reportgen.every("numbers"), reportgen.runs(),
      reportgen.load("index")]);
    const letters = numbers.map((shard) => shard.states).join("");
    const tests = names.ids.map((id, at) => ({
      title: names.titles[at], url: testUrl(id), note: manifest.words.states[letters[at]].word,
      text: `${names.titles[at]}\0${names.suites[at]}\0${id}`.toLowerCase(),
    }));
    tests.sort((one, two) => (one.title < two.title ? -1 : Number(one.title > two.title)));
    return {
      tests,
      runs: runs.all.filter((run) => run.decision !== null).reverse().map((run) => ({
        title: run.title || run.id, url: address(`runs/${run.id}/index.html`),
        note: [reportgen.moment(run.started_at), (run.commit || "").slice(0, 8), run.branch]
          .filter(Boolean).join(" · "),
        text: [run.title, run.id, run.commit, run.branch, run.started_at]
          .join("\0").toLowerCase(),
      })),
      causes: index.causes.map((cause) => ({
        title: cause.says || cause.id, url: address(cause.page), note: "",
        text: `${cause.says}\0${cause.id}`.toLowerCase(),
      })),
    };
  }

  function matches(entries, words) {
    return entries.filter(({ text }) => words.every((word) => text.includes(word)));
  }

  function group(id, title, entries) {
    if (!entries.length) { return []; }
    return [
      el("p", { class: "eyebrow", id }, `${title} `,
        el("span", { class: "sum" }, number(entries.length))),
      el("ul", { "aria-labelledby": id }, entries.slice(0, MOST).map((entry) =>
        el("li", null, el("a", { href: entry.url }, code(entry.title),
          entry.note ? el("span", { class: "note" }, ` ${entry.note}`) : "")))),
    ];
  }

  function search(place) {
    const says = el("p", { class: "note", role: "status" });
    const results = el("div");
    const panel = el("div", { class: "found", hidden: true }, says, results);
    const field = el("input", {
      type: "search", placeholder: `${phrase("Search")}  /`, "aria-label": phrase("Search tests, runs and causes"),
      autocomplete: "off", spellcheck: "false", maxlength: "200",
    });

    async function find() {
      const text = field.value.trim().toLowerCase();
      panel.hidden = !text;
      if (!text) { return; }
      try {
        if (!known) { says.textContent = phrase("Loading …"); }
        known = known || load();
        const all = await known;
        if (field.value.trim().toLowerCase() !== text) { return; }
        const words = text.split(/\s+/);
        const [tests, runs, causes] = [all.tests, all.runs, all.causes]
          .map((entries) => matches(entries, words));
        says.textContent = tests.length + runs.length + causes.length
          ? `${plural(tests.length, "test")}, ${plural(runs.length, "run")}, `
            + plural(causes.length, "cause")
          : phrase("Nothing of {tests}, {runs} and {causes} has this in its name.", {
            tests: plural(all.tests.length, "test"), runs: plural(all.runs.length, "run"),
            causes: plural(all.causes.length, "cause") });
        const listed = tests.length > MOST ? el("p", { class: "more" }, el("a", {
          href: `${address("tests/index.html")}#q=${encodeURIComponent(text)}`,
        }, phrase("All {tests}", { tests: plural(tests.length, "test") }))) : "";
        results.replaceChildren(
          ...group("found-tests", phrase("Tests"), tests), listed,
          ...group("found-runs", phrase("Runs"), runs),
          ...group("found-causes", phrase("Causes"), causes));
      } catch (error) {
        known = null;
        says.textContent = "";
        results.replaceChildren(reportgen.failure(error));
      }
    }

    function close() {
      panel.hidden = true;
      field.value = "";
    }

    place.addEventListener("keydown", (event) => {
      const links = [...results.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        close();
        field.focus();
      } else if (event.key === "ArrowDown" && links.length) {
        links[Math.min(at + 1, links.length - 1)].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        (at ? links[at - 1] : field).focus();
      } else if (event.key === "Enter" && event.target === field && links.length) {
        links[0].click();
      } else {
        return;
      }
      event.preventDefault();
    });
    place.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !place.contains(event.relatedTarget)) { panel.hidden = true; }
    });
    field.addEventListener("input", find);
    field.addEventListener("focus", () => { if (field.value) { find(); } });
    place.append(field, panel);
    place.hidden = false;
    return field;
  }

  /* Lists and tables, one stop each entry: its first link, or what unfolds it. */
  function stops() {
    const entries = document.querySelectorAll(
      "main tbody tr, main .card, main .findings > li, main .news > li, main .found-list > li");
    return [...entries]
      .map((entry) => entry.querySelector("a[href], summary, button"))
      .filter((stop) => stop && stop.checkVisibility());
  }

  function move(by) {
    const all = stops();
    if (!all.length) { return; }
    const focused = document.activeElement;
    const exact = all.indexOf(focused);
    let at = exact + by;
    if (exact < 0) {
      const after = all.findIndex((stop) =>
        focused.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING);
      const inside = focused !== document.body && after >= 0;
      at = by > 0 ? Math.max(inside ? after : 0, 0) : (inside ? after : all.length) - 1;
    }
    const stop = all[Math.max(0, Math.min(at, all.length - 1))];
    stop.focus();
    stop.scrollIntoView({ block: "nearest" });
  }

  const KEYS = [
    ["/", phrase("search")], ["j", phrase("next entry of a list or table")],
    ["k", phrase("the entry before")], ["Enter", phrase("open it")], ["Esc", phrase("close")],
    ["?", phrase("these keys")],
  ];

  /* Whether single letters are keys: people who speak to their computer turn that off. */
  const SETTING = "reportgen-keys";
  let off = false;
  try {
    off = localStorage.getItem(SETTING) === "off";
  } catch { /* where nothing can be stored they are on */ }

  function keysDialog() {
    const box = el("input", { type: "checkbox", id: "keys-on", checked: !off });
    box.addEventListener("change", () => {
      off = !box.checked;
      try {
        localStorage.setItem(SETTING, off ? "off" : "on");
      } catch { /* it holds for this page */ }
    });
    const dialog = el("dialog", { class: "keys", "aria-labelledby": "keys-title" },
      el("h2", { id: "keys-title" }, phrase("Keys")),
      el("dl", { class: "words" }, KEYS.map(([key, does]) =>
        el("div", null, el("dt", null, el("kbd", null, key)), el("dd", null, does)))),
      el("p", null, box, el("label", { for: "keys-on" }, " ", phrase("Letters and “/” are keys"))),
      el("button", { type: "button", onclick: () => dialog.close() }, phrase("Close")));
    document.body.append(dialog);
    return dialog;
  }

  const place = document.getElementById("find");
  const field = place ? search(place) : null;
  let dialog = null;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented
      || event.target.closest("input, textarea, select, dialog")) {
      return;
    }
    if (event.key === "?") {
      dialog = dialog || keysDialog();
      dialog.showModal();
    } else if (off) {
      return;
    } else if (event.key === "/" && field) {
      field.focus();
      field.select();
    } else if (event.key === "j" || event.key === "k") {
      move(event.key === "j" ? 1 : -1);
    } else {
      return;
    }
    event.preventDefault();
  });
})();
