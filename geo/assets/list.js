"use strict";
// The list of what is shown: the map's text, record by record, drawn a piece at a time.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const PIECE = 40; // rows drawn at a time: more than a panel shows, few enough for a quick step
  const ORDER = ["incidents", "routes", "crossings", "detention_sites", "countries"];

  atlas.keyOf = (record) => `${record.layer}:${record.id}`;

  /** A function that puts a layer's records in reading order: incidents newest first, others as they come. */
  function inOrder(data) {
    const all = data.records.incidents || [];
    const time = (record) => (record.dated ? record.first ?? record.last : -Infinity);
    const places = new Int32Array(all.length); // a record's place in the order, by its index
    [...all].sort((a, b) => time(b) - time(a) || a.index - b.index).forEach((record, place) => {
      places[record.index] = place;
    });
    return (layer, records) => {
      if (layer !== "incidents") return records;
      const ordered = new Array(all.length).fill(null);
      for (const record of records) ordered[places[record.index]] = record;
      return ordered.filter(Boolean);
    };
  }

  /** Parts follow the record that they belong to, where that is shown too; none is lost in a circle of parts. */
  function nested(records) {
    if (!records.some((record) => record.part_of)) return records.map((record) => ({ record }));
    const shown = new Set(records.map((record) => record.id));
    const parts = new Map();
    for (const record of records) {
      if (shown.has(record.part_of)) parts.set(record.part_of, [...(parts.get(record.part_of) || []), record]);
    }
    const items = new Map();
    const add = (record, part) => {
      if (items.has(record)) return;
      items.set(record, { record, part });
      (parts.get(record.id) || []).forEach((child) => add(child, true));
    };
    records.filter((record) => !shown.has(record.part_of)).forEach((record) => add(record, false));
    records.forEach((record) => add(record, false));
    return [...items.values()];
  }

  /** Build the list; `sequence()` gives the records in the list's order, `focus(record)` moves to a row. */
  atlas.list = (parts, store, data) => {
    const box = parts.list;
    const order = inOrder(data);
    let place = null; // a crowded place whose records are listed alone
    const head = el("div", { class: "list-head" });
    const body = el("div", { class: "groups" });
    const folded = new Set();
    let groups = [];
    // More rows are drawn as the reader nears a group's end, be it by scrolling the panel or the page.
    const ends = new WeakMap();
    const nearing = new IntersectionObserver(
      (seen) => seen.forEach((entry) => entry.isIntersecting && ends.get(entry.target)()),
      { rootMargin: "300px", scrollMargin: "300px" },
    );
    const watch = (tail, task) => {
      ends.set(tail, task);
      nearing.observe(tail);
    };
    box.append(head, body);

    function show(state) {
      const records = place ? placed(place, state) : state.shown;
      drawHead(state, records);
      nearing.disconnect();
      let room = PIECE;
      groups = ORDER.filter((layer) => records[layer] && records[layer].length).map((layer) => {
        const items = nested(order(layer, records[layer]));
        const made = group(layer, items, { folded, data, watch, room });
        if (!folded.has(layer)) room = Math.max(0, room - items.length);
        return made;
      });
      atlas.put(body, groups.length ? groups.map((g) => g.node) : empty(store, data));
      mark(state);
    }

    /** Of a crowded place's records, those that the selection still shows. */
    function placed(place, state) {
      const found = {};
      for (const record of place.records) {
        if ((state.shown[record.layer] || []).includes(record)) (found[record.layer] ||= []).push(record);
      }
      return found;
    }

    function drawHead(state, records) {
      if (!place) {
        atlas.put(head, el("h2", { class: "unseen" }, t("panel.list")), people(records.incidents || []));
        return;
      }
      const n = ORDER.reduce((sum, layer) => sum + (records[layer] || []).length, 0);
      atlas.put(head,
        atlas.button({ class: "back", on: { click: leave } }, parts.full ? `← ${t("panel.list.back")}` : t("panel.detail.close")),
        el("h2", { tabindex: "-1" }, place.name),
        el("p", { class: "fine" }, t("panel.list.here", { n })));
    }

    function leave() {
      place = null;
      store.showPlace(null);
      show(store.state);
      (parts.full ? box : parts.map).focus({ preventScroll: true });
    }

    let marked = { hover: null, picked: null };
    function mark(state) {
      set(marked.hover, "is-hover", false);
      set(marked.picked, "is-picked", false);
      marked = { hover: state.hover, picked: state.picked };
      set(marked.hover, "is-hover", true);
      set(marked.picked, "is-picked", true);
    }
    function set(record, name, on) {
      const row = record && rowOf(record);
      if (!row) return;
      row.classList.toggle(name, on);
      if (name === "is-picked") on ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current");
    }
    const rowOf = (record) => {
      const group = groups.find((g) => g.layer === record.layer);
      return group ? group.row(record) : null;
    };

    const recordAt = (event) => {
      const row = event.target.closest("[data-key]");
      if (!row) return null;
      const [layer, ...id] = row.dataset.key.split(":");
      return data.find(layer, id.join(":"));
    };
    body.addEventListener("click", (event) => {
      const record = recordAt(event);
      if (record) store.pick(record);
    });
    const light = (event) => {
      const record = recordAt(event) || null;
      if (record !== store.state.hover) store.hover(record);
    };
    body.addEventListener("pointerover", light);
    body.addEventListener("focusin", light);
    body.addEventListener("pointerleave", () => store.hover(null));
    body.addEventListener("focusout", () => store.hover(null));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && place) leave();
    });

    show(store.state);
    store.on((state, what) => {
      const before = place;
      place = placeAfter(place, state, what);
      if (what === "selection" || place !== before) show(state);
      else if (what === "hover" || what === "picked") mark(state);
      if (!parts.full) box.hidden = !place || Boolean(state.picked);
      parts.settle();
      if (state.place && place !== before) arrive(box);
    });
    return {
      sequence: () => groups.flatMap((g) => g.records),
      /** Move the focus to a record's row, drawing its piece of the list if need be. */
      focus(record) {
        if (box.hidden || !parts.full) return parts.map.focus({ preventScroll: true });
        const group = groups.find((g) => g.layer === record.layer);
        const row = group && group.reach(record);
        (row || box).focus({ preventScroll: !row });
      },
    };
  };

  /** A place stays listed while its records are looked at one by one. */
  function placeAfter(place, state, what) {
    if (state.place || what === "selection") return state.place;
    return place && (!state.picked || place.records.includes(state.picked)) ? place : null;
  }

  /** A crowded place was opened: go there if the reader's focus is in this page at all. */
  function arrive(box) {
    const heading = box.querySelector("h2");
    if (document.hasFocus() && heading) heading.focus({ preventScroll: true });
    atlas.reveal(box, "nearest");
  }

  /** How many people the shown cases tell of, as ranges; nothing where none can be counted. */
  function people(records) {
    const said = atlas.people.say(atlas.people.sum(records));
    return said && el("p", { class: "people" }, said, ". ", el("span", { class: "fine" }, t("panel.people.documented")));
  }

  function empty(store, data) {
    return el("div", { class: "empty" }, el("p", {}, t("panel.list.empty")),
      atlas.button({ on: { click: () => store.replace(data.base) } }, t("panel.list.all")));
  }

  /** One layer's rows under a heading that folds them; more rows are drawn as the reader nears the end. */
  function group(layer, items, { folded, data, watch, room }) {
    const rows = el("ul", { class: "rows", id: `rows-${layer}` });
    const more = atlas.button({ class: "more" });
    const tail = el("div", { class: "tail" }, more);
    const at = new Map(items.map(({ record }, i) => [record.id, i]));
    const byId = new Map();
    let drawn = 0;

    function draw(until) {
      // Whoever stands on the button that asks for more goes on to the first new row.
      const next = document.activeElement === more && items[drawn];
      const end = Math.min(items.length, Math.max(until, drawn));
      for (; drawn < end; drawn += 1) {
        const item = items[drawn];
        const row = rowFor(item, data);
        byId.set(item.record.id, row.firstChild);
        rows.append(row);
      }
      tail.hidden = drawn >= items.length;
      more.textContent = t("panel.list.more", { n: items.length - drawn });
      if (next) byId.get(next.record.id).focus();
    }

    const fold = atlas.button({ class: "fold", "aria-expanded": "true", "aria-controls": rows.id },
      el("span", {}, data.vocab.layer[layer]), el("span", { class: "badge" }, atlas.words.number(items.length)));
    const setOpen = (open) => {
      fold.setAttribute("aria-expanded", String(open));
      rows.hidden = !open;
      if (open) draw(room);
      tail.hidden = !open || drawn >= items.length;
    };
    fold.addEventListener("click", () => {
      const open = rows.hidden;
      open ? folded.delete(layer) : folded.add(layer);
      setOpen(open);
    });
    more.addEventListener("click", () => {
      more.focus(); // not every browser focuses a button that is clicked
      draw(drawn + PIECE);
    });
    watch(tail, () => !rows.hidden && draw(drawn + PIECE));
    setOpen(!folded.has(layer));
    return {
      layer,
      records: items.map((item) => item.record),
      node: el("section", { class: "group" }, el("h3", {}, fold), rows, tail),
      row: (record) => byId.get(record.id) || null,
      reach(record) {
        if (!at.has(record.id)) return null;
        if (rows.hidden) setOpen(true);
        draw(Math.ceil((at.get(record.id) + 1) / PIECE) * PIECE);
        return byId.get(record.id);
      },
    };
  }

  function rowFor({ record, part }, data) {
    return el("li", { class: part ? "part" : null },
      atlas.button({ class: "row", "data-key": atlas.keyOf(record) },
        el("span", { class: "sign" }, atlas.mark(record, 16)),
        el("span", { class: "row-text" },
          el("span", { class: "row-title" }, record.name),
          el("span", { class: "row-meta" }, atlas.rowWords(record, data, part)))));
  }

  /** Date, place with its precision, and what a reader must know before opening it. */
  atlas.rowWords = (record, data, part = false) => {
    const words = [
      part ? t("panel.list.part") : record.part_of && t("panel.list.part_of", { title: nameOf(record.part_of, data) }),
      record.layer === "incidents" ? record.date_text || t("panel.undated") : record.date_text,
      record.layer === "routes" && t(`panel.route.${record.kind}`),
      atlas.placeWords(record, data),
      !atlas.onMap(record) && t("panel.list.off"),
    ];
    return words.filter(Boolean).join(" · ");
  };

  function nameOf(id, data) {
    const record = data.find("incidents", id);
    return record ? record.name : id;
  }

  /** The place in words; one that is less sure than a town's centre says so. */
  atlas.placeWords = (record, data) => {
    const country = record.country && (data.vocab.country[record.country] || record.country);
    const place = record.place && record.place !== country ? record.place : null;
    const named = [place, country].filter(Boolean).join(", ");
    const rough = ["county", "province"].includes(record.precision) && record.layer !== "countries";
    return rough && named ? t(`panel.place.${record.precision}`, { place: named }) : named;
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
