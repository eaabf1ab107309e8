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
            reject(new DataError(`\`${path}\` is broken: it does not hold what its name says.`));
          }
        };
        element.onerror = () => {
          element.remove();
          reject(new DataError(`\`${path}\` is missing or cannot be read.`));
        };
        document.head.append(element);
      }));
    }
    return asked.get(path);
  }

  function checked(found, name, path, key, runs) {
    if (found.generator !== "reportgen" || found.schema_version !== SCHEMA_VERSION) {
      throw new DataError(`\`${path}\` is in a form that this page does not read.`);
    }
    if (found.name !== name || (key !== undefined && found.key !== key)) {
      throw new DataError(`\`${path}\` is of another build than the manifest.`);
    }
    if (runs !== undefined && found.runs !== runs) {
      throw new DataError(
        `\`${path}\` is of ${found.runs} runs, and the manifest of ${runs}.`);
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
      throw new DataError(`The manifest names no \`${set}\`.`);
    }
    const name = shard === undefined ? set : `${set}/${shard}`;
    const path = entry.path.replace("{shard}", shard || "").replace(/json$/, "js");
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
        asked.delete(path.replace("{shard}", found.name.split("/")[1]).replace(/json$/, "js"));
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
      throw new DataError(`${found.runs} runs are recorded, and ${all.length} are listed.`);
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
    DataError, address, beside, each, every, file, holding, load, manifest, runs, sha256, shardOf,
  };
})();
