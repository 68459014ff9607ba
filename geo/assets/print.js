"use strict";
// The printed sheet: the map as it stands, then every record that is shown with its sources in full.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const MOST = 500; // records; more would be a book, and the file itself holds them
  const PAPER = 680; // CSS pixels between the margins of A4 and Letter

  /** Lay the sheet out when the browser is about to print, and put it away after. */
  atlas.print = (parts, data, list) => {
    let sheet = null;
    let folded = false;
    const fold = parts.legend && parts.legend.querySelector("details");
    window.addEventListener("beforeprint", () => {
      const { width, height } = parts.map.getBoundingClientRect();
      const style = parts.map.style;
      style.setProperty("--width", `${width}px`);
      style.setProperty("--height", `${height}px`);
      style.setProperty("--scale", String(Math.min(1, PAPER / width)));
      document.documentElement.dataset.theme = "light"; // paper is
      folded = Boolean(fold) && !fold.open;
      if (folded) fold.open = true;
      if (sheet) sheet.remove();
      sheet = records(list.sequence(), data);
      parts.stage.after(sheet);
    }, { signal: atlas.signal });
    window.addEventListener("afterprint", () => {
      atlas.theme.show();
      if (folded) fold.open = false;
      if (sheet) sheet.remove();
      sheet = null;
    }, { signal: atlas.signal });
  };

  function records(shown, data) {
    const left = shown.length - MOST;
    return el("section", { class: "sheet" },
      el("h2", {}, t("panel.list")),
      el("ol", {}, shown.slice(0, MOST).map((record) => entry(record, data))),
      left > 0 && el("p", {}, t("panel.print.more", { n: left })));
  }

  const entry = (record, data) =>
    el("li", {},
      el("h3", {}, atlas.title(record)),
      el("p", { class: "fine" }, atlas.rowWords(record, data)),
      el("p", {}, record.summary || record.policy_summary || record.role),
      el("ul", { class: "printed-sources" }, record.sources.map((source) =>
        el("li", {}, [source.publisher, source.title, source.published, atlas.webAddress(source.url) || source.note].filter(Boolean).join(". ")))));
})((window.RoutesAtlas = window.RoutesAtlas || {}));
