"use strict";
// One record in full: every field that its layer has, and each source.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);

  /** What sort of record it is, in a word or two. */
  atlas.eyebrow = (record, data) => {
    if (record.layer === "incidents") return data.vocab.kind[record.kind] || record.kind;
    if (record.layer === "routes") return t(`panel.route.${record.kind}`);
    if (record.layer === "crossings") return data.vocab.crossing_type[record.type] || record.type;
    if (record.layer === "detention_sites") return data.vocab.site_type[record.type] || record.type;
    return data.vocab.role[record.role] || record.role;
  };

  /** Fields told somewhere by name; whatever else a record holds is told at the end, so that nothing is lost. */
  const TOLD = new Set([
    ...["layer", "index", "id", "iso3", "name", "title", "searched", "searchText", "sensitivity", "draw"],
    ...["date", "first", "last", "dated", "date_text", "active_from", "active_to", "period_notes"],
    ...["point", "spots", "lines", "rings", "lon", "lat", "precision", "coord_source"],
    ...["name_local", "place_local", "country", "countries", "admin1", "place", "river", "stretch"],
    ...["kind", "type", "role", "status", "operator", "official", "used_for", "capacity_or_population"],
    ...["people_min", "people_max", "people_died_min", "people_died_max", "people_returned_min", "people_returned_max"],
    ...["women", "children", "outcome", "count_in_totals", "part_of", "corroboration", "source_confidence"],
    ...["routes", "returned_via", "returned_via_text", "path", "variant_of", "waypoints", "legs"],
    ...["mode", "mode_by_leg", "approx_km", "approx_days", "risks", "summary", "notes", "sources"],
    ...["refugee_convention_1951", "convention_year", "protocol_1967_year", "cat_party"],
    ...["bilateral_agreements", "policy_summary", "timeline", "points"],
  ]);

  /** A record's name as a title. */
  atlas.title = (record) => (record.layer === "routes" ? atlas.words.dashed(record.name) : record.name);

  /** Everything that the record holds, as nodes for the panel, which live until `signal` is aborted. */
  atlas.recordInFull = (record, data, store, signal) => {
    const cite = citations(record, data);
    const known = { data, store, signal, cite };
    const tell = { incidents, routes, crossings, detention_sites, countries }[record.layer] || (() => []);
    const parts = tell(record, known);
    return [
      el("h2", { tabindex: "-1", lang: "en" }, atlas.title(record)),
      record.name_local && el("p", { class: "local" }, record.name_local),
      parts,
      text("panel.field.notes", record.notes && linked(record.notes, known)),
      facts(Object.keys(record).filter((name) => !TOLD.has(name) && !name.startsWith("_")).map((name) => fact(name, plain(record[name])))),
      atlas.takeAway(record, data, signal),
      cite.list(),
    ];
  };

  const blank = (value) =>
    value === null || value === undefined || value === "" || value === false || (Array.isArray(value) && !value.length);

  const fact = (label, ...values) => (values.every(blank) ? null : [el("dt", {}, label), el("dd", {}, values)]);
  const named = (key, ...values) => fact(t(`panel.field.${key}`), ...values);
  const facts = (rows) => {
    const kept = rows.filter((row) => !blank(row));
    return kept.length > 0 && el("dl", { class: "facts" }, kept);
  };
  const text = (key, value) =>
    !blank(value) && el("section", {}, el("h3", {}, t(key)), el("p", { lang: "en" }, value));
  const english = (value) => !blank(value) && el("span", { lang: "en" }, value);
  const part = (key, ...children) => el("section", {}, el("h3", {}, t(key)), children);
  const yes = (value) => (value === true ? t("panel.yes") : value === false ? t("panel.no") : t("panel.not_known"));
  const plain = (value) => (blank(value) ? null : typeof value === "object" ? JSON.stringify(value) : String(value));
  const country = (id, data) => data.vocab.country[id] || id;
  const joined = (ids, words) => atlas.words.listed((ids || []).map((id) => words[id] || id));

  const { toRecord, several } = atlas;

  const routesOf = (record, known) =>
    several((record.routes || []).map((id) => toRecord("routes", id, (known.data.routes[id] || {}).name, known)));

  /** A note with the records that it names by their ids as links that lead there: a button would not break into lines. */
  const linked = (note, { data, store }) =>
    note.split(/(\w+(?:-\w+)+)/).map((piece) => {
      const record = data.layers.map((name) => data.find(name, piece)).find(Boolean);
      const go = () => store.pick(record);
      return record ? el("a", { role: "link", tabindex: "0", on: { click: go, keydown: (event) => event.key === "Enter" && go() } }, atlas.title(record)) : piece;
    });

  /** Sources numbered in the order in which the record names them; `ref(ids)` gives the numbers as buttons. */
  function citations(record, data) {
    const all = [];
    const number = (source) => {
      const at = all.indexOf(source);
      return at < 0 ? all.push(source) : at + 1;
    };
    (record.sources || []).forEach(number);
    const items = [];
    const ref = (given) =>
      !blank(given) && el("span", { class: "refs" }, given.map(number).sort((a, b) => a - b).map((n) =>
        atlas.button({ class: "ref", "aria-label": t("panel.source.ref", { n, publisher: all[n - 1].publisher || "" }), on: {
          click: () => {
            items[n - 1].focus();
            atlas.reveal(items[n - 1], "nearest");
          },
        } }, String(n))));
    const list = () =>
      all.length > 0 && part("panel.sources", el("ol", { class: "sources" }, all.map((source, i) => (items[i] = sourceItem(source, data)))));
    return { ref, list };
  }

  /** A work: publisher, title with its link, date, kind of work, editor's note. */
  function sourceItem(source, data) {
    const title = source.title || source.id;
    const medium = source.medium && source.medium !== "news" && data.vocab.medium[source.medium];
    const more = [source.published ? atlas.published(source.published) : t("panel.source.undated"), medium];
    return el("li", { tabindex: "-1" },
      source.publisher && el("span", { class: "publisher", lang: "en" }, source.publisher), " ",
      el("cite", { lang: "en" }, source.url ? atlas.link(source.url, title) : title), " ",
      el("span", { class: "fine" }, more.filter(Boolean).join(" · ")),
      source.note && el("span", { class: "fine note" }, copied(source.note)),
      !source.url && !source.note && el("span", { class: "fine note" }, t("panel.source.offline")));
  }

  // What most notes say is said in the reader's language.
  const COPY = "text taken from a third-party copy";
  const copied = (note) =>
    note.startsWith(COPY) ? [t("panel.source.copy"), english(note.slice(COPY.length))] : english(note);

  /** A work's date in words; one with a mark or an open end stays as it is written. */
  atlas.published = (given) => (/^[\d-]+$/.test(given) ? atlas.dates.say(given) : given);

  const people = (record, name) => {
    const [min, max] = [record[`${name}_min`], record[`${name}_max`]];
    if (blank(min) && blank(max)) return null;
    if (blank(max)) return t("panel.at_least", { n: atlas.words.number(min) });
    if (blank(min)) return t("panel.at_most", { n: atlas.words.number(max) });
    return min === max ? atlas.words.number(min) : t("panel.range", { from: atlas.words.number(min), to: atlas.words.number(max) });
  };

  /** Women and children among the people, who are counted apart and so may be the same. */
  function ofThem({ women, children }) {
    const line = (key, n) => !blank(n) && el("span", { class: "fine" }, t(key, { n }));
    return [
      line("panel.women", women),
      line("panel.children", children),
      women && children ? el("span", { class: "fine" }, t("panel.overlap")) : null,
    ];
  }

  /** Place and how sure it is: what the point on the map stands for. */
  function place(record) {
    const { text: where, own } = atlas.whereIs(record);
    const local = record.place_local ? ` (${record.place_local})` : "";
    const rough = record.precision === "province" || record.precision === "country";
    const key = rough || atlas.onMap(record) ? `panel.precise.${record.precision}` : "panel.precise.off";
    return named("place", where && atlas.written({ text: where + local, own }), el("span", { class: "fine" }, t(key)));
  }

  /** Where the point stands and who says so; a stretch has no point, but its ends have sources. */
  function position(record) {
    if (!record.coord_source) return null;
    const side = (value, plus, minus) => t(`panel.position.${value < 0 ? minus : plus}`, { n: Math.abs(value).toFixed(4) });
    const at = record.point && atlas.words.listed([side(record.point[0], "north", "south"), side(record.point[1], "east", "west")]);
    return named("position", at, el("span", { class: "fine", lang: "en" }, record.coord_source));
  }

  // ---- each layer ------------------------------------------------------------------------------

  function incidents(record, known) {
    const { data } = known;
    const parts = (data.records.incidents || []).filter((other) => other.part_of === record.id);
    return [
      el("p", { class: "summary", lang: "en" }, record.summary),
      facts([
        named("date", record.date_text || t("panel.undated")),
        place(record),
        named("people", people(record, "people"), ofThem(record)),
        named("died", people(record, "people_died")),
        named("returned", people(record, "people_returned")),
        named("outcome", data.vocab.outcome[record.outcome] || record.outcome),
        named("corroboration", record.corroboration && t(`panel.corroboration.${record.corroboration}`)),
        named("crossing", record.returned_via && toRecord("crossings", record.returned_via, null, known),
          record.returned_via_text && el("p", { lang: "en" }, record.returned_via_text)),
        named("routes", routesOf(record, known)),
        named("part_of", record.part_of && toRecord("incidents", record.part_of, null, known)),
        named("parts", several(parts.map((part) => toRecord("incidents", part.id, part.name, known)))),
        named("counted", record.count_in_totals === false && t("panel.not_counted")),
      ]),
      !blank(record.path) && atlas.pathPlayer(record, known),
    ];
  }

  function routes(record, known) {
    const { data } = known;
    const variants = Object.values(data.records.routes || []).filter((other) => other.variant_of === record.id);
    return [
      el("p", { class: "summary", lang: "en" }, record.summary),
      facts([
        named("period", record.date_text, record.period_notes && el("p", { class: "fine", lang: "en" }, record.period_notes)),
        named("countries", joined(record.countries, data.vocab.country)),
        named("mode", joined(record.mode, data.vocab.mode)),
        named("mode_by_leg", several((record.mode_by_leg || []).map(({ leg, mode }) => english(`${leg}: ${mode}`)))),
        named("distance", record.approx_km && t("panel.km", { n: atlas.words.number(record.approx_km) })),
        named("duration", english(record.approx_days)),
        named("risks", english(record.risks)),
        named("confidence", record.source_confidence && t(`panel.confidence.${record.source_confidence}`)),
        named("variant_of", record.variant_of && toRecord("routes", record.variant_of, (data.routes[record.variant_of] || {}).name, known)),
        named("variants", several(variants.map((other) => toRecord("routes", other.id, other.name, known)))),
      ]),
      legs(record, known),
      atlas.tied(["incidents", "crossings", "detention_sites"], (other) => other.routes.includes(record.id), { route: [record.id] }, known),
    ];
  }

  /** The corridor's places in order with the leg that leads on from each; or its places alone. */
  function legs(record, { data, store, cite }) {
    const points = record.waypoints || [];
    const place = (point) => [
      el("span", { class: "step-place" }, atlas.written(atlas.whereIs(point))),
      point.precision && el("span", { class: "fine" }, " ", data.vocab.precision[point.precision]),
      point.inferred && el("span", { class: "tag" }, t("panel.inferred")),
      " ", cite.ref(point.sources),
      point.note && el("span", { class: "fine note", lang: "en" }, point.note),
    ];
    if (blank(record.legs)) {
      return points.length > 0 && part("panel.places", el("ul", { class: "steps loose" }, points.map((point) => el("li", {}, place(point)))));
    }
    // A leg is a button: pointed at it lights up on the map, pressed it comes into view there.
    const lit = (i) => () => store.hover(i === null ? null : record, i);
    const told = (leg, i) => [
      atlas.button({ class: "leg-on-map", "aria-label": t("panel.leg.show", legWords(leg)), on: {
        pointerenter: lit(i), focus: lit(i), pointerleave: lit(null), blur: lit(null),
        click: () => store.seek({ lines: [record.lines[i]] }),
      } },
      atlas.lineSample(record.kind, atlas.documented(leg), leg.course),
      el("span", {}, [
        leg.mode ? modes(leg.mode, data) : t("panel.mode.unknown"),
        leg.inferred ? t("panel.leg.inferred") : t("panel.leg.documented"),
      ].join(" · "))),
      cite.ref(leg.sources),
    ];
    const legWords = (leg) => ({
      from: atlas.townName((points[leg.from] || {}).place) || "",
      to: atlas.townName((points[leg.to] || {}).place) || "",
      mode: leg.mode ? modes(leg.mode, data) : t("panel.mode.unknown"),
      evidence: leg.inferred ? t("panel.leg.inferred") : t("panel.leg.documented"),
    });
    return part("panel.legs",
      el("p", { class: "fine" }, t("panel.legs.note")),
      el("ol", { class: "steps legs" }, record.legs.map((leg, i) => {
        const from = points[leg.from];
        const to = points[leg.to];
        const joins = i > 0 && record.legs[i - 1].to === leg.from;
        return el("li", {},
          !joins && from && el("div", { class: "stop" }, place(from)),
          el("div", { class: "leg" }, told(leg, i)),
          to && el("div", { class: "stop" }, place(to)));
      })));
  }

  /** One mode or several, such as "rail, road", in words; unknown text stays as it is. */
  const modes = (given, data) => data.vocab.mode[given] || atlas.words.listed(String(given).split(", ").map((m) => data.vocab.mode[m] || m));

  function crossings(record, known) {
    const { data } = known;
    return [
      el("p", { class: "summary", lang: "en" }, record.role),
      facts([
        named("type", data.vocab.crossing_type[record.type] || record.type),
        named("official", blank(record.official) && record.official !== false ? null : yes(record.official)),
        named("countries", joined(record.countries, data.vocab.country)),
        named("river", record.river && (data.vocab.river[record.river.split(/[ /]/)[0].toLowerCase()] || record.river)),
        named("used_for", joined(record.used_for, data.vocab.used_for)),
        named("precision", record.precision && t(`panel.precise.${record.precision}`)),
        position(record),
        named("stretch", !blank(record.stretch) && record.stretch.map((end, i) => [i > 0 && " – ", atlas.written(atlas.whereIs(end))])),
        named("routes", routesOf(record, known)),
      ]),
      atlas.tied(["incidents"], (incident) => incident.returned_via === record.id, null, known),
    ];
  }

  function detention_sites(record, known) {
    const { data } = known;
    return [
      el("p", { class: "summary", lang: "en" }, record.role),
      facts([
        named("type", data.vocab.site_type[record.type] || record.type),
        named("operator", english(record.operator)),
        place(record),
        position(record),
        named("status", data.vocab.status[record.status] || record.status),
        named("active", record.date_text),
        named("capacity", english(record.capacity_or_population)),
        named("routes", routesOf(record, known)),
      ]),
    ];
  }

  function countries(record, known) {
    const { data, cite } = known;
    const party = (state, year) => (blank(state) && state !== false ? (blank(year) ? t("panel.not_known") : year) : atlas.words.listed([yes(state), year]));
    const dated = (rows, tell) => el("ol", { class: "dated" }, rows.map((row) => el("li", {}, tell(row), " ", cite.ref(row.sources))));
    return [
      el("p", { class: "summary", lang: "en" }, record.policy_summary),
      facts([
        named("role", data.vocab.role[record.role] || record.role),
        named("convention", party(record.refugee_convention_1951, record.convention_year)),
        named("protocol", record.protocol_1967_year ? String(record.protocol_1967_year) : null),
        named("cat", party(record.cat_party, null)),
      ]),
      !blank(record.bilateral_agreements) && part("panel.agreements", dated(record.bilateral_agreements, (deal) => [
        el("span", { class: "when" }, [deal.year ? String(deal.year) : t("panel.year_unknown"), deal.with && country(deal.with, data)].filter(Boolean).join(" · ")), " ",
        el("strong", { lang: "en" }, deal.name), deal.effect && el("span", { class: "effect", lang: "en" }, " ", deal.effect),
      ])),
      !blank(record.timeline) && part("panel.timeline", dated(record.timeline, (step) => [
        el("span", { class: "when" }, step.date_text || t("panel.undated")), " ", english(step.event),
      ])),
      !blank(record.points) && part("panel.findings", el("ul", { class: "dated" }, record.points.map((point) => el("li", {}, english(point.text), " ", cite.ref(point.sources))))),
      atlas.tied(["incidents", "crossings", "detention_sites"],
        (other) => other.country === record.iso3 || (other.countries || []).includes(record.iso3), { country: [record.iso3] }, known),
    ];
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
