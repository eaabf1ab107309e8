/* Reloads the page when what is served has changed. Only `reportgen serve` hands it out. */
(function () {
  "use strict";

  var EVERY_MS = 1000;
  var known = document.currentScript.getAttribute("data-version");
  var address = "/.reportgen/version?of=" + encodeURIComponent(window.location.pathname);

  function look() {
    fetch(address, { cache: "no-store" })
      .then(function (answer) {
        return answer.ok ? answer.text() : known;
      })
      .then(function (version) {
        if (version !== known) {
          window.location.reload();
        }
      })
      .catch(function () {
        /* The server was stopped: it may be started again. */
      })
      .then(function () {
        window.setTimeout(look, EVERY_MS);
      });
  }

  look();
})();
