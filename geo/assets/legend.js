"use strict";
// The legend: only what the map draws now, each sign once.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const MOST = 0.16; // of the map's area

  /** Build the legend and keep it in step with the selection. */
  atlas.legend = (box, store, data) => {
    const signs = el("ul", { class: "signs" });
    const fold = el("details", {}, el("summary", {}, t("panel.legend")), signs);
    box.append(fold);
    // It lies over a corner of the map, and opens by itself only where it takes little of it.
    let own = Boolean(data.story); // once a reader opened or closed it, it stays so; over a story's map it stays closed
    fold.firstChild.addEventListener("click", () => (own = true));
    const map = box.parentElement;
    const fit = () => {
      const room = map.clientWidth * map.clientHeight;
      if (own || !room || window.matchMedia("print").matches) return;
      fold.open = true;
      fold.open = box.offsetWidth * box.offsetHeight < room * MOST;
    };
    new ResizeObserver(fit).observe(map);
    let drawn = null;
    const show = (state) => {
      const wanted = entries(state.shown, data);
      const key = wanted.map((entry) => entry.key).join();
      if (key === drawn) return;
      drawn = key;
      atlas.put(
        signs,
        wanted.map((entry) => el("li", {}, el("span", { class: "sign" }, entry.sign()), entry.label)),
      );
      signs.classList.toggle("few", wanted.length < 8);
      box.hidden = wanted.length === 0;
      fit();
    };
    show(store.state);
    // Once a handle rests: nobody reads a legend that changes under the hand, and its size must be asked for.
    const rested = atlas.calm(show, 150);
    store.on((state, what) => what === "selection" && rested(state));
  };

  /** Signs in the order: routes, incidents by kind, crossings, sites, countries, precision. */
  function entries(shown, data) {
    return [
      ...routes(shown.routes || []),
      ...kinds(shown.incidents || [], data),
      ...one(shown.crossings, (r) => r.type !== "river_stretch", "panel.legend.crossing"),
      ...one(shown.crossings, (r) => r.type === "river_stretch", "panel.legend.stretch"),
      ...one(shown.detention_sites, () => true, "panel.legend.detention_site"),
      ...roles(shown.countries || [], data),
      ...precisions(shown),
    ];
  }

  /** A leg is solid where sources tell it and its mode, dashed where either is inferred. */
  atlas.documented = (leg) => !leg.inferred && Boolean(leg.mode);

  function routes(records) {
    const drawn = records.filter(atlas.onMap);
    const families = ["escape", "repatriation"].filter((kind) => drawn.some((r) => r.kind === kind));
    const found = families.map((kind) => ({
      key: `route:${kind}`,
      label: t(`panel.route.${kind}`),
      sign: () => atlas.lineSample(kind, true),
    }));
    if (drawn.some((r) => r.lines && r.legs.some((leg) => !atlas.documented(leg)))) {
      found.push({ key: "route:inferred", label: t("panel.legend.inferred"), sign: () => atlas.lineSample(families[0], false) });
    }
    return found;
  }

  /** A short piece of a route's line, drawn as the map draws it. */
  atlas.lineSample = (kind, solid, course = "land") =>
    atlas.mark({ layer: "routes", kind, inferred: !solid, course }, 22);

  function kinds(records, data) {
    const drawn = new Set(records.filter(atlas.onMap).map((r) => r.kind));
    return Object.entries(data.vocab.kind)
      .filter(([kind]) => drawn.has(kind))
      .map(([kind, label]) => ({
        key: `kind:${kind}`,
        label,
        sign: () => atlas.mark({ layer: "incidents", kind, precision: "site" }, 14),
      }));
  }

  function one(records, test, key) {
    const example = (records || []).find((r) => atlas.onMap(r) && test(r));
    return example ? [{ key, label: t(key), sign: () => atlas.mark(example, 14) }] : [];
  }

  function roles(records, data) {
    const drawn = new Map(records.map((r) => [r.role, r]));
    return Object.entries(data.vocab.role)
      .filter(([role]) => drawn.has(role))
      .map(([role, label]) => ({
        key: `role:${role}`,
        label,
        sign: () => atlas.mark(drawn.get(role), 14),
      }));
  }

  /** How sure a place is, where that is drawn as a soft disc. */
  function precisions(shown) {
    const placed = [...(shown.incidents || []), ...(shown.detention_sites || [])].filter(atlas.onMap);
    return ["site", "town", "county"]
      .filter((precision) => placed.some((record) => record.precision === precision))
      .map((precision) => ({
        key: `precision:${precision}`,
        label: t(`panel.legend.${precision}`),
        sign: () => atlas.mark({ precision }, 18),
      }));
  }

  /** Whether the map draws a record; a point for a whole province is no place of an event. */
  atlas.onMap = (record) =>
    Boolean(record.lines || record.layer === "countries" || record.spots ||
      (record.point && record.precision !== "province" && record.precision !== "country"));
})((window.RoutesAtlas = window.RoutesAtlas || {}));
