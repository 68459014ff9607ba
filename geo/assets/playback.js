"use strict";
// Which time comes next when time is played: no clock and no document, only months.
(function (atlas) {
  const YEAR = 12;
  const SHORT = 24; // months: an axis so short is played month by month

  // The part of a chosen time that lies on the axis; all of the axis where nothing of it does.
  function onAxis(time, { start, end }) {
    const from = Math.max(start, time.from);
    const to = Math.min(end, time.to);
    return from > to ? { from: start, to: end } : { from, to };
  }

  // The first window of a run from month `from`: the rest of a step, or a year where steps are shorter.
  function firstWindow(from, { start, end, step, mode }) {
    const length = mode === "window" && step < YEAR && end - start + 1 > SHORT ? YEAR : step;
    const to = length === YEAR && step === 1 ? from + YEAR - 1 : (Math.floor(from / step) + 1) * step - 1;
    return { from, to: Math.min(end, to) };
  }

  function next(time, axis) {
    const { end, step, mode } = axis;
    if (time.to >= end) return null;
    const to = Math.min(end, atlas.months.move(time.to, 1, step, "last"));
    return mode === "grow" ? { from: time.from, to } : { from: time.from + to - time.to, to };
  }

  function back(time, axis) {
    const { start, step, mode } = axis;
    if (mode === "grow") {
      const to = atlas.months.move(time.to, -1, step, "last");
      return to <= time.from ? null : { from: time.from, to };
    }
    if (time.from <= start) return null;
    const from = Math.max(start, atlas.months.move(time.from, -1, step, "first"));
    return { from, to: time.to + from - time.from };
  }

  /** The first time of a run: it goes on from a chosen part, and begins anew from all or from the end. */
  function begin(time, axis) {
    const chosen = onAxis(time, axis);
    const all = chosen.from === axis.start && chosen.to === axis.end;
    if (all) return firstWindow(axis.start, axis);
    if (chosen.to < axis.end) return next(chosen, axis);
    return axis.mode === "grow" ? firstWindow(chosen.from, axis) : { from: axis.start, to: axis.start + chosen.to - chosen.from };
  }

  /** `move` repeated while it finds nothing; the last time of the axis ends it all the same. */
  function passEmpty(time, move, isEmpty) {
    let now = time;
    for (let further = now; now && isEmpty(now) && (further = move(now)); ) now = further;
    return now;
  }

  /**
   * The steps of playback over `axis`: {start, end} months, step of 1 or 12 months, mode "window" (a time
   * of one length moves on) or "grow" (it begins where it began and grows). A time is {from, to}; null
   * means that there is no further step.
   */
  atlas.playback = { begin, next, back, passEmpty };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
