"use strict";
// Records counted over time, by months from the year 0 on, so that a difference is a number of months.
(function (atlas) {
  const STEPS = [1, 12, 24, 60, 120, 300, 600]; // months in a bar

  const ofDay = (day) => {
    const date = atlas.dates.fromDay(day);
    return date.y * 12 + date.m - 1;
  };

  atlas.months = {
    /** The month of a typed date's first or last day; null where there is none. */
    of(text, edge) {
      const day = text ? atlas.dates.parsePoint(text, edge) : null;
      return day === null ? null : ofDay(day);
    },
    /** As the selection writes it: "2013-05". */
    print: (month) =>
      `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`,
    /** In words: "May 2013". */
    say: (month) =>
      atlas.t("panel.time.month", { month: atlas.dates.monthName((month % 12) + 1), year: String(Math.floor(month / 12)) }),
  };

  /**
   * `bars` counts of `step` months each, from month `start` on. A record counts in every bar that its
   * interval touches; an open end reaches to the end of the chart. Undated ones are told apart.
   */
  atlas.countByTime = (records, start, bars, step) => {
    const change = new Int32Array(bars + 1);
    let undated = 0;
    const bar = (day) => Math.floor((ofDay(day) - start) / step);
    for (const record of records) {
      if (!record.dated) {
        undated += 1;
        continue;
      }
      const first = record.first === null ? 0 : Math.max(0, bar(record.first));
      const last = record.last === null ? bars - 1 : Math.min(bars - 1, bar(record.last));
      if (first > last) continue;
      change[first] += 1;
      change[last + 1] -= 1;
    }
    const counts = [];
    for (let i = 0, sum = 0; i < bars; i += 1) counts.push((sum += change[i]));
    return { counts, undated };
  };

  /** Months to a bar: the shortest step whose bars stay at least 5 px wide; single months for few years. */
  atlas.barStep = (months, width) =>
    STEPS.find((step) => (step > 1 || months <= 36) && (width * step) / months >= 5) || STEPS[STEPS.length - 1];

  /** First and last month that the control spans: what the file is bounded by, else whole years of its data; null without dates. */
  atlas.timeSpan = (data) => {
    const days = daysOf(data.records.incidents) || daysOf(data.records.routes) || daysOf(data.records.detention_sites);
    const from = atlas.months.of(data.base.from, "first");
    const to = atlas.months.of(data.base.to, "last");
    if (!days && (from === null || to === null)) return null;
    const start = from !== null ? from : Math.floor(ofDay(days.first) / 12) * 12;
    const end = to !== null ? to : Math.floor(ofDay(days.last) / 12) * 12 + 11;
    return start > end ? null : { start, end };
  };

  function daysOf(records) {
    const days = (records || []).flatMap((r) => [r.first, r.last]).filter((day) => day !== null && day !== undefined);
    if (!days.length) return null;
    const most = (a, b) => Math.max(a, b);
    const least = (a, b) => Math.min(a, b);
    return { first: days.reduce(least), last: days.reduce(most) };
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
