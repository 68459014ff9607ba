"use strict";
// Time by months, counted from the year 0 on, so that a difference is a number of months.
(function (atlas) {
  const STEPS = [1, 3, 12, 24, 60, 120, 300, 600]; // months in a bar
  const FINE = 144; // months on the axis up to which a bar may be less than a year
  const NARROWEST = 5; // px

  const ofDay = (day) => {
    const date = atlas.dates.fromDay(day);
    return date.y * 12 + date.m - 1;
  };
  const yearOf = (month) => String(Math.floor(month / 12));
  const name = (month) => atlas.dates.monthName((((month % 12) + 12) % 12) + 1);

  atlas.months = {
    /** The first day of a month. */
    firstDay: (month) => atlas.dates.dayOf(Math.floor(month / 12), (month % 12) + 1, 1),
    /** The month of a typed date's first or last day; null where there is none. */
    of(text, edge) {
      const day = text ? atlas.dates.parsePoint(text, edge) : null;
      return day === null ? null : ofDay(day);
    },
    /** As the selection writes it: "2013-05". */
    print: (month) =>
      `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`,
    /** In words: "May 2013". */
    say: (month) => atlas.dates.say(atlas.months.print(month)),
    /** Months from first to last in words: a month, whole years, or what lies between. */
    sayAll(first, last) {
      if (first === last) return atlas.months.say(first);
      const years = { from: yearOf(first), to: yearOf(last) };
      if (first % 12 === 0 && last % 12 === 11) return years.from === years.to ? years.from : atlas.t("panel.time.range", years);
      if (years.from !== years.to) return atlas.t("panel.time.range", { from: atlas.months.say(first), to: atlas.months.say(last) });
      return atlas.t("panel.time.part", { from: name(first), to: name(last), year: years.from });
    },
    /** So many units (of 1 or 12 months) on from a time's first or last month; by years it goes to a year's own end. */
    move(month, steps, unit, edge) {
      if (unit === 1) return month + steps;
      const last = edge === "last" ? 1 : 0;
      const at = (month + last) / unit;
      return ((steps > 0 ? Math.floor(at) : Math.ceil(at)) + steps) * unit - last;
    },
  };

  /** Months to a bar: the shortest step whose bars stay wide enough; less than a year only where few years are shown. */
  atlas.barStep = (months, width) =>
    STEPS.find((step) => (step >= 12 || months <= FINE) && (width * step) / months >= NARROWEST) || STEPS[STEPS.length - 1];

  /** First and last month of each bar of `step` months: calendar units, cut off where the axis ends. */
  atlas.barEnds = ({ start, end }, step) => {
    const ends = [];
    for (let month = Math.floor(start / step) * step; month <= end; month += step) {
      ends.push([Math.max(start, month), Math.min(end, month + step - 1)]);
    }
    return ends;
  };

  /** The decades that a span touches, each cut to it; none where one axis shows them well enough. */
  atlas.decades = ({ start, end }) => {
    const found = [];
    if (end - start < FINE) return found;
    for (let first = Math.floor(start / 120) * 120; first <= end; first += 120) {
      found.push({ year: first / 12, start: Math.max(start, first), end: Math.min(end, first + 119) });
    }
    return found;
  };

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
