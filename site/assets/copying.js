/*
 * What a page says, as text for an issue: in the markup of one of several trackers, and copied.
 *
 * The text is a list of blocks: ["head", line], ["item", depth, line], ["words", line] and
 * ["said", text]. A line is a list of parts: words of ours as strings, and {code: text} for text
 * of an artifact. Such text is shown as code, which it cannot end; it can mention nobody, close
 * nothing and command no bot.
 */
(function () {
  "use strict";

  const { el, phrase } = reportgen;
  const BLANK = "(blank)";

  /* Text of an artifact on one line; a copied text may be any, so line ends of all kinds go. */
  function inline(text) {
    return text.replace(/\s+/g, " ").trim() || BLANK;
  }

  function fence(text, least) {
    const runs = (text.match(/`+/g) || []).map((ticks) => ticks.length);
    return "`".repeat(Math.max(least, ...runs.map((length) => length + 1)));
  }

  function lines(text) {
    return text.replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(/^\n+|\n+$/g, "");
  }

  const markdown = {
    code(text) {
      const line = inline(text);
      const ticks = fence(line, 1);
      const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
      return `${ticks}${pad}${line}${pad}${ticks}`;
    },
    head: (line) => `### ${line}`,
    item: (depth, line) => `${"  ".repeat(depth)}- ${line}`,
    said(text) {
      const ticks = fence(text, 3);
      return `${ticks}text\n${lines(text)}\n${ticks}`;
    },
  };

  /* GitLab takes a line of a fence that begins with a slash for a command to it, in some versions. */
  const gitlab = {
    ...markdown,
    said: (text) => markdown.said(lines(text).replace(/^(?=\/)/gm, " ")),
  };

  /* Wiki markup of Jira: what means something is an entity, inside monospaced text as well. */
  const MEANINGFUL = new RegExp("[\\\\{}\\[\\]|!*+^~#&<>$%@`_?;:()-]", "g");
  const jira = {
    code: (text) => `{{${inline(text).replace(MEANINGFUL,
      (mark) => `&#${mark.charCodeAt(0)};`)}}}`,
    head: (line) => `h3. ${line}`,
    item: (depth, line) => `${"*".repeat(depth + 1)} ${line}`,
    said: (text) =>
      `{noformat}\n${lines(text).replace(/\{(?=noformat)/gi, "{ ")}\n{noformat}`,
  };

  const plain = {
    code: inline,
    head: (line) => line,
    item: (depth, line) => `${"  ".repeat(depth)}- ${line}`,
    said: (text) => lines(text).replace(/^/gm, "    "),
  };

  const TARGETS = {
    github: ["GitHub, Gitea, Forgejo", markdown],
    gitlab: ["GitLab", gitlab],
    jira: ["Jira (wiki markup)", jira],
    text: [phrase("plain text"), plain],
  };

  /* Returns blocks as text for a target. */
  function write(target, blocks) {
    const markup = TARGETS[target][1];
    const line = (parts) => parts.map((part) =>
      (typeof part === "string" ? part : markup.code(part.code))).join("");
    let text = "";
    let before = "";
    for (const [kind, ...rest] of blocks) {
      const parted = kind === "item" && before === "item" ? "\n" : "\n\n";
      const block = {
        head: () => markup.head(line(rest[0])),
        words: () => line(rest[0]),
        item: () => markup.item(rest[0], line(rest[1])),
        said: () => markup.said(rest[0]),
      }[kind]();
      text += (text && parted) + block;
      before = kind;
    }
    return `${text}\n`;
  }

  /* A sentence of ours as parts: what it quotes from artifacts stands between backticks. */
  function parts(sentence) {
    return sentence.split("`").map((part, at) => (at % 2 ? { code: part } : part)).filter(Boolean);
  }

  /* Copies a text; where a page may not, it is selected for the reader to do so. */
  async function copy(field, says) {
    try {
      await navigator.clipboard.writeText(field.value);
      says.textContent = ` ${phrase("Copied.")}`;
    } catch { // pages without https may not write to the clipboard
      field.closest("details").open = true;
      field.focus();
      field.select();
      says.textContent = ` ${phrase("Selected: copy it with the keys of your system.")}`;
    }
  }

  /* Returns a button and the text of blocks; which tracker it is for stays in the address. */
  function copying(blocks, keep) {
    const asked = reportgen.asked().get("for");
    const target = Object.hasOwn(TARGETS, asked) ? asked : "github";
    const field = el("textarea", { readonly: true, rows: "10", "aria-label": phrase("Text for an issue") });
    const says = el("span", { class: "note", role: "status" });
    const choose = el("select", { id: "for" }, Object.entries(TARGETS).map(([name, [word]]) =>
      el("option", { value: name, selected: name === target }, word)));
    const draw = () => { field.value = write(choose.value, blocks); };
    choose.addEventListener("change", () => {
      draw();
      says.textContent = "";
      reportgen.remember({ ...keep, for: choose.value === "github" ? "" : choose.value });
    });
    draw();
    return [
      el("p", { class: "take" },
        el("button", { type: "button", onclick: () => copy(field, says) }, phrase("Copy as issue")),
        " ", el("label", { for: "for" }, phrase("for")), " ", choose, says),
      el("details", null, el("summary", null, phrase("The text")), field),
    ];
  }

  /* A page that was made whole hands its blocks over as JSON. */
  const place = document.getElementById("issue");
  if (place) {
    place.append(...copying(JSON.parse(place.dataset.blocks), {}));
    place.hidden = false;
  }

  Object.assign(window.reportgen, { copying, parts, writeIssue: write });
})();
