/*
 * Loads the data of the site: each document is a classic script that hands itself over, because a
 * page that was opened from a disk may load nothing else. What is missing, broken or of another
 * build is an error with a sentence for the reader; it is never an empty document.
 */
(function () {
  "use strict";

  const SCHEMA_VERSION = 1;
  const BESIDE = "1"; // the form of what stands beside the tests of a run
  const AHEAD = 4;
  const root = document.currentScript.dataset.root;
  const received = new Map();
  const asked = new Map();

  class DataError extends Error {}

  /* What is said instead of the English; empty unless a script of the site hands words over. */
  let spoken = { messages: {}, plurals: {}, forms: "" };

  /* The sentence text with its fields filled in; as parts where one of them is an element. */
  function filled(text, fields) {
    if (!fields) { return text; }
    const parts = text.split(/\{(\w+)(?::,)?\}/).map((part, at) =>
      (at % 2 && Object.hasOwn(fields, part) ? fields[part] : part));
    const said = parts.map((part) =>
      (typeof part === "number" ? part.toLocaleString("en-US") : part));
    return said.some((part) => typeof part === "object") ? said : said.join("");
  }

  /* Says text, which is its own key, in the language of the page. */
  function phrase(text, fields) {
    return filled(Object.hasOwn(spoken.messages, text) ? spoken.messages[text] : text, fields);
  }

  /* Says one or many, as the number n asks for; it is the field {n}. */
  function phraseMany(one, many, n, fields) {
    const key = `${one}\0${many}`;
    if (!Object.hasOwn(spoken.plurals, key)) {
      return filled(n === 1 ? one : many, { n, ...fields });
    }
    const form = spoken.forms[n < 200 ? n : 100 + (n % 100)];
    return filled(spoken.plurals[key][form], { n, ...fields });
  }

  const quoted = (name) => `\`${name}\``;

  function address(path) {
    return `${root}${path}`;
  }

  /* Resolves with the document called name, which the script at path hands over. */
  function script(name, path) {
    if (!asked.has(path)) {
      asked.set(path, new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = address(path);
        element.onload = () => {
          element.remove();
          const found = received.get(name);
          received.delete(name);
          if (found) {
            resolve(found);
          } else {
            reject(new DataError(
              phrase("{file} is broken: it does not hold what its name says.", { file: quoted(path) })));
          }
        };
        element.onerror = () => {
          element.remove();
          reject(new DataError(
            phrase("{file} is missing or cannot be read.", { file: quoted(path) })));
        };
        document.head.append(element);
      }));
    }
    return asked.get(path);
  }

  function checked(found, name, path, key, runs) {
    if (found.generator !== "reportgen" || found.schema_version !== SCHEMA_VERSION) {
      throw new DataError(
        phrase("{file} is in a form that this page does not read.", { file: quoted(path) }));
    }
    if (found.name !== name || (key !== undefined && found.key !== key)) {
      throw new DataError(
        phrase("{file} is of another build than the manifest.", { file: quoted(path) }));
    }
    if (runs !== undefined && found.runs !== runs) {
      throw new DataError(phrase("{file} is of {these} runs, and the manifest of {runs}.",
        { file: quoted(path), these: String(found.runs), runs: String(runs) }));
    }
    return found;
  }

  async function manifest() {
    const path = "data/manifest.js";
    return checked(await script("manifest", path), "manifest", path);
  }

  /* Returns the document at a path that no set of the manifest leads to. */
  async function file(name, path, key) {
    return checked(await script(name, path), name, path, key);
  }

  /* Returns what stands beside the tests of a run; null where the run has no page. */
  async function beside(run) {
    return run.decision === null ? null
      : file(`beside/${run.id}`, `runs/${run.id}/beside.js`, BESIDE);
  }

  /* Returns the document of a set; shard is its name where the set has several. */
  async function load(set, shard) {
    const entry = (await manifest()).sets[set];
    if (!entry) {
      throw new DataError(phrase("The manifest names no {set}.", { set: quoted(set) }));
    }
    const name = shard === undefined ? set : `${set}/${shard}`;
    const path = entry.path.replace("{shard}", shard || "");
    return checked(await script(name, path), name, path, entry.key, entry.runs);
  }

  function shardName(number, shards) {
    return number.toString(16).padStart((shards - 1).toString(16).length, "0");
  }

  function shardOf(name, shards) {
    const [first, second] = sha256(new TextEncoder().encode(name));
    return shardName((first * 256 + second) % shards, shards);
  }

  /* Returns the document of a set that has what is called name, or null where the set is empty. */
  async function holding(set, name) {
    const { shards } = (await manifest()).sets[set];
    return shards ? load(set, shardOf(name, shards)) : null;
  }

  /* Returns all documents of a set, in the order of their names. */
  async function every(set) {
    const { shards } = (await manifest()).sets[set];
    return Promise.all(
      Array.from({ length: shards }, (_, number) => load(set, shardName(number, shards))));
  }

  /*
   * Hands the documents of a set to visit, one by one and some ahead, and forgets them: a set that
   * is walked through as a whole may be larger than what a page should hold.
   */
  async function each(set, visit) {
    const { shards, path } = (await manifest()).sets[set];
    const waiting = [];
    for (let number = 0; number < shards + AHEAD; number += 1) {
      if (number < shards) { waiting.push(load(set, shardName(number, shards))); }
      if (number >= AHEAD || number >= shards) {
        const next = waiting.shift();
        if (next === undefined) { break; }
        const found = await next;
        visit(found, number, shards);
        asked.delete(path.replace("{shard}", found.name.split("/")[1]));
      }
    }
  }

  /*
   * Returns all runs, oldest first, and those of each line; each as an object, which knows its
   * level, its place among the runs of its line there, and how many these are.
   */
  async function runs() {
    const found = await manifest();
    const levels = found.sets["runs/base"].shards ? ["runs/base", "runs/recent"] : ["runs/recent"];
    const documents = await Promise.all(levels.map((name) => load(name)));
    const all = documents.flatMap(({ fields, rows, name }) => {
      const within = found.lines.map(() => []);
      const these = rows.map((row) =>
        Object.fromEntries(fields.map((field, at) => [field, row[at]])));
      for (const run of these) {
        run.level = name.split("/")[1];
        run.at = within[run.line].push(run) - 1;
        run.beside = within[run.line];
      }
      return these;
    });
    if (all.length !== found.runs) {
      throw new DataError(phrase("{runs} runs are recorded, and {listed} are listed.",
        { runs: String(found.runs), listed: String(all.length) }));
    }
    const lines = found.lines.map(() => []);
    all.forEach((run) => lines[run.line].push(run));
    return { all, lines };
  }

  /* SHA-256 (FIPS 180-4) of bytes. Browsers offer theirs to pages from https alone. */
  const primes = [];
  for (let number = 2; primes.length < 64; number += 1) {
    if (primes.every((prime) => number % prime)) {
      primes.push(number);
    }
  }
  const fraction = (value) => Math.floor((value - Math.floor(value)) * 2 ** 32) | 0;
  const ROUND = primes.map((prime) => fraction(Math.cbrt(prime)));
  const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const turned = (value, by) => (value >>> by) | (value << (32 - by));

  function sha256(bytes) {
    const blocks = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
    blocks.set(bytes);
    blocks[bytes.length] = 0x80;
    const view = new DataView(blocks.buffer);
    view.setUint32(blocks.length - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(blocks.length - 4, bytes.length << 3);
    const state = Int32Array.from(START);
    const words = new Int32Array(64);
    for (let start = 0; start < blocks.length; start += 64) {
      for (let at = 0; at < 64; at += 1) {
        if (at < 16) {
          words[at] = view.getInt32(start + 4 * at);
        } else {
          const [early, late] = [words[at - 15], words[at - 2]];
          words[at] = words[at - 16] + words[at - 7]
            + (turned(early, 7) ^ turned(early, 18) ^ (early >>> 3))
            + (turned(late, 17) ^ turned(late, 19) ^ (late >>> 10));
        }
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let at = 0; at < 64; at += 1) {
        const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25))
          + ((e & f) ^ (~e & g)) + ROUND[at] + words[at]) | 0;
        const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22))
          + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((value, at) => { state[at] += value; });
    }
    return [...state].flatMap((word) =>
      [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);
  }

  window.reportgen = {
    data(name, document_) { received.set(name, document_); },
    words(these) { spoken = these; },
    DataError, address, beside, each, every, file, holding, load, manifest, phrase, phraseMany, runs,
    sha256, shardOf,
  };
})();
