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

  // Tests that a record of the layer must all pass, apart from those of time and route.
  function tests(name, selection) {
    const found = [];
    if (selection.country.length) found.push(byCountry(name, new Set(selection.country)));
    if (name === "incidents") {
      for (const field of ["kind", "outcome", "corroboration"]) {
        if (!selection[field].length) continue;
        const chosen = new Set(selection[field]);
        found.push((record) => chosen.has(record[field]));
      }
    }
    const words = atlas.folding.words(selection.words);
    if (words.length) {
      found.push((record) => {
        const text = searchText(record);
        return words.every((word) => text.includes(word));
      });
    }
    return found;
  }

  atlas.select = function (data, selection) {
    const [from, to] = atlas.selection.days(selection);
    const chosen = new Set(selection.route);
    const shown = { undatedHidden: 0, noRoute: 0, parts: 0 };
    for (const name of data.layers) {
      if (selection.layer.length && !selection.layer.includes(name)) {
        shown[name] = [];
        continue;
      }
      const passes = tests(name, selection);
      const onRoute = chosen.size ? byRoute(name, chosen, data) : () => true;
      const incidents = name === "incidents";
      shown[name] = data.records[name].filter((record) => {
        if (!passes.every((test) => test(record))) return false;
        const routed = onRoute(record);
        const timed =
          (to === null || record.first === null || record.first <= to) &&
          (from === null || record.last === null || record.last >= from);
        if (!incidents) return routed && timed;
        const undated = !record.dated && (from !== null || to !== null);
        if (undated && routed) shown.undatedHidden += 1;
        if (chosen.size && timed && !undated && !record.routes.length) shown.noRoute += 1;
        if (!routed || !timed || undated) return false;
        if (record.part_of) shown.parts += 1;
        return true;
      });
    }
    return shown;
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
