"use strict";
// In which order records are listed, and under which headings: by date, by place, by number of people.
(function (atlas) {
  /** The sorts that a reader can choose from. */
  atlas.SORTS = ["newest", "oldest", "place", "people"];

  // An incident stands at its first day; one that is only known to be before a day, at that day.
  const time = (record) => (record.dated ? record.first ?? record.last : null);
  const people = (record) => record.people_max ?? record.people_min ?? -1;
  const last = (a, b) => (a === null) - (b === null); // what is not known stands at the end

  const yearOf = (record) => {
    const day = time(record);
    return day === null ? null : atlas.dates.fromDay(day).y;
  };

  /**
   * A function (sort, layer, records) that gives sections in order, each {label, items}, an item being
   * {record, part}: incidents by year or by country, all else in one section without a label.
   */
  atlas.sorting = (data) => {
    const all = data.records.incidents || [];
    const names = new Intl.Collator(data.meta.lang, { numeric: true });
    const years = all.map(yearOf);
    const country = (record) => data.vocab.country[record.country] || record.country || "";
    const newest = (a, b) => last(time(a), time(b)) || time(b) - time(a) || a.index - b.index;
    const compare = {
      newest,
      oldest: (a, b) => last(time(a), time(b)) || time(a) - time(b) || a.index - b.index,
      place: (a, b) => names.compare(country(a), country(b)) || names.compare(a.place || "", b.place || "") || newest(a, b),
      people: (a, b) => people(b) - people(a) || newest(a, b),
    };
    const headings = {
      newest: (record) => years[record.index] ?? atlas.t("list.undated"),
      oldest: (record) => years[record.index] ?? atlas.t("list.undated"),
      place: country,
      people: () => null,
    };
    // Each order is worked out once: after that, a selection is put in order without comparing anything.
    const ranks = new Map();
    function rank(sort) {
      if (!ranks.has(sort)) {
        const places = new Int32Array(all.length);
        [...all].sort(compare[sort]).forEach((record, place) => (places[record.index] = place));
        ranks.set(sort, places);
      }
      return ranks.get(sort);
    }

    return (sort, layer, records) => {
      if (layer !== "incidents") {
        const ordered = sort === "place" ? [...records].sort((a, b) => names.compare(a.name, b.name)) : records;
        return [{ label: null, items: alone(ordered) }];
      }
      const places = rank(sort);
      const ordered = new Array(all.length);
      for (const record of records) ordered[places[record.index]] = record;
      const sections = [];
      let section = null;
      for (const record of ordered) {
        if (!record) continue;
        const label = headings[sort](record);
        if (!section || section.label !== label) sections.push((section = { label, records: [] }));
        section.records.push(record);
      }
      // By people each stands by its own number; else parts stand with the whole.
      const items = sort === "people" ? alone : nested;
      return sections.map((each) => ({ label: each.label, items: items(each.records) }));
    };
  };

  const alone = (records) => records.map((record) => ({ record, part: false }));

  /** Parts follow the record that they belong to, where that stands here too; none is lost in a circle of parts. */
  function nested(records) {
    if (!records.some((record) => record.part_of)) return alone(records);
    const here = new Set(records.map((record) => record.id));
    const parts = new Map();
    for (const record of records) {
      if (here.has(record.part_of)) parts.set(record.part_of, [...(parts.get(record.part_of) || []), record]);
    }
    const items = new Map();
    const add = (record, part) => {
      if (items.has(record)) return;
      items.set(record, { record, part });
      (parts.get(record.id) || []).forEach((child) => add(child, true));
    };
    records.filter((record) => !here.has(record.part_of)).forEach((record) => add(record, false));
    records.forEach((record) => add(record, false));
    return [...items.values()];
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
