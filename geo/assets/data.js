"use strict";
// The data block of the document, decoded to records. See geo/block.py, which writes it.
(function (atlas) {
  const PLACES = 1000; // coordinates of lines are whole thousandths of a degree

  const decodeLine = (text) =>
    atlas.polyline(text).map(([lon, lat]) => [lat / PLACES, lon / PLACES]);

  const texts = (value) => (value ? [value] : []);

  // What the words filter searches: fields of the record, and of the objects in its list fields.
  function searched(record, fields) {
    return fields.flatMap((field) => {
      const [name, inner] = field.split(".");
      const value = record[name];
      return inner ? (value || []).flatMap((item) => texts(item[inner])) : texts(value);
    });
  }

  function resolveSources(record, sources) {
    const look = (indexes) => (indexes || []).map((index) => sources[index]);
    record.sources = look(record.sources);
    for (const value of Object.values(record)) {
      if (!Array.isArray(value)) continue;
      for (const item of value) {
        if (item && typeof item === "object" && typeof (item.sources || [])[0] === "number") {
          item.sources = look(item.sources);
        }
      }
    }
  }

  function decodeLayer(name, { fields, inner, searched: wanted, rows }, sources) {
    const innerNames = Object.keys(inner);
    return rows.map((row, index) => {
      const record = { layer: name, index };
      fields.forEach((field, n) => {
        const value = row[n];
        record[field] = value === undefined ? null : value;
      });
      for (const field of innerNames) {
        record[field] = (record[field] || []).map((values) =>
          Object.fromEntries(
            inner[field].map((key, n) => [key, values[n] === undefined ? null : values[n]]),
          ),
        );
      }
      record.id = record.id === undefined ? record.iso3 : record.id;
      record.name = record.title === undefined ? record.name : record.title;
      record.dated = name !== "incidents" || record.date !== null;
      record.routes = record.routes || [];
      resolveSources(record, sources);
      record.lines = record.lines ? record.lines.map(decodeLine) : null;
      record.rings = record.rings ? record.rings.map(decodeLine) : null;
      record.spots = record.spots || null;
      record.point = record.point || null;
      record.searched = () => searched(record, wanted);
      return record;
    });
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

  atlas.data = function (block) {
    atlas.words.use(block.strings, block.meta.lang);
    atlas.dates.use(block.months);
    atlas.folding.use(block.folding);
    const sources = block.sources.rows.map((row) =>
      Object.fromEntries(
        block.sources.fields.map((key, n) => [key, row[n] === undefined ? null : row[n]]),
      ),
    );
    const records = {};
    const byKey = new Map();
    const layers = Object.keys(block.layers);
    for (const name of layers) {
      records[name] = decodeLayer(name, block.layers[name], sources);
      for (const record of records[name]) byKey.set(`${name}:${record.id}`, record);
    }
    const data = {
      meta: block.meta,
      layers,
      layerOrder: block.layer_order,
      records,
      sources,
      routes: block.routes,
      vocab: block.vocab,
      style: block.style,
      topology: {
        ...block.topology,
        arcs: block.topology.arcs.map((text) => atlas.polyline(text, true)),
      },
      bounds: block.bounds,
      find: (layer, id) => byKey.get(`${layer}:${id}`),
      has: (key) => byKey.has(key),
      known: {
        route: new Set(Object.keys(block.routes)),
        layer: new Set(block.layer_order),
        kind: new Set(Object.keys(block.vocab.kind)),
        outcome: new Set(Object.keys(block.vocab.outcome)),
        corroboration: new Set(Object.keys(block.vocab.corroboration)),
        country: countriesOf(records),
      },
    };
    data.base = atlas.selection.parse(block.base, data).selection;
    data.opening = atlas.selection.parse(block.opening, data).selection;
    return data;
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
