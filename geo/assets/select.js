"use strict";
// What a selection shows, layer by layer: the same as geo/select.py.
(function (atlas) {
  function searchText(record) {
    if (record.searchText === undefined) {
      const own = record.searched().map(atlas.folding.fold);
      for (const source of record.sources) {
        if (source.searchText === undefined) {
          source.searchText = atlas.folding.fold(`${source.publisher}\n${source.title}`);
        }
        own.push(source.searchText);
      }
      record.searchText = own.join("\n");
    }
    return record.searchText;
  }

  const meet = (values, set) => !!values && values.some((value) => set.has(value));

  function byRoute(name, chosen, data) {
    if (name === "routes") return (record) => chosen.has(record.id);
    if (name === "countries") {
      const named = new Set();
      for (const id of chosen) {
        for (const code of data.routes[id] ? data.routes[id].countries : []) named.add(code);
      }
      return (record) => named.has(record.iso3);
    }
    return (record) => meet(record.routes, chosen);
  }

  function byCountry(name, chosen) {
    if (name === "routes" || name === "crossings") return (r) => meet(r.countries, chosen);
    return name === "countries" ? (r) => chosen.has(r.iso3) : (r) => chosen.has(r.country);
  }

  function byTime(from, to) {
    return (record) =>
      (to === null || record.first === null || record.first <= to) &&
      (from === null || record.last === null || record.last >= from);
  }

  /** What the filters ask of a layer's records: [filter, test] of each that is set and touches it. */
  atlas.testsOf = (name, selection, data) => {
    const found = [];
    const [from, to] = atlas.selection.days(selection);
    if (from !== null || to !== null) {
      const timed = byTime(from, to);
      found.push(["time", name === "incidents" ? (record) => record.dated && timed(record) : timed]);
    }
    if (selection.route.length) found.push(["route", byRoute(name, new Set(selection.route), data)]);
    if (selection.country.length) found.push(["country", byCountry(name, new Set(selection.country))]);
    if (name === "incidents") {
      for (const field of ["kind", "outcome", "corroboration"]) {
        if (!selection[field].length) continue;
        const chosen = new Set(selection[field]);
        found.push([field, (record) => chosen.has(record[field])]);
      }
    }
    const words = atlas.folding.words(selection.words);
    if (words.length) {
      found.push(["words", (record) => {
        const text = searchText(record);
        return words.every((word) => text.includes(word));
      }]);
    }
    return found;
  };

  /**
   * The one filter that hides a record of a layer whose `tests` are given: "" where it is shown, its
   * name where all others would show it, null where several hide it.
   */
  atlas.hiddenBy = (record, tests) => {
    let name = "";
    for (let i = 0; i < tests.length; i += 1) {
      if (tests[i][1](record)) continue;
      if (name) return null;
      name = tests[i][0];
    }
    return name;
  };

  atlas.select = function (data, selection) {
    const shown = { undatedHidden: 0, noRoute: 0, parts: 0 };
    for (const name of data.layers) {
      if (selection.layer.length && !selection.layer.includes(name)) {
        shown[name] = [];
        continue;
      }
      const tests = atlas.testsOf(name, selection, data);
      const incidents = name === "incidents";
      shown[name] = data.records[name].filter((record) => {
        const hidden = atlas.hiddenBy(record, tests);
        if (incidents && hidden === "time" && !record.dated) shown.undatedHidden += 1;
        if (incidents && hidden === "route" && !record.routes.length) shown.noRoute += 1;
        if (incidents && hidden === "" && record.part_of) shown.parts += 1;
        return hidden === "";
      });
    }
    return shown;
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
