"use strict";
// The page around the map: where each part stands, the sentence and notes, the byline.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);

  /** Build the page around folium's own div and return its parts by name. */
  atlas.layout = (data) => {
    const page = document.getElementById("atlas");
    const { controls } = data.meta;
    const full = controls === "full";
    const section = (name, label, more) =>
      el("section", { class: name, "aria-label": t(label), ...more });
    const parts = {
      page,
      full,
      masthead: page.querySelector(".masthead"),
      sentence: document.getElementById("sentence"),
      notes: el("ul", { class: "notes", hidden: true }),
      said: el("p", { class: "unseen", role: "status", "aria-live": "polite" }),
      map: el("div", { class: "map-box", tabindex: "-1" }), // the map in it is a region of its own
      detail: section("detail", "panel.detail", { hidden: true }),
      legend: controls === "none" ? null : section("legend", "panel.legend"),
      time: full || controls === "frame" ? section("time", "panel.time") : null,
      filters: full ? section("filters", "panel.filters") : null,
      list: section("list", "panel.list", { id: "list", tabindex: "-1" }),
    };
    parts.map.append(document.querySelector(".folium-map"));
    parts.side = el("div", { class: "side" }, parts.filters, parts.list);
    if (parts.legend) parts.map.append(parts.legend);
    parts.sheet = el("div", { class: "sheet-box" }, parts.detail);
    parts.stage = el("div", { class: "stage" }, parts.map, parts.sheet, parts.time, full ? parts.side : parts.list);
    parts.list.hidden = !full;
    // Whether something stands beside the map, or over the side panel.
    parts.settle = () =>
      parts.stage.classList.toggle("has-detail", !parts.detail.hidden || (!full && !parts.list.hidden));
    document.documentElement.toggleAttribute("data-framed", atlas.framed);
    page.dataset.controls = controls;
    page.classList.toggle("is-part", !full);
    // The sentence changes with every step of a handle; readers hear it once it rests.
    parts.sentence.removeAttribute("aria-live");
    atlas.announce = (text) => {
      // The same words again are no change to a screen reader: a space of no width is.
      parts.said.textContent = parts.said.textContent === text ? `${text}\u200b` : text;
    };
    parts.masthead.append(parts.notes);
    parts.masthead.classList.toggle("unseen", !full);
    page.append(parts.stage, byline(data.meta, !full && !data.story), parts.said);
    skip(parts);
    // Where the detail lies over the map, it is the map that has to come into view.
    parts.bring = (node) => {
      const over = getComputedStyle(parts.sheet).display !== "contents";
      atlas.reveal(over ? parts.map : node, "nearest");
    };
    return parts;
  };

  atlas.byline = byline;

  /** Who says so, from which data, and how to read it; `brief` where the map is a part of another page. */
  function byline(meta, brief) {
    const version = meta.version && t("panel.version", { version: meta.version });
    const asOf = meta.as_of_text && t("panel.as_of", { date: meta.as_of_text });
    const rows = brief
      ? { credit: [meta.notice && t("meta.documented"), version, report(meta.report, brief)] }
      : {
          notice: [meta.notice],
          "content-note": [meta.content_note],
          credit: [meta.credit, version, asOf, meta.licence, report(meta.report)],
        };
    return el("footer", { class: "byline" },
      Object.entries({ ...rows, attribution: meta.attribution || [] }).map(([name, items]) =>
        items.some(Boolean) && el("p", { class: name }, spaced(items))));
  }

  /** Where to report an error: a page, or a sentence that says where. */
  const report = (where, brief) =>
    atlas.webAddress(where) ? atlas.link(where, t("panel.report"))
      : brief ? el("details", {}, el("summary", {}, t("panel.report")), where) : where;

  /** Items with a middle dot between them. */
  const spaced = (items) =>
    items.filter(Boolean).flatMap((item, i) => (i ? [" · ", item] : [item]));

  /** Ways past the map. A link inside a framed document would load the parent's page: move the focus by script. */
  function skip(parts) {
    const to = (text, find) => {
      const link = document.querySelector(`a.skip[href="#${find}"]`) || el("a", { class: "skip" });
      link.href = `#${find}`;
      link.textContent = t(text);
      link.hidden = !parts.full;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const target = document.getElementById(find);
        target.focus();
        atlas.reveal(target, "start");
      }, { signal: atlas.signal });
      return link;
    };
    parts.page.before(to("meta.skip", "list"), to("meta.skip.filters", "words"));
  }

  /** Keep the sentence and the notes in step with the selection. */
  atlas.showSentence = (parts, store) => {
    const say = atlas.calm((text) => atlas.announce(text), 700);
    const show = (state) => {
      parts.sentence.textContent = state.sentence;
      parts.notes.hidden = state.notes.length === 0;
      atlas.put(parts.notes, state.notes.map((note) => el("li", {}, note)));
    };
    show(store.state);
    store.on((state, what) => {
      if (what !== "selection") return;
      show(state);
      if (!state.passing) say([state.sentence, ...state.notes].join(" "));
    });
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
