"use strict";
// What a reader takes away from a record: a link to it, and a citation as a newsroom would paste it.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const MOST = 3; // sources in a citation; the record itself names the rest

  /** The citation of a record as plain text: record, atlas, data version, first sources, link. */
  function citation(record, { meta }, link) {
    const date = record.date_text || (record.layer === "incidents" ? t("panel.undated") : null);
    const rest = record.sources.length - MOST;
    return [
      date ? t("cite.record", { title: atlas.title(record), date }) : atlas.title(record),
      t("cite.atlas", { title: meta.title, credit: meta.credit, version: meta.version, date: meta.as_of_text }).replace(/^[:：]\s?/, ""),
      t("cite.id", { id: `${record.layer}:${record.id}` }),
      record.sources.length > 0 && t("panel.sources"),
      ...record.sources.slice(0, MOST).map((source) => `– ${work(source)}`),
      rest > 0 && t("cite.more", { n: rest }),
      /^http/.test(link || "") && link, // the address of a file on this disk helps no reader
    ].filter(Boolean).join("\n");
  }

  /** A work in one line; a title in brackets is an editor's description and is not quoted. */
  function work(source) {
    const title = source.title || source.id;
    const date = source.published ? atlas.published(source.published) : t("panel.source.undated");
    const told = t(title.startsWith("[") ? "cite.work.described" : "cite.work", { publisher: source.publisher, title, date });
    return [told, atlas.webAddress(source.url)].filter(Boolean).join(" ");
  }

  /** Buttons that copy a record's link, as soon as the document has an address to give, and its citation. */
  atlas.takeAway = (record, data, signal) => {
    const said = el("span", { class: "copied fine" });
    const row = el("div", { class: "take-away" });
    const button = (key, done, text) =>
      atlas.button({ class: "plain", on: {
        click: async () => {
          const copied = await atlas.copy(text(), row);
          said.textContent = t(copied ? done : "panel.copy.refused");
          atlas.announce(said.textContent);
        },
      } }, t(key));
    const address = () => atlas.address.link();
    const link = button("panel.copy.link", "panel.copy.link.done", address);
    const offer = () => (link.hidden = !address());
    const cite = button("panel.copy.citation", "panel.copy.citation.done", () => citation(record, data, address()));
    row.append(link, cite, said);
    offer();
    document.addEventListener("atlas:address", offer, { signal }); // a parent may tell it late
    return el("section", {}, row);
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
