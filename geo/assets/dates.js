"use strict";
// Days as whole numbers since 1970-01-01 (negative before), and EDTF dates as intervals and in words.
// The same as geo/dates.py; the words are the catalogue's, the dates in them those of Intl.
(function (atlas) {
  const DAY = 86400000;
  const POINT = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
  const STYLES = {
    d: { day: "numeric" },
    m: { month: "long" },
    md: { month: "long", day: "numeric" },
    y: { year: "numeric" },
    ym: { year: "numeric", month: "long" },
    ymd: { year: "numeric", month: "long", day: "numeric" },
  };
  let formats = new Map();
  let language = "en-GB";
  let yearFirst = false;

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

  // "2018-03~" as its plain date and its mark; null for an open end.
  function pointOf(text) {
    if (text === "" || text === "..") return null;
    const mark = /[~?%]$/.test(text) ? text.slice(-1) : "";
    return { text: mark ? text.slice(0, -1) : text, mark };
  }

  function ends(text) {
    const at = text.indexOf("/");
    return at < 0 ? [pointOf(text), pointOf(text)] : [pointOf(text.slice(0, at)), pointOf(text.slice(at + 1))];
  }

  /** First and last day of an EDTF date or interval that Python has checked; null for an open end. */
  function interval(text) {
    const [start, end] = ends(text);
    return { first: start && parsePoint(start.text, "first"), last: end && parsePoint(end.text, "last") };
  }

  function format(text, parts) {
    if (!formats.has(parts)) formats.set(parts, new Intl.DateTimeFormat(language, { ...STYLES[parts], timeZone: "UTC" }));
    return formats.get(parts).format(parsePoint(text, "first") * DAY);
  }

  // A typed or chosen date in words, as precise as it was given.
  const say = (text) => format(text, text.length > 7 ? "ymd" : text.length > 4 ? "ym" : "y");

  function sayPoint({ text, mark }) {
    const said = say(text);
    const about = mark === "~" || mark === "%" ? atlas.t("date.about", { date: said }) : said;
    if (mark !== "?" && mark !== "%") return about;
    const unit = text.length > 7 ? "day" : text.length > 4 ? "month" : "year";
    return atlas.t(`date.uncertain.${unit}`, { date: about });
  }

  function saySpan(start, end) {
    if (start.text === end.text && start.mark === end.mark) return sayPoint(start);
    const [a, b] = [start.text, end.text];
    let from = sayPoint(start);
    if (parsePoint(b, "first") <= parsePoint(a, "first")) {
      return atlas.t(b.length > 4 ? "date.later.month" : "date.later.year", { date: from });
    }
    let to = sayPoint(end);
    if (!start.mark && !end.mark && a.slice(0, 4) === b.slice(0, 4) && a.length > 4 && b.length > 4) {
      // What both have in common is said once: by the first where years stand first.
      const days = a.length > 7 && b.length > 7 && a.slice(0, 7) === b.slice(0, 7);
      const rest = (text) => (days ? "d" : text.length > 7 ? "md" : "m");
      if (!yearFirst) from = format(a, rest(a));
      else if (b.length > 7) to = format(b, rest(b));
    }
    return atlas.t("date.between", { from, to });
  }

  /** An EDTF date in words, never more precise than it is; "" for none. */
  function sayEdtf(text) {
    if (!text) return "";
    const [start, end] = ends(text);
    if (start && end) return saySpan(start, end);
    return start ? atlas.t("date.from", { date: sayPoint(start) }) : atlas.t("date.until", { date: sayPoint(end) });
  }

  atlas.dates = {
    dayOf,
    fromDay,
    parsePoint,
    interval,
    say,
    sayEdtf,
    monthName: (month) => format(`2000-${String(month).padStart(2, "0")}`, "m"),
    use(lang) {
      language = lang === "en" ? "en-GB" : lang; // English dates are "10 May 2013"
      formats = new Map();
      const long = new Intl.DateTimeFormat(language, { ...STYLES.ymd, timeZone: "UTC" });
      yearFirst = long.formatToParts(0)[0].type === "year";
    },
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
