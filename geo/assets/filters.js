"use strict";
// The filters: words, layers, routes and the other facets, with what is chosen shown as removable chips.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);

  /** Build the filters and keep them in step with the selection. */
  atlas.filters = (box, store, data) => {
    const facets = facetsOf(data).filter((facet) => facet.options.length > 1);
    const search = el("input", { id: "words", type: "search", autocomplete: "off", spellcheck: "false", placeholder: t("panel.filter.words.hint") });
    const chips = el("ul", { class: "chips", hidden: true });
    const count = el("span", { class: "badge", hidden: true });
    const clear = atlas.button({ class: "reset" }, t("panel.filter.clear"));
    const groups = facets.map((facet) => group(facet, store));
    const open = atlas.button({ class: "open-filters", "aria-expanded": "false", "aria-controls": "facets" }, t("panel.filters"), count);
    const panel = el("div", { id: "facets", class: "facets", hidden: true }, groups.map((g) => g.node));
    box.append(
      el("div", { class: "filter-bar" },
        el("label", { class: "unseen", for: "words" }, t("panel.filter.words")), search, facets.length > 0 && open),
      chips, panel,
    );

    search.addEventListener("input", atlas.calm(() => store.select({ words: search.value.trim() }), 150));
    open.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      open.setAttribute("aria-expanded", String(!panel.hidden));
    });
    clear.addEventListener("click", () => {
      store.select(cleared(data));
      search.focus();
    });

    const show = ({ selection }) => {
      if (document.activeElement !== search) search.value = selection.words || "";
      groups.forEach((g) => g.show(selection));
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
    const base = data.base || {};
    const names = ["layer", "route", "kind", "country", "outcome", "corroboration"];
    return { ...Object.fromEntries(names.map((name) => [name, base[name] || []])), words: base.words || "" };
  }

  /** The facets that the file's own records give: name, heading, options with their signs. */
  function facetsOf(data) {
    const held = (layers, values) =>
      new Set(layers.flatMap((layer) => (data.records[layer] || []).flatMap(values)));
    const within = (name, id) => {
      const base = (data.base && data.base[name]) || [];
      return base.length === 0 || base.includes(id);
    };
    const terms = (name, found, sign) =>
      Object.entries(data.vocab[name])
        .filter(([id]) => found.has(id) && within(name, id))
        .map(([id, label]) => ({ id, label, sign: sign && (() => sign(id)) }));
    const kinds = held(["incidents"], (r) => r.kind);
    const layers = data.layers.map((id) => ({ id, label: data.vocab.layer[id] }));
    const named = held(["routes"], (r) => r.id);
    held(["incidents", "crossings", "detention_sites"], (r) => r.routes || []).forEach((id) => named.add(id));
    const places = held(["incidents", "detention_sites"], (r) => r.country);
    held(["crossings", "routes"], (r) => r.countries || []).forEach((id) => places.add(id));
    held(["countries"], (r) => r.iso3).forEach((id) => places.add(id));
    const routes = Object.values(data.routes)
      .filter((route) => named.has(route.id) && within("route", route.id))
      .map((route) => ({
        id: route.id,
        label: route.short || route.name,
        family: route.kind,
        sign: () => atlas.lineSample(route.kind, true),
      }));
    const countries = terms("country", places).sort((a, b) => a.label.localeCompare(b.label));
    return [
      facet("layer", "panel.filter.layer", layers, true),
      facet("kind", "panel.filter.kind", terms("kind", kinds, (kind) => atlas.mark({ layer: "incidents", kind, precision: "site" }, 14))),
      facet("route", "panel.filter.route", routes),
      facet("country", "panel.filter.country", countries),
      facet("outcome", "panel.filter.outcome", terms("outcome", held(["incidents"], (r) => r.outcome))),
      facet("corroboration", "panel.filter.corroboration", terms("corroboration", held(["incidents"], (r) => r.corroboration))),
    ];
  }

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

  function group(facet, store) {
    const boxes = new Map();
    const summary = el("span", { class: "state" });
    const families = [...new Set(facet.options.map((option) => option.family))];
    const lists = families.map((family) => [
      family && el("h3", {}, t(`panel.filter.${family}`)),
      el("ul", {}, facet.options.filter((option) => option.family === family).map((option) => {
        const box = el("input", { type: "checkbox", value: option.id, on: {
          change: () => store.select({ [facet.name]: facet.toggled(store.state.selection, option.id, box.checked) }),
        } });
        boxes.set(option.id, box);
        return el("li", {}, el("label", { class: "option" }, box,
          option.sign && el("span", { class: "sign" }, option.sign()), el("span", {}, option.label)));
      })),
    ]);
    const node = el("details", { class: "facet" },
      el("summary", {}, el("span", { class: "heading" }, t(facet.heading)), summary),
      el("div", { class: "options", role: "group", "aria-label": t(facet.heading) }, lists));
    return {
      node,
      show(selection) {
        for (const [id, box] of boxes) box.checked = facet.ticked(selection, id);
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
