"use strict";
// What a reader chose: read from and printed to the one query string, and said as a sentence.
// The same as geo/selection.py and select.say; docs/selection.md says what each parameter means.
(function (atlas) {
  const LISTS = ["route", "layer", "kind", "outcome", "corroboration", "country"];
  const NAMES = ["from", "to", ...LISTS, "words", "item", "view"];
  const COUNTED = ["incidents", "routes", "crossings", "detention_sites", "countries"];
  const NUMBER = "-?[0-9]{1,3}(?:\\.[0-9]{1,9})?";
  const VIEW = new RegExp(`^${NUMBER},${NUMBER},[0-9]{1,2}(?:\\.[0-9]{1,9})?$`);

  const EMPTY = make({});

  function make(values) {
    const selection = {};
    for (const name of NAMES) {
      const value = values[name];
      selection[name] = LISTS.includes(name)
        ? Object.freeze([...new Set(value || [])].sort())
        : value || "";
    }
    return Object.freeze(selection);
  }

  function viewOf(text) {
    if (!VIEW.test(text)) return null;
    const [lat, lon, zoom] = text.split(",").map(Number);
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom <= 24 ? { lat, lon, zoom } : null;
  }

  function parse(query, data) {
    const given = new URLSearchParams(query.replace(/^[?#]+/, ""));
    const notes = [];
    const values = {};
    for (const name of LISTS) {
      values[name] = given.getAll(name).filter((value) => {
        if (data.known[name].has(value)) return true;
        if (value) notes.push(atlas.t("say.note.unknown", { name, value }));
        return false;
      });
    }
    for (const name of ["from", "to"]) {
      const value = given.getAll(name).pop() || "";
      if (value && atlas.dates.parsePoint(value, "first") === null) {
        notes.push(atlas.t("say.note.date", { name, value }));
      } else values[name] = value;
    }
    const [from, to] = days(values);
    if (from !== null && to !== null && from > to) {
      notes.push(atlas.t("say.note.swapped", { from: values.from, to: values.to }));
      [values.from, values.to] = [values.to, values.from];
    }
    values.words = (given.getAll("words").pop() || "").replace(/^ +| +$/g, "");
    const item = given.getAll("item").pop() || "";
    if (item && !data.has(item)) notes.push(atlas.t("say.note.item", { value: item }));
    else values.item = item;
    const view = given.getAll("view").pop() || "";
    if (view && !viewOf(view)) notes.push(atlas.t("say.note.view", { value: view }));
    else values.view = view;
    return { selection: make(values), notes };
  }

  function encode(value) {
    return encodeURIComponent(value)
      .replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase())
      .replace(/%20/g, "+")
      .replace(/%3A/g, ":")
      .replace(/%2C/g, ",")
      .replace(/%2F/g, "/");
  }

  function print(selection) {
    const pairs = [];
    for (const name of NAMES) {
      const values = LISTS.includes(name) ? selection[name] : [selection[name]];
      for (const value of values) if (value) pairs.push(`${name}=${encode(value)}`);
    }
    return pairs.join("&");
  }

  // First and last day chosen, null where open.
  function days(selection) {
    return [
      selection.from ? atlas.dates.parsePoint(selection.from, "first") : null,
      selection.to ? atlas.dates.parsePoint(selection.to, "last") : null,
    ];
  }

  // A selection within what the file holds; `cut` where it asked for more.
  function narrow(base, wanted) {
    const values = { ...wanted };
    let cut = false;
    for (const name of LISTS) {
      if (!base[name].length) continue;
      const within = wanted[name].filter((value) => base[name].includes(value));
      cut = cut || within.length < wanted[name].length;
      values[name] = within.length ? within : base[name];
    }
    const [baseFrom, baseTo] = days(base);
    const [from, to] = days(wanted);
    if (baseFrom !== null && (from === null || from < baseFrom)) {
      cut = cut || from !== null;
      values.from = base.from;
    }
    if (baseTo !== null && (to === null || to > baseTo)) {
      cut = cut || to !== null;
      values.to = base.to;
    }
    // A span that lies wholly outside what the file holds.
    const [first, last] = days(values);
    if (first !== null && last !== null && first > last) {
      cut = true;
      [values.from, values.to] = [base.from, base.to];
    }
    const more = atlas.folding.words(base.words);
    const have = atlas.folding.words(wanted.words);
    if (more.some((word) => !have.includes(word))) {
      values.words = (base.words + " " + wanted.words).replace(/ +$/, "");
    }
    return { selection: make(values), cut };
  }

  function sayTime({ from: first, to: last }) {
    const say = atlas.dates.say;
    // A January and a December are the ends of whole years.
    let [from, to] = [first.replace(/-01$/, ""), last.replace(/-12$/, "")];
    if (from.length % 4 || to.length % 4) [from, to] = [first, last];
    if (from && to) {
      if (from === to) return say(from);
      const key = from.length === 4 && to.length === 4 ? "say.span.years" : "say.span";
      return atlas.t(key, { from: say(from), to: say(to) });
    }
    if (from) return atlas.t("say.from", { from: say(from) });
    return to ? atlas.t("say.to", { to: say(to) }) : "";
  }

  function chosen(selection, data) {
    const { anyOf } = atlas.words;
    const parts = [sayTime(selection)];
    const { route, layer } = selection;
    if (route.length > 2) parts.push(atlas.t("say.routes", { n: route.length }));
    else if (route.length) {
      const names = anyOf(route.map((id) => (data.routes[id] ? atlas.words.dashed(data.routes[id].name) : id)));
      parts.push(atlas.t("say.route", { names }));
    }
    if (layer.length) {
      const labels = data.layerOrder.filter((name) => layer.includes(name));
      const names = labels.map((name) => data.vocab.layer[name]).join(atlas.t("say.and"));
      parts.push(atlas.t("say.layers", { names }));
    }
    const labels = (name) => anyOf(selection[name].map((id) => data.vocab[name][id] || id));
    if (selection.kind.length) parts.push(labels("kind"));
    if (selection.country.length) parts.push(labels("country"));
    for (const name of ["outcome", "corroboration"]) {
      if (selection[name].length) parts.push(atlas.t(`say.${name}`, { names: labels(name) }));
    }
    if (selection.words) parts.push(atlas.t("say.quoted", { text: selection.words }));
    return parts.filter(Boolean).join(atlas.t("say.comma"));
  }

  function say(selection, shown, data) {
    const counts = [];
    for (const name of COUNTED) {
      const n = (shown[name] || []).length;
      if (n) counts.push(atlas.t(`say.count.${name}`, { n }));
    }
    if (shown.parts) counts.splice(1, 0, atlas.t("say.parts", { n: shown.parts }));
    const told = counts.join(atlas.t("say.comma")) || atlas.t("say.nothing");
    const what = chosen(selection, data);
    return what ? atlas.t("say.sentence", { shown: told, chosen: what }) : told;
  }

  atlas.selection = { EMPTY, make, parse, print, days, viewOf, narrow, say };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
