/*
 * The list of runs: filtered by what they are called, their branch, job and decision. It stands
 * there as a whole without this; the state of the filter is the address.
 */
(function () {
  "use strict";

  const { el, number, phrase, plural } = reportgen;
  const body = document.querySelector(".runs-table tbody");
  const place = document.getElementById("filter-runs");
  if (!body || !place) { return; }

  const rows = [...body.rows].map((row) => ({
    row, text: row.textContent.toLowerCase(),
    branch: row.dataset.branch, line: row.dataset.line, decision: row.dataset.decision,
  }));
  const FIELDS = {
    branch: phrase("Branch"), line: phrase("Job and variant"), decision: phrase("Decision"),
  };
  const says = el("p", { class: "note", role: "status" });
  const word = el("input", { type: "search", id: "q", autocomplete: "off", spellcheck: "false",
    maxlength: "200" });

  /* A list of what the runs of this page have, or nothing where they have but one. */
  function choice(name) {
    const values = [...new Set(rows.map((each) => each[name]))].sort();
    if (values.length < 2) { return null; }
    const list = el("select", { id: name }, el("option", { value: "" }, phrase("all")),
      values.map((value) => el("option", { value: `=${value}` },
        (name === "decision" ? phrase(value) : value) || phrase("unknown"))));
    list.addEventListener("change", () => draw());
    return list;
  }

  const choices = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, choice(name)]));

  function read() {
    const asked = reportgen.asked();
    word.value = asked.get("q") || "";
    for (const [name, list] of Object.entries(choices)) {
      if (list) {
        list.value = asked.has(name) ? `=${asked.get(name)}` : "";
        if (list.selectedIndex < 0) { list.value = ""; }
      }
    }
  }

  function draw(keep = true) {
    const words = word.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = Object.entries(choices).filter(([, list]) => list && list.value);
    let shown = 0;
    for (const each of rows) {
      const fits = words.every((part) => each.text.includes(part))
        && wanted.every(([name, list]) => `=${each[name]}` === list.value);
      each.row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    says.textContent = shown === rows.length ? ""
      : phrase("{number} of {runs} on this page",
        { number: number(shown), runs: plural(rows.length, "run") });
    if (keep) {
      reportgen.remember({ q: word.value.trim(),
        ...Object.fromEntries(wanted.map(([name, list]) => [name, list.value.slice(1)])) });
    }
  }

  word.addEventListener("input", () => draw());
  window.addEventListener("hashchange", () => { read(); draw(false); });
  place.append(
    el("p", { class: "field" }, el("label", { for: "q" }, phrase("Filter by title, branch or commit")), word),
    ...Object.entries(choices).filter(([, list]) => list).map(([name, list]) =>
      el("p", { class: "field" }, el("label", { for: name }, FIELDS[name]), list)),
    says);
  place.hidden = false;
  read();
  draw(false);
})();
