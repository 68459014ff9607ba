"use strict";
// Days as whole numbers since 1970-01-01 (negative before), and dates as a reader types them.
// EDTF is worked out in Python; here nothing is read but years, months and days.
(function (atlas) {
  const DAY = 86400000;
  const POINT = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
  let months = [];

  function dayOf(year, month, day) {
    // Date.UTC takes the years 0 to 99 for 1900 to 1999.
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    return Math.round(date.getTime() / DAY);
  }

  function fromDay(day) {
    const date = new Date(day * DAY);
    return { y: date.getUTCFullYear(), m: date.getUTCMonth() + 1, d: date.getUTCDate() };
  }

  // First or last day of "2013", "2013-05" or "2013-05-10"; null where it is no date.
  function parsePoint(text, edge) {
    const match = POINT.exec(text);
    if (!match) return null;
    const [year, month, day] = [Number(match[1]), Number(match[2] || 0), Number(match[3] || 0)];
    if (year < 1 || (match[2] && (month < 1 || month > 12))) return null;
    const length = fromDay(dayOf(year, (month || 12) + 1, 0)).d;
    if (match[3] && (day < 1 || day > length)) return null;
    return edge === "first"
      ? dayOf(year, month || 1, day || 1)
      : dayOf(year, month || 12, day || length);
  }

  // A typed or chosen date in words, as precise as it was given.
  function say(text) {
    const [year, month, day] = text.split("-");
    if (!month) return year;
    const slots = { month: months[Number(month) - 1], year };
    return day
      ? atlas.t("say.day", { day: String(Number(day)), ...slots })
      : atlas.t("say.month", slots);
  }

  atlas.dates = {
    dayOf,
    fromDay,
    parsePoint,
    say,
    monthName: (month) => months[month - 1],
    use: (names) => {
      months = names;
    },
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
