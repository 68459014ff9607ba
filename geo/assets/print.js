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
      document.documentElement.dataset.theme = "light"; // paper is
      if (atlas.framed) return; // a part of another page's paper
      const { width, height } = parts.map.getBoundingClientRect();
      const style = parts.map.style;
      style.setProperty("--width", `${width}px`);
      style.setProperty("--height", `${height}px`);
      style.setProperty("--scale", String(Math.min(1, PAPER / width)));
      folded = Boolean(fold) && !fold.open;
      if (folded) fold.open = true;
      if (sheet) sheet.remove();
      sheet = records(list.sequence(), data);
      if (!parts.full) sheet.append(atlas.byline(data.meta));
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
    const told = shown.slice(0, MOST);
    const layers = new Set(told.map((record) => record.layer));
    return el("section", { class: "sheet" },
      shown.length > 0 && el("h2", {}, t("panel.list")),
      Array.from(layers, (layer) => [
        el("h3", {}, data.vocab.layer[layer]),
        el("ol", {}, told.filter((record) => record.layer === layer).map((record) => entry(record, data))),
      ]),
      left > 0 && el("p", {}, t("panel.print.more", { n: left })));
  }

  const entry = (record, data) =>
    el("li", {},
      el("h4", { lang: "en" }, atlas.title(record)),
      el("p", { class: "fine" }, record.layer !== "routes" && `${atlas.eyebrow(record, data)} · `, atlas.rowWords(record, data)),
      el("p", { lang: "en" }, record.summary || record.policy_summary || record.role),
      el("ul", { class: "printed-sources", lang: "en" }, record.sources.map((source) =>
        el("li", {}, [source.publisher, source.title, source.published, atlas.webAddress(source.url) || source.note].filter(Boolean).join(". ")))));
})((window.RoutesAtlas = window.RoutesAtlas || {}));
