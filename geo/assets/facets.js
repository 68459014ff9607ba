"use strict";
// The facets that a file's records give, and how many records each of their options would show.
(function (atlas) {
  // The values of a record by which a facet finds it, in the layers that the facet touches.
  const VALUES = {
    layer: (record) => [record.layer],
    kind: (record) => (record.layer === "incidents" ? [record.kind] : []),
    route: (record, passing) => (record.layer === "routes" ? [record.id] : record.layer === "countries" ? passing.get(record.iso3) || [] : record.routes),
    country: (record) => (record.layer === "countries" ? [record.iso3] : record.countries || [record.country]),
    outcome: (record) => (record.layer === "incidents" ? [record.outcome] : []),
    corroboration: (record) => (record.layer === "incidents" ? [record.corroboration] : []),
  };

  /** Routes by the country that they name. */
  function routesThrough(data) {
    const through = new Map();
    for (const route of Object.values(data.routes)) {
      for (const code of new Set(route.countries)) through.set(code, [...(through.get(code) || []), route.id]);
    }
    return through;
  }

  /**
   * For each facet, how many records each option would show if it alone were chosen there, with all
   * other filters as they are: a Map from option to number, in which what is not named is none.
   */
  atlas.facetCounts = (data, selection) => {
    const facets = Object.keys(VALUES);
    const counts = Object.fromEntries(facets.map((facet) => [facet, new Map()]));
    const through = routesThrough(data);
    for (const name of data.layers) {
      const off = selection.layer.length > 0 && !selection.layer.includes(name);
      const tests = atlas.testsOf(name, selection, data);
      if (off) tests.unshift(["layer", () => false]);
      for (const record of data.records[name]) {
        const hidden = atlas.hiddenBy(record, tests);
        if (hidden === null) continue;
        for (const facet of hidden ? facets.filter((each) => each === hidden) : facets) {
          const found = counts[facet];
          for (const value of VALUES[facet](record, through)) found.set(value, (found.get(value) || 0) + 1);
        }
      }
    }
    return counts;
  };

  /** The facets that the file's own records give: name, heading, options with their signs. */
  atlas.facets = (data) => {
    const { base } = data;
    const through = routesThrough(data);
    const held = Object.fromEntries(Object.keys(VALUES).map((facet) => [facet, new Set()]));
    for (const record of Object.values(data.records).flat()) {
      for (const [facet, values] of Object.entries(VALUES)) {
        if (facet !== "route" || record.layer !== "countries") for (const value of values(record, through)) held[facet].add(value);
      }
    }
    const within = (name, id) => held[name].has(id) && (!base[name].length || base[name].includes(id));
    const terms = (name, sign) =>
      Object.entries(data.vocab[name]).filter(([id]) => within(name, id)).map(([id, label]) => ({ id, label, sign: sign && (() => sign(id)) }));
    const routes = Object.values(data.routes).filter((route) => within("route", route.id)).map((route) => ({
      id: route.id,
      label: atlas.words.dashed(route.name),
      family: route.kind,
      sign: () => atlas.lineSample(route.kind, true),
    }));
    return [
      facet("layer", "panel.filter.layer", data.layers.map((id) => ({ id, label: data.vocab.layer[id] })), true),
      facet("kind", "panel.filter.kind", terms("kind", (kind) => atlas.mark({ layer: "incidents", kind, precision: "site" }, 14))),
      facet("route", "panel.filter.route", routes),
      facet("country", "panel.filter.country", terms("country").sort((a, b) => a.label.localeCompare(b.label))),
      facet("outcome", "panel.filter.outcome", terms("outcome")),
      facet("corroboration", "panel.filter.corroboration", terms("corroboration")),
    ].filter((each) => each.options.length > 1);
  };

  /**
   * A facet; an empty list in the selection filters nothing. Layers are switches, all on at first;
   * in the other facets a tick narrows.
   */
  function facet(name, heading, options, switches = false) {
    const ids = options.map((option) => option.id);
    return {
      name,
      heading,
      options,
      ticked: (selection, id) => selection[name].includes(id) || (switches && selection[name].length === 0),
      chosen: (selection) => options.filter((option) => selection[name].includes(option.id)),
      /** The list after one option was ticked or cleared, in the options' order. */
      toggled(selection, id, on) {
        const now = ids.filter((other) => (other === id ? on : this.ticked(selection, other)));
        return switches && now.length === ids.length ? [] : now;
      },
    };
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
