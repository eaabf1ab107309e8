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

  /* The values of pairs, each as often as it follows itself: [0, 3, 1, 1] is 0, 0, 0, 1. */
  function counted(pairs) {
    return pairs.flatMap((value, at) => (at % 2 ? Array(value).fill(pairs[at - 1]) : []));
  }

  /* The numbers of stretches: [4, 3] is 4, 5, 6. */
  function stretched(pairs) {
    return pairs.flatMap((length, at) =>
      (at % 2 ? Array.from({ length }, (_, step) => pairs[at - 1] + step) : []));
  }

  function parted(text, mark, count, path) {
    const found = count ? text.split(mark) : [];
    if (found.length !== count) {
      throw new DataError(`\`${path}\` does not have as many entries as it says.`);
    }
    return found;
  }

  async function namesList() {
    const found = await manifest();
    return file("names", "data/names.js", found.names);
  }

  /* What the tests of one file of names are called, in columns. */
  async function namesOf(list, number) {
    const path = list.files[number].replace(/json$/, "js");
    const part = await file(`names/${number}`, path, list.keys[number]);
    const within = counted(part.class_name).map((place) => part.class_names[place]);
    const names = parted(part.names, "\n", part.tests, path);
    return {
      ids: parted(part.ids, "\n", part.tests, path),
      titles: names.map((name, at) =>
        (within[at] ? `${within[at]}.${name}` : name || "unnamed test")),
      names, class_names: within,
      suites: counted(part.suite).map((place) => part.suites[place]),
      files: counted(part.file).map((place) => part.files[place]),
    };
  }

  /* What all tests are called, in columns, by their places. */
  async function names() {
    const list = await namesList();
    const parts = await Promise.all(list.files.map((_, number) => namesOf(list, number)));
    const all = { list };
    for (const column of ["ids", "titles", "names", "class_names", "suites", "files"]) {
      all[column] = parts.flatMap((part) => part[column]);
    }
    if (all.ids.length !== list.tests) {
      throw new DataError(`\`data/names.js\` does not have as many tests as its files.`);
    }
    return all;
  }

  /* Returns what tells how the tests at places are called; no file is read that has none of them. */
  async function named(places) {
    const list = await namesList();
    const numbers = [...new Set(places.map((place) => Math.floor(place / list.most)))];
    const parts = new Map(await Promise.all(numbers.map(async (number) =>
      [number, await namesOf(list, number)])));
    return (place) => {
      const part = parts.get(Math.floor(place / list.most));
      const at = place % list.most;
      return { id: part.ids[at], title: part.titles[at], name: part.names[at],
        class_name: part.class_names[at], suite: part.suites[at], file: part.files[at] };
    };
  }

  /*
   * The tests of a shard by their ids: the place of each in the list of names, where the shard
   * tells it, and its series by the numbers of lines.
   */
  function testsOf(shard) {
    const ids = shard.ids ? shard.ids.split("\n") : [];
    const found = ids.map((_, at) => ({ place: shard.places ? shard.places[at] : null, lines: {} }));
    for (const [line, series] of Object.entries(shard.lines)) {
      const rows = stretched(series.rows);
      const statuses = parted(series.statuses, " ", rows.length, shard.name);
      rows.forEach((at, row) => {
        found[at].lines[line] = {
          statuses: statuses[row], durations_ms: series.durations_ms[row],
          messages: series.messages[row] || [],
          state: series.states && series.states[row],
          told: series.told && series.told[row], pace: series.pace && series.pace[row],
        };
      });
    }
    return new Map(ids.map((id, at) => [id, found[at]]));
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

  /* Letters over runs: "12PF" is twelve passes and a failure. */
  function letters(text) {
    return text.replace(/(\d+)(\D)/g, (_, count, letter) => letter.repeat(Number(count)));
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
    DataError, address, beside, counted, each, every, file, holding, letters, load, manifest, named,
    names, namesList, parted, runs, sha256, shardOf, stretched, testsOf,
  };
})();
