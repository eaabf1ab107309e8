/*
 * Tests that came and tests that went: which of them are the same under another name. The rules
 * are those of reportgen.analysis.renames, step by step; a test holds the two to the same pairs.
 *
 * A test is { id, class_name, file, name, red, said }: said is the message of a red one.
 */
(function () {
  "use strict";

  const MOST_COMPARED = 40_000;
  const MARGIN = 0.1;
  const ROUNDS = 8;
  const MOST_WORDS = 40;
  const MOST_READ = 500;
  const GREEN = [0.8, 0.66]; // how close names have to be: with words exchanged, or only added
  const RED = [0.6, 0.5];
  const TYPO = 0.9;
  const PARAMETERS = /[[({]/u;
  const HUMP = /(?<=[a-z])(?=[A-Z])/gu;
  const WORD = /[\p{L}\p{Nl}\p{No}]+/gu;
  const NUMBER = /\p{Nd}+/gu;
  // What a message says of the moment and the machine, not of the fault.
  const VOLATILE = new RegExp([
    "\\b0x[0-9a-f]{4,16}\\b",
    "\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b",
    "(?:/private)?/(?:tmp|var/folders)/[^\\s'\"]{1,200}",
    "\\b\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d{1,9})?",
    "\\b\\d{1,12}(?:\\.\\d{1,12})? ?(?:ms|s|sec|seconds)\\b",
    "\\b\\d{1,9}\\.\\d{3,18}\\b",
    "\\b\\d{4,18}\\b"].join("|"), "gi");

  /* Texts by their code points, as they are ordered elsewhere. */
  function ordered(one, two) {
    const [mine, theirs] = [[...one], [...two]];
    for (let at = 0; at < mine.length && at < theirs.length; at += 1) {
      if (mine[at] !== theirs[at]) { return mine[at].codePointAt(0) - theirs[at].codePointAt(0); }
    }
    return mine.length - theirs.length;
  }

  function signature(said) {
    const line = said.replace(VOLATILE, "…").split(/\s+/u).filter(Boolean).join(" ");
    return /[\p{L}\p{N}]/u.test(line) ? line : "";
  }

  const folded = (text) => text.toUpperCase().toLowerCase();

  function seen(test) {
    const name = [...test.name].slice(0, MOST_READ).join("");
    const cut = name.search(PARAMETERS);
    const base = cut < 0 ? name : name.slice(0, cut);
    return {
      ...test, name, file: test.file || "", said: test.red ? signature(test.said) : "",
      words: (base.replace(HUMP, " ").match(WORD) || []).slice(0, MOST_WORDS).map(folded),
      apart: [...(base.match(NUMBER) || []), name.slice(base.length)].join("\0"),
    };
  }

  /* The longest stretch that both have between these ends: the first of the longest. */
  function longest(one, places, [from, to, low, high]) {
    let best = [from, low, 0];
    let before = new Map();
    for (let at = from; at < to; at += 1) {
      const now = new Map();
      for (const other of places.get(one[at]) || []) {
        if (other >= high) { break; }
        if (other >= low) {
          const size = (before.get(other - 1) || 0) + 1;
          now.set(other, size);
          if (size > best[2]) { best = [at - size + 1, other - size + 1, size]; }
        }
      }
      before = now;
    }
    return best;
  }

  /* How alike two sequences are, as Ratcliff and Obershelp measure it, from 0 to 1. */
  function ratio(one, two) {
    const places = new Map();
    two.forEach((each, at) => {
      if (!places.has(each)) { places.set(each, []); }
      places.get(each).push(at);
    });
    let common = 0;
    const left = [[0, one.length, 0, two.length]];
    while (left.length) {
      const within = left.pop();
      const [mine, theirs, size] = longest(one, places, within);
      if (size) {
        common += size;
        left.push([within[0], mine, within[2], theirs],
          [mine + size, within[1], theirs + size, within[3]]);
      }
    }
    const whole = one.length + two.length;
    return whole ? (2 * common) / whole : 1;
  }

  function ofClass(test) {
    const last = [...test.class_name].slice(-MOST_READ).join("").split(".").pop();
    return (last.replace(HUMP, " ").match(WORD) || []).slice(0, MOST_WORDS).map(folded);
  }

  /* Whether the longer has all words of the shorter, in their order. */
  function isWithin(shorter, longer) {
    let at = -1;
    return shorter.every((word) => {
      at = longer.indexOf(word, at + 1);
      return at >= 0;
    });
  }

  const mayBe = (old, came) =>
    !old.red || (came.red && old.said !== "" && old.said === came.said);

  function closeness(old, came) {
    let [mine, theirs] = [came.words, old.words];
    if (old.class_name !== came.class_name) {
      mine = [...ofClass(came), ...mine];
      theirs = [...ofClass(old), ...theirs];
    }
    if (!mine.length || !theirs.length || !mayBe(old, came)) { return 0; }
    const [exchanged, extended] = old.red ? RED : GREEN;
    const shared = new Set(mine.filter((word) => theirs.includes(word))).size;
    let score = 0;
    if ((2 * shared) / (mine.length + theirs.length) >= extended / 2) {
      score = ratio(theirs, mine);
      const [shorter, longer] = theirs.length < mine.length ? [theirs, mine] : [mine, theirs];
      if (score < (isWithin(shorter, longer) ? extended : exchanged)) { score = 0; }
    }
    if (!score && Math.abs(mine.length - theirs.length) <= 1) {
      const typo = ratio([...theirs.join(" ")], [...mine.join(" ")]);
      score = typo >= TYPO ? typo : 0;
    }
    return score;
  }

  function together(went, came, key) {
    const places = new Map();
    [went, came].forEach((tests, side) => tests.forEach((test) => {
      for (const where of key(test)) {
        const name = JSON.stringify(where);
        if (!places.has(name)) { places.set(name, { where, sides: [[], []] }); }
        places.get(name).sides[side].push(test);
      }
    }));
    return [...places.values()];
  }

  /* Pairs that have a class or file and a name in common, which no other has. */
  function alone(went, came, field) {
    const key = (test) => (test[field] ? [[test[field], test.name]] : []);
    return together(went, came, key).map(({ sides }) => sides).filter(([theirs, ours]) =>
      theirs.length === 1 && ours.length === 1 && mayBe(theirs[0], ours[0]))
      .map(([theirs, ours]) => [ours[0].id, theirs[0].id]);
  }

  /* Pairs of one class or file whose names are close, the closest first. */
  function close(went, came) {
    const key = (test) => [
      ...(test.class_name ? [["class", test.class_name, test.apart]] : []),
      ...(test.file ? [["file", test.file, test.apart]] : [])];
    const places = together(went, came, key);
    places.sort(({ where: one }, { where: two }) => {
      const at = one.findIndex((each, place) => each !== two[place]);
      return ordered(one[at], two[at]);
    });
    const found = new Map();
    let left = MOST_COMPARED;
    for (const { sides: [theirs, ours] } of places) {
      const cost = theirs.length * ours.length;
      if (cost > left) { continue; }
      left -= cost;
      for (const old of theirs) {
        for (const test of ours) {
          const score = closeness(old, test);
          if (score) {
            found.set(JSON.stringify([old.id, test.id]), { score, old: old.id, came: test.id });
          }
        }
      }
    }
    return [...found.values()].sort((one, two) => two.score - one.score
      || ordered(one.old, two.old) || ordered(one.came, two.came));
  }

  /* Pairs that no other comes near, the closest first; one test is in one pair. */
  function decided(pairs) {
    const [byOld, byCame] = ["old", "came"].map((side) => {
      const of = new Map();
      pairs.forEach((pair) => of.set(pair[side], [...(of.get(pair[side]) || []), pair]));
      return of;
    });
    const found = new Map();
    const taken = new Set();
    for (let round = 0, before = -1; round < ROUNDS && found.size !== before; round += 1) {
      before = found.size;
      for (const pair of pairs) {
        if (taken.has(pair.old) || found.has(pair.came)) { continue; }
        const rivals = [...byOld.get(pair.old), ...byCame.get(pair.came)].some((other) =>
          other !== pair && !taken.has(other.old) && !found.has(other.came)
          && other.score > pair.score - MARGIN);
        if (!rivals) {
          found.set(pair.came, pair.old);
          taken.add(pair.old);
        }
      }
    }
    return found;
  }

  /* Returns which of the tests that came was which of those that went, by their ids. */
  function renames(came, went) {
    const byId = (one, two) => ordered(one.id, two.id);
    const [ours, theirs] = [came, went].map((tests) => tests.map(seen).sort(byId));
    const found = new Map();
    const left = () => {
      const gone = new Set(found.values());
      return [theirs.filter(({ id }) => !gone.has(id)), ours.filter(({ id }) => !found.has(id))];
    };
    for (const field of ["class_name", "file"]) {
      alone(...left(), field).forEach(([test, old]) => found.set(test, old));
    }
    decided(close(...left())).forEach((old, test) => found.set(test, old));
    return found;
  }

  window.reportgen.renames = renames;
})();
