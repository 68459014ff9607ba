"use strict";
// The buttons at the map's upper right: language, theme, a link to this view, full screen.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const root = document.documentElement;
  const TOLD = 2500; // milliseconds that a button says what it did
  const SIGNS = {
    auto: "M7 0A7 7 0 1 1-7 0A7 7 0 1 1 7 0ZM0-7V7M2.5-6V6M5-4.5V4.5",
    light: "M3.5 0A3.5 3.5 0 1 1-3.5 0A3.5 3.5 0 1 1 3.5 0ZM0-6.5V-9M0 6.5V9M-6.5 0H-9M6.5 0H9M-4.6-4.6L-6.4-6.4M4.6-4.6L6.4-6.4M-4.6 4.6L-6.4 6.4M4.6 4.6L6.4 6.4",
    dark: "M6.5 3A7.5 7.5 0 1 1-3-6.5A6 6 0 0 0 6.5 3Z",
    link: "M-1.5-3.5L1.5-6.5A3.5 3.5 0 0 1 6.5-1.5L3.5 1.5M1.5 3.5L-1.5 6.5A3.5 3.5 0 0 1-6.5 1.5L-3.5-1.5M-2.5 2.5L2.5-2.5",
    done: "M-7 0L-2 5L7-5",
    full: "M2-2L8-8M3-8H8V-3M-2 2L-8 8M-3 8H-8V3",
    back: "M8-8L3-3M3-8V-3H8M-8 8L-3 3M-3 8V3H-8",
  };

  /** Put the buttons over the map: all of them with all controls, else only what a part of a page needs. */
  atlas.tools = (parts, store, data) => {
    const { controls } = data.meta;
    if (controls === "none") return;
    const all = controls === "full";
    const box = el("div", { class: "map-controls tools", role: "group", "aria-label": t("panel.view.tools") },
      language(data.meta),
      all && theme(),
      all && share(store),
      controls !== "minimal" && document.fullscreenEnabled && fullScreen());
    if (box.firstChild) parts.map.append(box);
  };

  /** A button on the map with a sign and a name, both to be changed by `show`; the sign by name or as a path. */
  atlas.tool = (act) => {
    const path = atlas.svg("path", {});
    const node = atlas.button({ class: "map-control", on: { click: act } },
      atlas.svg("svg", { viewBox: "-10 -10 20 20", width: 20, height: 20, "aria-hidden": "true", focusable: "false" }, path));
    const show = (sign, name) => {
      path.setAttribute("d", SIGNS[sign] || sign);
      node.setAttribute("aria-label", name);
      node.title = name;
    };
    return { node, show };
  };

  function language({ lang, langs = [] }) {
    if (langs.length < 2) return null;
    const own = (code) => new Intl.DisplayNames([code], { type: "language" }).of(code);
    const list = el("select", { class: "language", "aria-label": t("panel.view.language") },
      langs.map((code) => el("option", { value: code, lang: code, selected: code === lang }, own(code))));
    list.addEventListener("change", () => {
      const wanted = list.value;
      atlas.address.choose("lang", wanted);
      atlas.address.write(true);
      atlas.restart(wanted);
      const again = document.querySelector(".language");
      if (again) again.focus({ preventScroll: true });
    });
    return list;
  }

  function theme() {
    const made = atlas.tool(() => {
      const { THEMES, now } = atlas.theme;
      atlas.theme.choose(THEMES[(THEMES.indexOf(now()) + 1) % THEMES.length]);
      atlas.announce(show());
    });
    const show = () => {
      const name = t(`panel.view.theme.${atlas.theme.now()}`);
      made.show(atlas.theme.now(), name);
      return name;
    };
    show();
    // Back and Forward may change it, too.
    const watch = new MutationObserver(show);
    watch.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
    atlas.signal.addEventListener("abort", () => watch.disconnect());
    return made.node;
  }

  function share(store) {
    const rest = () => made.show("link", t("panel.view.link"));
    const calm = atlas.calm(rest, TOLD);
    const made = atlas.tool(async () => {
      if (!(await atlas.copy(atlas.address.link()))) return;
      made.show("done", t("panel.view.copied"));
      atlas.announce(t("panel.view.copied"));
      calm();
    });
    const fit = () => (made.node.hidden = atlas.address.link() === null);
    rest();
    fit();
    document.addEventListener("atlas:address", fit, { signal: atlas.signal }); // the page around may say the address later
    store.on(() => made.node.hidden && fit());
    return made.node;
  }

  function fullScreen() {
    const made = atlas.tool(() => {
      const done = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
      done.catch(() => {}); // a browser may still say no
    });
    const show = () => {
      const on = Boolean(document.fullscreenElement);
      made.show(on ? "back" : "full", t(on ? "panel.view.leave" : "panel.view.full"));
    };
    show();
    document.addEventListener("fullscreenchange", show, { signal: atlas.signal });
    return made.node;
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
