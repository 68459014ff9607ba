"use strict";
// The data block of the document, decoded to records. See geo/block.py, which writes it.
(function (atlas) {
  const PLACES = 1000; // coordinates of lines are whole thousandths of a degree

  const decodeLine = (text) =>
    atlas.polyline(text).map(([lon, lat]) => [lat / PLACES, lon / PLACES]);

  const texts = (value) => (value ? [value] : []);

  // What the words filter searches: fields of the record, and of the objects in its list fields. called: what places
  // are named in other languages.
  function searched(record, fields, called) {
    return fields.flatMap((field) => {
      const [name, inner] = field.split(".");
      const value = record[name];
      const found = inner ? (value || []).flatMap((item) => texts(item[inner])) : texts(value);
      return (inner || name) === "place" ? found.flatMap((place) => [place, ...(called[place] || [])]) : found;
    });
  }

  function resolveSources(record, sources, lists) {
    const look = (indexes) => (indexes || []).map((index) => sources[index]);
    record.sources = look(record.sources);
    for (const [field, keys] of lists) {
      if (!keys.includes("sources")) continue;
      for (const item of record[field]) item.sources = look(item.sources);
    }
  }

  // A column as one array: see geo/block.py.
  function decodeColumn(column, length) {
    if (Array.isArray(column)) return column;
    if (column.of) return column.at.map((n) => column.of[n]);
    if (column.line) {
      const points = atlas.polyline(column.line).map(([lat, lon]) => [lat / 1e5, lon / 1e5]);
      if (!column.at) return points;
      const values = new Array(length).fill(null);
      column.at.forEach((n, i) => (values[n] = points[i]));
      return values;
    }
    return new Array(length).fill(column.all);
  }

  const named = (keys, values) =>
    Object.fromEntries(keys.map((key, n) => [key, values[n] === undefined ? null : values[n]]));

  // What follows from a date: its first and last day, and its words in the language shown.
  function withDate(item) {
    const { date, active_from: from, active_to: to } = item;
    const edtf = date || ((from || to) && `${from || ".."}/${to || ".."}`);
    if (!edtf) return Object.assign(item, { first: null, last: null, date_text: null });
    return Object.assign(item, atlas.dates.interval(edtf), { date_text: atlas.dates.sayEdtf(edtf) });
  }

  function decodeLayer(name, { length, columns, inner, searched: wanted, fields }, { sources, called }) {
    const records = [];
    for (let index = 0; index < length; index += 1) {
      const record = { layer: name, index };
      for (const field of fields) record[field] = null;
      record.searched = () => searched(record, wanted, called);
      records.push(record);
    }
    for (const [field, column] of Object.entries(columns)) {
      decodeColumn(column, length).forEach((value, index) => {
        records[index][field] = value;
      });
    }
    const lists = Object.entries(inner);
    for (const record of records) {
      for (const [field, keys] of lists) {
        const read = keys.includes("date") ? (values) => withDate(named(keys, values)) : (values) => named(keys, values);
        record[field] = (record[field] || []).map(read);
      }
      record.id = record.id === undefined ? record.iso3 : record.id;
      record.name = record.title === undefined ? record.name : record.title;
      record.dated = name !== "incidents" || record.date !== null;
      record.routes = record.routes || [];
      withDate(record);
      resolveSources(record, sources, lists);
      record.lines = record.lines ? record.lines.map(decodeLine) : null;
      record.rings = record.rings ? record.rings.map(decodeLine) : null;
    }
    return records;
  }

  // The countries that records name, as the vocabulary in geo/selection.py counts them.
  function countriesOf(records) {
    const codes = new Set();
    for (const record of Object.values(records).flat()) {
      for (const code of [record.country, record.iso3, ...(record.countries || [])]) {
        if (code) codes.add(code);
      }
    }
    return codes;
  }

  /** The block's records and words in one of its languages, the first if none is named. */
  atlas.data = function (block, wanted) {
    const lang = atlas.carried(block.meta.langs, wanted);
    const { vocab } = block.languages[lang];
    atlas.speak(block.languages[lang], lang);
    atlas.folding.use(block.folding);
    const sources = block.sources.rows.map((row) => named(block.sources.fields, row));
    const records = {};
    const byKey = new Map();
    const layers = block.layer_order.filter((name) => block.layers[name]);
    for (const name of layers) {
      records[name] = decodeLayer(name, block.layers[name], { sources, called: block.called });
      for (const record of records[name]) byKey.set(`${name}:${record.id}`, record);
    }
    const data = {
      story: block.story,
      meta: atlas.metaIn(block, lang),
      layers,
      layerOrder: block.layer_order,
      records,
      sources,
      // Figures of another kind than the records, with who published them.
      arrivals: block.arrivals.map(([period, people, works]) => ({ period, people, sources: works.map((n) => sources[n]) })),
      routes: block.routes,
      vocab,
      style: block.style,
      topology: {
        ...atlas.namedTopology(block.topology, vocab),
        arcs: block.topology.arcs.map((text) => atlas.polyline(text, true)),
      },
      bounds: block.bounds,
      find: (layer, id) => byKey.get(`${layer}:${id}`),
      has: (key) => byKey.has(key),
      known: {
        route: new Set(Object.keys(block.routes)),
        layer: new Set(block.layer_order),
        kind: new Set(Object.keys(vocab.kind)),
        outcome: new Set(Object.keys(vocab.outcome)),
        corroboration: new Set(Object.keys(vocab.corroboration)),
        country: countriesOf(records),
      },
    };
    data.base = atlas.selection.parse(block.base, data).selection;
    // What the file holds, in words: seldom asked for.
    Object.defineProperty(data.meta, "holds", { get: () => atlas.selection.say(data.base, atlas.select(data, data.base), data) });
    data.opening = atlas.selection.parse(block.opening, data).selection;
    return data;
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
