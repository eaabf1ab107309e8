/*
 * What the data says in columns, as a page needs it: names of tests by their places, what tests of
 * a shard came to, letters over runs. A column that is shorter than it says is an error.
 */
(function () {
  "use strict";

  const { DataError, file, manifest } = reportgen;

  /* Letters over runs: "12PF" is twelve passes and a failure. */
  function letters(text) {
    return text.replace(/(\d+)(\D)/g, (_, count, letter) => letter.repeat(Number(count)));
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
      throw new DataError(reportgen.phrase(
        "{file} does not have as many entries as it says.", { file: `\`${path}\`` }));
    }
    return found;
  }

  async function namesList() {
    const found = await manifest();
    return file("names", "data/names.js", found.names);
  }

  /* What the tests of one file of names are called, in columns. */
  async function namesOf(list, number) {
    const path = list.files[number];
    const part = await file(`names/${number}`, path, list.keys[number]);
    const within = counted(part.class_name).map((place) => part.class_names[place]);
    const names = parted(part.names, "\n", part.tests, path);
    return {
      ids: parted(part.ids, "\n", part.tests, path),
      titles: names.map((name, at) =>
        (within[at] ? `${within[at]}.${name}` : name || reportgen.phrase("unnamed test"))),
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
      throw new DataError(reportgen.phrase(
        "{file} does not have as many tests as its files.", { file: "`data/names.js`" }));
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

  Object.assign(window.reportgen, {
    counted, letters, named, names, namesList, parted, stretched, testsOf,
  });
})();
