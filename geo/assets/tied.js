"use strict";
// What is tied to a record, such as a route's incidents, crossings and sites: lists of buttons that lead there.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const SHORT = 4; // records that are listed at once; more stand behind their heading
  const PIECE = 15; // of a long list, so many at a time

  /** A button that picks another record; its name alone where this file doesn't hold it. */
  atlas.toRecord = (layer, id, name, { data, store }) => {
    const record = data.find(layer, id);
    if (!record) return el("span", { class: "to", lang: "en" }, atlas.words.dashed(name || id));
    return atlas.button({ class: "to", on: { click: () => store.pick(record) } },
      el("span", { class: "sign" }, atlas.mark(record, 16)), el("span", { lang: "en" }, atlas.title(record)));
  };

  /** A list whose items have no marks. */
  atlas.several = (items) =>
    items.length > 0 && el("ul", { class: "several" }, items.map((item) => el("li", {}, item)));

  /**
   * Lists of the records of this file that pass `test`, a layer each, and how many of them the selection shows;
   * `only` is the selection of these alone.
   */
  atlas.tied = (layers, test, only, known) => {
    const { data } = known;
    const lists = layers
      .map((layer) => ({ layer, records: newestFirst((data.records[layer] || []).filter(test)) }))
      .filter(({ records }) => records.length);
    if (!lists.length) return null;
    return el("section", { class: "tied" },
      lists.map((list) => group(list, known)),
      only && atlas.button({ class: "plain", on: { click: () => known.store.select(only) } }, t("panel.incidents.only")));
  };

  const newestFirst = (records) => [...records].sort((a, b) => (b.first ?? -Infinity) - (a.first ?? -Infinity) || a.index - b.index);

  function group({ layer, records }, known) {
    const { data, store, signal } = known;
    const shown = el("span", { class: "fine" });
    const items = el("div", {});
    const count = (state) => {
      const now = new Set(state.shown[layer]);
      const n = records.length;
      shown.textContent = t("panel.tied.shown", { shown: records.filter((record) => now.has(record)).length, n });
    };
    count(store.state);
    signal.addEventListener("abort", store.on((state, what) => what === "selection" && count(state)));
    const box = el("details", { open: records.length <= SHORT },
      el("summary", {}, el("h3", {}, data.vocab.layer[layer]), shown), items);
    const fill = () => box.open && !items.firstChild && items.append(pieces(records, known));
    box.addEventListener("toggle", fill);
    fill();
    return box;
  }

  /** The records' buttons, a piece at a time. */
  function pieces(records, known) {
    const list = el("ul", { class: "several" });
    const more = atlas.button({ class: "plain" });
    const draw = () => {
      const from = list.childElementCount;
      for (const record of records.slice(from, from + PIECE)) {
        list.append(el("li", {}, atlas.toRecord(record.layer, record.id, null, known),
          record.layer === "incidents" && el("span", { class: "fine" }, record.date_text || t("panel.undated"))));
      }
      const left = records.length - list.childElementCount;
      more.hidden = left <= 0;
      more.textContent = t("panel.list.more", { n: Math.min(left, PIECE) });
      if (from) list.children[from].querySelector("button").focus({ preventScroll: true });
    };
    more.addEventListener("click", draw);
    draw();
    return el("div", {}, list, more);
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
