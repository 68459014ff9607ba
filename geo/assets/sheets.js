"use strict";
// Where there is no room beside the map, details and filters lie over its lower part: never over all of it.
(function (atlas) {
  const t = (...words) => atlas.t(...words);

  /** Give both sheets a button that makes them taller and lower again, and Escape a meaning; `changed` is told of their size. */
  atlas.sheets = (parts, changed) => {
    const { stage, filters } = parts;
    const grabs = [];
    const grab = () => {
      const made = atlas.button({ class: "grab", on: { click: () => setTall(!stage.classList.contains("is-tall")) } });
      grabs.push(made);
      return made;
    };
    function setTall(tall) {
      stage.classList.toggle("is-tall", tall);
      for (const each of grabs) {
        each.setAttribute("aria-label", t(tall ? "panel.view.lower" : "panel.view.taller"));
        each.setAttribute("aria-expanded", String(tall));
      }
    }
    parts.sheet.prepend(grab());
    if (filters) {
      filters.prepend(grab());
      filters.addEventListener("keydown", (event) => {
        const open = filters.querySelector(".open-filters[aria-expanded=true]");
        if (event.key !== "Escape" || !open || event.defaultPrevented) return;
        event.preventDefault();
        open.click();
        open.focus();
      });
      filters.addEventListener("click", (event) => {
        const open = event.target.closest(".open-filters[aria-expanded=true]");
        if (!open) return;
        const { right, bottom } = covered(filters, parts.map);
        if (right || bottom) atlas.reveal(parts.map);
      });
    }
    setTall(false);
    /** How much of the map's right and lower side lies under a sheet, in pixels. */
    atlas.cover = () => {
      // Asking where things stand makes the browser lay the page out: not at each step of a filter.
      const open = [!parts.detail.hidden && parts.sheet, filters && filters.querySelector(".open-filters[aria-expanded=true]") && filters];
      const all = open.filter(Boolean).map((node) => covered(node, parts.map));
      if (!all.length) return { right: 0, bottom: 0 };
      return { right: Math.max(...all.map((each) => each.right)), bottom: Math.max(...all.map((each) => each.bottom)) };
    };
    const sizes = new ResizeObserver(changed);
    for (const node of [parts.sheet, filters]) if (node) sizes.observe(node);
    atlas.signal.addEventListener("abort", () => sizes.disconnect());
  };

  function covered(node, map) {
    const sheet = node.getBoundingClientRect();
    const below = map.getBoundingClientRect();
    const wide = Math.min(sheet.right, below.right) - Math.max(sheet.left, below.left);
    const high = Math.min(sheet.bottom, below.bottom) - Math.max(sheet.top, below.top);
    if (wide <= 0 || high <= 0) return { right: 0, bottom: 0 };
    return wide > below.width * 0.9 ? { right: 0, bottom: high } : { right: wide, bottom: 0 };
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
