"use strict";
// How much of what is on the map lies beyond the edges of its view.
(function (atlas) {
  const el = (...words) => atlas.el(...words);

  /** A line that says so, with a button that fits the map to all; `view` is the map's own {fit, inView}. */
  atlas.outside = (view, store) => {
    const said = el("span");
    const fit = atlas.button({ class: "fit", on: { click: () => view.fit(true) } }, atlas.t("list.fit"));
    const node = el("p", { class: "outside" }, said, " ", fit);

    function show({ shown }) {
      const placed = Object.values(shown).flat().filter((record) => record.layer && atlas.onMap(record));
      const unseen = placed.filter((record) => !view.inView(record)).length;
      node.hidden = placed.length === 0;
      fit.hidden = unseen === 0;
      said.textContent = unseen ? atlas.t("list.outside", { n: unseen, all: placed.length }) : atlas.t("list.inside", { n: placed.length });
    }

    const later = atlas.calm(() => show(store.state), 150); // after the map has come to rest
    store.on((state, what) => (what === "selection" || what === "viewed") && later());
    later();
    return node;
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
