"use strict";
// The panel of the picked record: its head, the way to its neighbours, and where the focus goes.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);

  /** Build the detail panel; `list` gives the order of previous and next and takes the focus back. */
  atlas.detail = (parts, store, data, list) => {
    const box = parts.detail;
    let shown = null;
    let life = null; // ends with what the panel shows now
    const away = el("p", { class: "fine" }, t("panel.detail.away"), " ",
      atlas.button({ class: "plain", on: {
        click: () => {
          store.replace({ ...data.base, item: store.state.selection.item });
          box.querySelector("h2").focus({ preventScroll: true });
        },
      } }, t("panel.list.all")));
    const settle = ({ shown: now }) => (away.hidden = (now[shown.layer] || []).includes(shown));
    let started = false; // a link to a record opens it without leaving the map

    function show(record) {
      const before = shown;
      shown = record;
      if (life) life.abort();
      life = new AbortController();
      atlas.signal.addEventListener("abort", () => life.abort(), { signal: life.signal });
      box.hidden = !record;
      parts.settle();
      if (!record) {
        if (before && parts.sheet.contains(document.activeElement)) list.focus(before);
        box.textContent = "";
        return;
      }
      const mine = started && document.hasFocus() && document.activeElement !== document.body;
      atlas.put(box, head(record), el("div", { class: "detail-body" }, away, atlas.recordInFull(record, data, store, life.signal)));
      settle(store.state);
      box.scrollTop = 0;
      if (mine) box.querySelector("h2").focus({ preventScroll: true });
      if (started && document.hasFocus()) parts.bring(box);
    }

    function head(record) {
      const around = list.sequence();
      const at = around.indexOf(record);
      const step = (by, sign, key) => {
        const next = at < 0 ? null : around[at + by];
        return atlas.button({ class: "icon", "aria-label": t(key), disabled: !next, on: { click: () => store.pick(next) } }, sign);
      };
      return el("div", { class: "detail-head" },
        el("p", { class: "eyebrow" }, el("span", { class: "sign" }, atlas.mark(record, 18)), atlas.eyebrow(record, data)),
        el("div", { class: "detail-tools" },
          at >= 0 && el("span", { class: "fine" }, t("panel.detail.of", { at: at + 1, n: around.length })),
          step(-1, "‹", "panel.detail.previous"), step(1, "›", "panel.detail.next"),
          atlas.button({ class: "icon", "aria-label": t("panel.detail.close"), on: { click: () => store.pick(null) } }, "×")));
    }

    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && shown && !event.defaultPrevented) store.pick(null);
    }, { signal: atlas.signal });
    show(store.state.picked);
    started = true;
    store.on((state, what) => {
      if (state.picked !== shown) show(state.picked);
      else if (what === "selection" && shown) {
        box.firstChild.replaceWith(head(shown));
        settle(state);
      }
    });
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
