"use strict";
// The filters: words, layers, routes and the other facets, with what is chosen shown as removable chips.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);

  /** Build the filters and keep them in step with the selection. */
  atlas.filters = (box, store, data) => {
    const facets = atlas.facets(data);
    const chips = el("ul", { class: "chips", hidden: true });
    const count = el("span", { class: "badge", hidden: true });
    const clear = atlas.button({ class: "reset" }, t("panel.filter.clear"));
    const open = atlas.button({ class: "open-filters", "aria-expanded": "false", "aria-controls": "facets" }, t("panel.filters"), count);
    const panel = el("div", { id: "facets", class: "facets", hidden: true });
    const search = searching(store);
    let groups = []; // made when the panel is first opened: closed filters cost nothing
    box.append(el("div", { class: "filter-bar" }, search.node, facets.length > 0 && open), chips, panel);

    open.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      open.setAttribute("aria-expanded", String(!panel.hidden));
      if (!groups.length) {
        groups = facets.map((facet) => group(facet, store, tell));
        panel.append(...groups.map((each) => each.node));
      }
      tell();
    });
    clear.addEventListener("click", () => {
      store.select(cleared(data));
      search.field.focus();
    });

    // Only open facets show numbers, so only for them are any counted.
    function tell() {
      if (panel.hidden) return;
      const { selection } = store.state;
      const counts = groups.some((each) => each.node.open) ? atlas.facetCounts(data, selection) : null;
      for (const each of groups) each.show(selection, counts);
    }

    const show = ({ selection }) => {
      search.show(selection.words);
      tell();
      const chosen = facets.flatMap((facet) => facet.chosen(selection).map((option) => chip(facet, option, store)));
      atlas.put(chips, chosen, chosen.length > 0 && el("li", {}, clear));
      chips.hidden = chosen.length === 0;
      count.hidden = chosen.length === 0;
      count.textContent = String(chosen.length);
    };
    show(store.state);
    store.on((state, what) => what === "selection" && show(state));
  };

  /** All filters but the time's as the file opens without any. */
  function cleared(data) {
    const { layer, route, kind, country, outcome, corroboration, words } = data.base;
    return { layer, route, kind, country, outcome, corroboration, words };
  }

  /** The field for words, with a button that empties it. */
  function searching(store) {
    const field = el("input", { id: "words", type: "search", autocomplete: "off", spellcheck: "false", placeholder: t("panel.filter.words.hint") });
    const empty = atlas.button({ class: "empty-words", "aria-label": t("panel.filter.words.clear"), hidden: true }, "×");
    const choose = () => store.select({ words: field.value.trim() });
    const later = atlas.calm(choose, 150);
    field.addEventListener("input", () => {
      empty.hidden = !field.value;
      later();
    });
    empty.addEventListener("click", () => {
      field.value = "";
      empty.hidden = true;
      field.focus();
      choose();
    });
    return {
      field,
      node: el("div", { class: "words" }, el("label", { class: "unseen", for: "words" }, t("panel.filter.words")), field, empty),
      show(words) {
        if (document.activeElement === field) return;
        field.value = words;
        empty.hidden = !words;
      },
    };
  }

  /** One facet, folded at first; its options are made when it is first opened. */
  function group(facet, store, opened) {
    const boxes = new Map(); // option id → its checkbox and its number
    const summary = el("span", { class: "state" });
    const body = el("div", { class: "options", role: "group", "aria-label": t(facet.heading) });
    const node = el("details", { class: "facet" },
      el("summary", {}, el("span", { class: "heading" }, t(facet.heading)), summary), body);
    node.addEventListener("toggle", () => {
      opened();
      if (node.open) atlas.reveal(node, "nearest"); // in a low sheet its options would lie below the edge
    });

    function fill() {
      for (const family of new Set(facet.options.map((option) => option.family))) {
        const options = facet.options.filter((option) => option.family === family);
        if (family) body.append(el("h3", {}, t(`panel.filter.${family}`)));
        body.append(el("ul", {}, options.map((option) => el("li", {}, choice(option)))));
      }
    }

    function choice(option) {
      const number = el("span", { class: "number" });
      const box = el("input", { type: "checkbox", value: option.id, on: {
        change: () => store.select({ [facet.name]: facet.toggled(store.state.selection, option.id, box.checked) }),
      } });
      const label = el("label", { class: "option" }, box,
        option.sign && el("span", { class: "sign" }, option.sign()), el("span", {}, option.label), " ", number);
      boxes.set(option.id, { box, number, label });
      return label;
    }

    return {
      node,
      show(selection, counts) {
        if (node.open && !boxes.size) fill();
        for (const [id, { box, number, label }] of boxes) {
          box.checked = facet.ticked(selection, id);
          if (!counts) continue;
          const n = counts[facet.name].get(id) || 0;
          number.textContent = atlas.words.number(n);
          label.classList.toggle("is-none", n === 0);
        }
        const n = facet.chosen(selection).length;
        summary.textContent = n ? t("panel.filter.chosen", { n }) : t("panel.filter.all");
      },
    };
  }

  function chip(facet, option, store) {
    const remove = () => {
      const list = store.state.selection[facet.name].filter((id) => id !== option.id);
      store.select({ [facet.name]: list });
    };
    return el("li", {}, atlas.button(
      { class: "chip", "aria-label": t("panel.filter.remove", { name: option.label }), on: { click: remove } },
      option.label, el("span", { class: "cross", "aria-hidden": "true" }, "×")));
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
