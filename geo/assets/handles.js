"use strict";
// The ways to choose a time: two handles, a stroke or a tap on the bars, typed dates.
(function (atlas) {
  const t = (...words) => atlas.t(...words);
  const MOVES = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  const PAGES = { PageDown: -1, PageUp: 1 };
  const SLACK = 6; // px that a tap may slip

  /** The chosen time by months, and the ways to change it; a typed day stays until its own end is moved. */
  atlas.chosenTime = (store, span, base) => {
    const { of, print } = atlas.months;
    const clamp = (month) => Math.min(span.end, Math.max(span.start, month));
    const from = () => clamp(of(store.state.selection.from, "first") ?? span.start);
    const to = () => Math.max(from(), clamp(of(store.state.selection.to, "last") ?? span.end));
    const first = (month) => (month <= span.start ? base.from : print(month));
    const last = (month) => (month >= span.end ? base.to : print(month));
    // While a pointer or playback is on its way, each step is only passed through.
    const change = (changes, passing) => {
      const { selection } = store.state;
      if (passing && Object.entries(changes).every(([name, value]) => selection[name] === value)) return;
      store.select(changes, undefined, { passing: Boolean(passing) });
    };
    return {
      from,
      to,
      setFrom: (month, passing) => change({ from: first(Math.min(clamp(month), to())) }, passing),
      setTo: (month, passing) => change({ to: last(Math.max(clamp(month), from())) }, passing),
      choose: (a, b, passing) => change({ from: first(clamp(Math.min(a, b))), to: last(clamp(Math.max(a, b))) }, passing),
      /** Stay where the steps have led. */
      settle: () => change({}),
      all: () => store.state.selection.from === base.from && store.state.selection.to === base.to,
      reset: () => change({ from: base.from, to: base.to }),
      /** Typed the wrong way round, what was meant is plain, and said. */
      type(name, text) {
        const { from: a, to: b } = store.state.selection;
        const range = { from: a, to: b, [name]: text || base[name] };
        const days = atlas.selection.days(range);
        const turned = days[0] !== null && days[1] !== null && days[0] > days[1];
        if (turned) store.select({ from: range.to, to: range.from }, [t("say.note.swapped", range)]);
        else change(range);
      },
    };
  };

  /** Arrows go by a step, Page Up and Down by a year (by years: ten), Home and End to the ends. */
  atlas.slideHandle = (node, { month, set, ends, edge, unit }) => {
    node.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const { key } = event;
      const move = (steps, months) => atlas.months.move(month(), steps, months, edge);
      let wanted = null;
      if (key === "Home" || key === "End") wanted = ends()[key === "Home" ? 0 : 1];
      else if (key in MOVES) wanted = move(MOVES[key], unit());
      else if (key in PAGES) wanted = unit() === 1 ? month() + 12 * PAGES[key] : move(10 * PAGES[key], 12);
      if (wanted === null) return;
      event.preventDefault();
      set(wanted);
    });
  };

  // After the frame that shows the last step of a pointer.
  const afterwards = (task) => requestAnimationFrame(() => task());

  /** A pointer carries the handle; the time is settled once it lets go. */
  atlas.dragHandle = (node, move, settle) => {
    const step = atlas.perFrame(move);
    let moved = false;
    node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      node.setPointerCapture(event.pointerId);
      node.focus({ preventScroll: true });
      moved = false;
      event.preventDefault();
    });
    node.addEventListener("pointermove", (event) => {
      if (!node.hasPointerCapture(event.pointerId)) return;
      moved = true;
      step(event);
    });
    node.addEventListener("lostpointercapture", () => moved && afterwards(settle));
  };

  /** A stroke over the bars chooses a time by whole steps; a tap chooses the bar under it. */
  atlas.brushBars = (chart, inPlot, time, unit) => {
    let start = null;
    const stroke = (event) => {
      const months = [chart.monthAt(start), chart.monthAt(inPlot(event))].sort((a, b) => a - b);
      const u = unit();
      return [Math.floor(months[0] / u) * u, (Math.floor(months[1] / u) + 1) * u - 1];
    };
    const strokes = (event) => start !== null && Math.abs(inPlot(event) - start) > SLACK;
    const range = atlas.perFrame((a, b) => time.choose(a, b, true));
    chart.node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      start = inPlot(event);
      chart.node.setPointerCapture(event.pointerId);
    });
    chart.node.addEventListener("pointermove", (event) => strokes(event) && range(...stroke(event)));
    chart.node.addEventListener("pointerup", (event) => {
      if (strokes(event)) afterwards(time.settle);
      else if (start !== null) {
        const bar = chart.bars()[chart.barOf(chart.monthAt(start))];
        if (bar) time.choose(bar.first, bar.last);
      }
      start = null;
    });
    chart.node.addEventListener("pointercancel", () => (start = null));
  };

  /** A typed date; what is none is told and changes nothing. */
  atlas.typeDate = (input, name, time, problem) => {
    input.addEventListener("change", () => {
      const text = input.value.trim();
      const bad = text !== "" && atlas.dates.parsePoint(text, "first") === null;
      if (bad) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      problem.textContent = bad ? t("panel.time.problem", { value: text }) : "";
      if (!bad) time.type(name, text);
    });
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
