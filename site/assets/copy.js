/*
 * Adds a button for each text that the page offers to copy: an element with data-copy, which says
 * what the text is. Where the browser refuses, the text stands selected in a field of its own.
 */
(function () {
  "use strict";

  const frame = document.getElementById("copy");
  if (!frame) { return; }

  /* The page says in another language what stands here in English. */
  function say(name, english, what) {
    return (frame.dataset[name] || english).replace("{what}", () => what);
  }

  function make(name, text, className) {
    const made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }

  const tools = make("div", "", "tools copying");
  const told = make("p", "", "told");
  told.setAttribute("role", "status");
  let field = null;

  function done(label) {
    if (field) { field.remove(); }
    field = null;
    told.textContent = say("copied", "Copied {what}", label);
  }

  /* What may be selected can be copied by hand. */
  function select(text, label) {
    if (!field) {
      field = make("textarea");
      field.readOnly = true;
      field.rows = 8;
      tools.after(field);
    }
    field.value = text;
    field.setAttribute("aria-label", say("report", "The report {what}, in Markdown", label));
    field.focus();
    field.select();
    told.textContent = say("refused",
      "The browser did not let it be copied. It is selected: press Ctrl+C or ⌘C");
  }

  for (const source of frame.querySelectorAll("[data-copy]")) {
    const label = source.dataset.copy;
    const button = make("button", say("copyWord", "Copy {what}", label));
    button.type = "button";
    button.addEventListener("click", () => {
      const text = source.textContent;
      const refused = () => select(text, label);
      if (navigator.clipboard) {
        navigator.clipboard.writeText(text).then(() => done(label), refused);
      } else {
        refused();
      }
    });
    tools.append(button);
  }
  tools.append(told);
  frame.before(tools);
}());
