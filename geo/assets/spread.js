"use strict";
// Incidents counted over time, honestly: one whose date reaches over more than one bar is shared out
// among them by days, so that all its shares together are one incident.
(function (atlas) {
  /** What the bars tell apart, from the bottom up; `kind` lends its colour, the last group takes what is left. */
  const GROUPS = [
    { id: "returned", kind: "forced_return", kinds: ["forced_return"] },
    { id: "arrested", kind: "arrest", kinds: ["arrest", "detention"] },
    { id: "arrived", kind: "arrival", kinds: ["arrival", "release"] },
    { id: "other", kind: "policy", kinds: [] },
  ];
  const OTHER = GROUPS.length - 1;
  const NUMBER = new Map(GROUPS.flatMap(({ kinds }, i) => kinds.map((kind) => [kind, i])));
  const groupOf = (record) => NUMBER.get(record.kind) ?? OTHER;

  // What is about or uncertain in a date: a year, a month; a day's doubt is finer than any bar.
  const MARK = /[~?%]/;
  const DOUBT = /(\d{4})(-\d\d)?(-\d\d)?[~?%]/g;
  function doubtful(record, step) {
    if (!MARK.test(record.date)) return false; // as nearly all
    for (const [, , month, day] of record.date.matchAll(DOUBT)) {
      if (!day && step < (month ? 12 : 60)) return true;
    }
    return false;
  }

  const none = () => GROUPS.map(() => 0);

  /**
   * What falls into each bar of `step` months of the axis `view`. By group: `sure` counts incidents that
   * lie in this bar alone, `shared` the shares of those that reach beyond it or are uncertain at this
   * scale, `touched` how many incidents these are; `unsure` is their number over all groups. An open end
   * reaches to the end of the whole `span`. Undated ones are told apart.
   */
  atlas.spread = (records, view, step, span) => {
    const { firstDay } = atlas.months;
    const ends = atlas.barEnds(view, step);
    const edges = [...ends.map(([first]) => firstDay(first)), firstDay(view.end + 1)];
    const spanned = [firstDay(span.start), firstDay(span.end + 1) - 1];
    const bars = ends.map(([first, last]) => ({ first, last, sure: none(), shared: none(), touched: none(), unsure: 0 }));
    // The bar of a day; -1 before the first of them, their number after the last.
    const barOf = (day) => {
      let [low, high] = [0, edges.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (edges[middle] <= day) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    };
    let undated = 0;
    for (const record of records) {
      if (!record.dated) {
        undated += 1;
        continue;
      }
      const first = record.first === null ? Math.min(spanned[0], record.last) : record.first;
      const last = record.last === null ? Math.max(spanned[1], record.first) : record.last;
      const [a, b] = [barOf(first), barOf(last)];
      const group = groupOf(record);
      const unsure = a !== b || record.first === null || record.last === null || doubtful(record, step);
      for (let i = Math.max(0, a); i <= Math.min(b, bars.length - 1); i += 1) {
        const days = Math.min(last + 1, edges[i + 1]) - Math.max(first, edges[i]);
        if (days <= 0) continue;
        bars[i].touched[group] += 1;
        bars[i][unsure ? "shared" : "sure"][group] += days / (last - first + 1);
        if (unsure) bars[i].unsure += 1;
      }
    }
    return { bars, undated };
  };

  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

  /** How many incidents touch a bar. */
  atlas.touchedBy = (bar) => sum(bar.touched);

  /** The height that the bars need: the highest of them, rounded up to a whole incident. */
  atlas.highest = (bars) => Math.max(1, ...bars.map((bar) => Math.ceil(sum(bar.sure) + sum(bar.shared) - 1e-9)));

  /**
   * The pieces of a bar from the bottom up, in px of `high` for `most` incidents: [{group, shared, from, to}].
   * What is there at all is drawn at least `least` px high.
   */
  atlas.stack = (bar, most, high, least = 1.5) => {
    const total = sum(bar.sure) + sum(bar.shared);
    if (!total) return [];
    const scale = Math.max(high / most, least / total);
    const pieces = [];
    let from = 0;
    GROUPS.forEach((_, group) => {
      for (const shared of [false, true]) {
        const weight = (shared ? bar.shared : bar.sure)[group];
        if (!weight) continue;
        pieces.push({ group, shared, from, to: (from += weight * scale) });
      }
    });
    return pieces;
  };

  /** Whether any of the records touches the months from one to another. */
  atlas.touches = (records, from, to) => {
    const first = atlas.months.firstDay(from);
    const last = atlas.months.firstDay(to + 1) - 1;
    return records.some((r) => r.dated && (r.first === null || r.first <= last) && (r.last === null || r.last >= first));
  };

  atlas.timeGroups = GROUPS;
  atlas.timeGroupOf = groupOf;
})((window.RoutesAtlas = window.RoutesAtlas || {}));
