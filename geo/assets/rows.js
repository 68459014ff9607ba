"use strict";
// One line of the list for one record, and its words: date, place, and what a reader must know before opening it.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);

  /** A record's line; `words` are marked where they stand, `people` tells how many the record is about. */
  atlas.row = ({ record, part }, data, { words = [], people = false } = {}) => {
    const meta = [atlas.rowWords(record, data, part), people && peopleOf(record)].filter(Boolean).join(" · ");
    const passage = words.length > 0 && atlas.passage(record, `${record.name}\n${meta}`, words);
    return el("li", { class: part ? "part" : null },
      atlas.button({ class: "row", "data-key": atlas.keyOf(record), tabindex: "-1" },
        atlas.mark(record, 16),
        el("span", { class: "row-title", lang: "en" }, atlas.marked(atlas.title(record), words)),
        el("span", { class: "row-meta" }, atlas.written({ text: meta, own: placeOf(record).own }, (piece) => atlas.marked(piece, words))),
        passage && el("span", { class: "row-meta row-found", lang: "en" }, atlas.marked(passage, words))));
  };

  atlas.keyOf = (record) => `${record.layer}:${record.id}`;

  /** Date, place with its precision, and what a reader must know before opening it. */
  atlas.rowWords = (record, data, part = false) => {
    const words = [
      part ? t("panel.list.part") : record.part_of && t("panel.list.part_of", { title: nameOf(record.part_of, data) }),
      record.layer === "incidents" ? record.date_text || t("panel.undated") : record.date_text,
      record.layer === "routes" && t(`panel.route.${record.kind}`),
      placeWords(record),
      !atlas.onMap(record) && t("panel.list.off"),
    ];
    return words.filter(Boolean).join(" · ");
  };

  function peopleOf({ layer, people_min: min, people_max: max }) {
    if (layer !== "incidents" || (min === null && max === null)) return null;
    if (min === null) return t("list.people.most", { n: max });
    return t("list.people", { n: atlas.people.sayRange({ min, max, atLeast: max === null }) });
  }

  function nameOf(id, data) {
    const record = data.find("incidents", id);
    return record ? record.name : id;
  }

  const placeOf = ({ place, country }) => atlas.whereIs({ place, country });

  /** The place in words; one that is less sure than a town's centre says so. */
  function placeWords(record) {
    const { text } = placeOf(record);
    const rough = ["county", "province"].includes(record.precision) && record.layer !== "countries";
    return rough && text ? t(`panel.place.${record.precision}`, { place: text }) : text;
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
