"use strict";
// The list of what is shown: the map's text, record by record, in step with the map.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const ORDER = ["incidents", "routes", "crossings", "detention_sites", "countries"];

  /** Build the list; `sequence()` gives the records in the list's order, `focus(record)` moves to a row. */
  atlas.list = (parts, store, data, view) => {
    const box = parts.list;
    const arrange = atlas.sorting(data);
    const head = el("div", { class: "list-head" });
    const scroller = el("div", { class: "scroller" });
    const sort = el("select", { class: "sort", "aria-label": t("list.sort"), on: { change: () => show(store.state, true) } },
      atlas.SORTS.map((each) => el("option", { value: each }, t(`list.sort.${each}`))));
    const outside = atlas.outside(view, store);
    const folded = new Set();
    const heads = new Map(); // layer → its heading, kept: the focus may be on it
    let place = null; // a crowded place whose records are listed alone
    let words = [];
    let listed = []; // records in the list's order
    const outline = atlas.outline(scroller, (item) => drawn(item), (lost) => settled(lost));
    const walk = atlas.walking(box, outline, (group, open) => fold(group.key, open));
    box.append(head, scroller);

    // --- what is listed -------------------------------------------------------------------------------------------
    function show(state, fromTop = false) {
      const records = place ? placed(place, state) : state.shown;
      const wanted = atlas.folding.words(state.selection.words);
      if (fromTop || wanted.join() !== words.join()) outline.renew();
      words = wanted;
      drawHead(records);
      const groups = ORDER.filter((layer) => records[layer] && records[layer].length).map((layer) => ({
        key: layer,
        head: headOf(layer, records[layer].length),
        note: note(records[layer]),
        open: !folded.has(layer),
        sections: arrange(sort.value, layer, records[layer]),
      }));
      const now = groups.flatMap((group) => group.sections.flatMap((section) => section.items.map((item) => item.record)));
      const same = now.length === listed.length && now.every((record, i) => record === listed[i]);
      listed = now;
      const held = document.activeElement.dataset.key;
      outline.show(groups, fromTop || !same);
      const again = held && document.activeElement === box && scroller.querySelector(`[data-key="${CSS.escape(held)}"]`);
      if (again) again.focus({ preventScroll: true });
      if (!groups.length) atlas.put(scroller, place ? el("p", { class: "empty" }, t("list.none_here")) : empty(store, data));
    }

    /** Of a crowded place's records, those that the selection still shows. */
    function placed(place, state) {
      const found = {};
      for (const record of place.records) {
        if ((state.shown[record.layer] || []).includes(record)) (found[record.layer] ||= []).push(record);
      }
      return found;
    }

    function drawn(item) {
      const element = atlas.row(item, data, { words, people: sort.value === "people" });
      if (item.record === store.state.hover) dress(element.firstChild, "is-hover", true);
      if (item.record === store.state.picked) dress(element.firstChild, "is-picked", true);
      return element;
    }

    // Where what was in focus is no longer drawn, the list itself keeps the reader's place.
    function settled(lost) {
      walk.stop();
      if (lost) box.focus({ preventScroll: true });
    }

    // --- headings -------------------------------------------------------------------------------------------------
    function headOf(layer, n) {
      if (!heads.has(layer)) {
        const button = atlas.button({ class: "fold", tabindex: "-1", "aria-controls": `rows-${layer}`,
          on: { click: () => fold(layer, folded.has(layer)) } },
        el("span", {}, data.vocab.layer[layer]), el("span", { class: "badge" }));
        heads.set(layer, el("h3", {}, button));
      }
      const button = heads.get(layer).firstChild;
      button.setAttribute("aria-expanded", String(!folded.has(layer)));
      button.lastChild.textContent = atlas.words.number(n);
      return heads.get(layer);
    }

    function fold(layer, open) {
      open ? folded.delete(layer) : folded.add(layer);
      show(store.state);
    }

    function drawHead(records) {
      head.hidden = !place && !parts.full;
      if (!place) {
        if (!outside.isConnected) atlas.put(head, el("h2", { class: "unseen" }, t("panel.list")), outside, sort);
        return;
      }
      const n = ORDER.reduce((sum, layer) => sum + (records[layer] || []).length, 0);
      const here = t("panel.list.here", { n });
      if (head.dataset.place === place.name) head.querySelector(".here").textContent = here;
      else atlas.put(head,
        atlas.button({ class: "back", on: { click: leave } }, parts.full ? `← ${t("panel.list.back")}` : t("panel.detail.close")),
        el("h2", { tabindex: "-1" }, atlas.townName(place.name)),
        el("p", { class: "fine here" }, here), sort);
    }

    // --- a crowded place ------------------------------------------------------------------------------------------
    function leave() {
      const [record] = place.records;
      enter(null);
      store.showPlace(null);
      if (parts.full) box.focus({ preventScroll: true });
      else onMap(record);
    }

    // Without a list beside the map, a record was opened there.
    const onMap = (record) => view.focus(record) || parts.map.focus({ preventScroll: true });

    function enter(wanted) {
      if (wanted === place) return;
      place = wanted;
      head.textContent = "";
      delete head.dataset.place;
      show(store.state, true);
      if (place) head.dataset.place = place.name;
    }

    // --- in step with the map -------------------------------------------------------------------------------------
    let marked = { hover: null, picked: null };
    function mark({ hover, picked }) {
      const now = { hover, picked };
      for (const name of ["hover", "picked"]) {
        if (marked[name] === now[name]) continue;
        dress(outline.button(marked[name]), `is-${name}`, false);
        dress(outline.button(now[name]), `is-${name}`, true);
      }
      marked = now;
    }
    function dress(row, name, on) {
      if (!row) return;
      row.classList.toggle(name, on);
      if (name === "is-picked") on ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current");
    }

    const recordAt = (event) => {
      const row = event.target.closest(".row");
      if (!row) return null;
      const [layer, ...id] = row.dataset.key.split(":");
      return data.find(layer, id.join(":")) || null;
    };
    scroller.addEventListener("click", (event) => {
      const record = recordAt(event);
      if (record) store.pick(record);
    });
    const light = (event) => store.hover(recordAt(event));
    scroller.addEventListener("pointerover", light);
    scroller.addEventListener("focusin", light);
    scroller.addEventListener("pointerleave", () => store.hover(null));
    scroller.addEventListener("focusout", () => store.hover(null));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && place) leave();
    });

    // A part of a page has a list for a crowded place only, and to say that nothing is shown where no time line says it.
    function stand({ picked }) {
      if (!parts.full) box.hidden = Boolean(picked || !(place || (!parts.time && !listed.length)));
      parts.settle();
    }

    show(store.state);
    mark(store.state);
    stand(store.state);
    store.on((state, what) => {
      const wanted = placeAfter(place, state);
      const arrives = state.place && wanted !== place;
      if (wanted !== place) enter(wanted);
      else if (what === "selection") show(state);
      mark(state);
      if (what === "picked" && state.picked) see(state.picked);
      stand(state);
      if (arrives) arrive(box);
    });

    // A record that was picked elsewhere is scrolled to; one under the pointer is not.
    function see(record) {
      const i = outline.lineOf(record);
      if (i >= 0) outline.reach(i);
    }

    return {
      sequence: () => listed,
      /** Move the focus to a record's row, unfolding its group if need be. */
      focus(record) {
        if (box.hidden) return onMap(record);
        if (folded.has(record.layer)) fold(record.layer, true);
        const i = outline.lineOf(record);
        if (i >= 0) walk.go(i);
        else box.focus({ preventScroll: true });
      },
    };
  };

  /** A place stays listed while filters change and while its records are looked at one by one. */
  function placeAfter(place, state) {
    if (state.place) return state.place;
    return place && state.picked && place.records.includes(state.picked) ? place : state.picked ? null : place;
  }

  /** A crowded place was opened: go there if the reader's focus is in this page at all. */
  function arrive(box) {
    const heading = box.querySelector("h2");
    if (document.hasFocus() && heading) heading.focus({ preventScroll: true });
    atlas.reveal(box, "nearest");
  }

  /** How many of a layer's records the map can't show; how many people the cases tell of, where any can be counted. */
  function note(records) {
    const unplaced = records.filter((record) => !atlas.onMap(record)).length;
    const people = records[0].layer === "incidents" && atlas.people.say(atlas.people.sum(records));
    return (unplaced > 0 || people) && el("p", { class: "group-note" },
      unplaced > 0 && el("span", { class: "unplaced" }, t("list.unplaced", { n: unplaced }), " "),
      people && el("span", { class: "people" }, people, " ", t("panel.people.documented")));
  }

  function empty(store, data) {
    return el("div", { class: "empty" }, el("p", {}, t("panel.list.empty")),
      atlas.button({ on: { click: () => store.replace(data.base) } }, t("panel.list.all")));
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
