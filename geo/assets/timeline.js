"use strict";
// The time control: bars with two handles, typed dates, playback, a decade at a time, a reset.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const LONG = 180; // months from which steps are years until a reader wants months

  /** Build the control and keep it in step with the selection. */
  atlas.timeline = (box, store, data) => {
    const span = atlas.timeSpan(data);
    box.hidden = !span;
    if (!span) return;
    let unit = span.end - span.start < LONG ? 1 : 12;
    const chart = atlas.bars(span, data.meta.lang);
    const arrivals = atlas.arrivals(data, chart);
    const key = atlas.timeKey(data);
    const time = atlas.chosenTime(store, span, data.base);
    const count = counting(store, data, span, chart);
    const title = el("h2", {});
    let playing = null;

    const name = (bar) => {
      const n = bar && atlas.touchedBy(bar);
      return t("panel.time.reading", { period: atlas.months.sayAll(bar.first, bar.last), n });
    };
    const cursor = atlas.barCursor(chart, {
      start: () => chart.bars().findIndex((bar) => bar.last >= time.from() && bar.first <= time.to() && atlas.touchedBy(bar)),
      choose: (bar) => bar && time.choose(bar.first, bar.last),
      read(bar) {
        title.textContent = bar ? name(bar) : playing || count.title();
        const shares = key.read(bar);
        const said = arrivals ? arrivals.read(bar) : [];
        return bar ? [name(bar), shares, ...said].filter(Boolean).join(". ") : "";
      },
    });
    const player = atlas.player({
      store,
      time,
      axis: () => ({ ...chart.view(), step: unit }),
      touches: count.touches,
      shown(period) {
        playing = period && t("panel.time.reading", { period, n: store.state.counts.incidents });
        cursor.leave();
        if (playing) title.textContent = playing;
      },
    });
    const anew = () => {
      count(true);
      draw();
      place();
    };
    const look = (view) => {
      player.stop();
      chart.look(view);
      anew();
    };
    const parts = build(span, {
      step: atlas.menu(t("panel.time.steps"), [["1", t("panel.time.steps.month")], ["12", t("panel.time.steps.year")]], String(unit), (value) => (unit = Number(value))),
      zoom: zoomMenu(span, look),
    });

    const draw = () => {
      const { bars, undated } = count.found();
      chart.draw(bars);
      if (arrivals) arrivals.draw();
      key.hatches(bars.some((bar) => bar.unsure));
      parts.undated.textContent = undated ? t("panel.time.undated", { n: undated }) : "";
      chart.node.setAttribute("aria-label", [count.title(), summary(bars)].join(". "));
      cursor.renew();
    };
    const place = () => {
      const { selection } = store.state;
      const [from, to] = [time.from(), time.to()];
      const [left, right] = [chart.x(from), chart.x(to + 1)];
      const view = chart.view();
      chart.light(left, right);
      stand(parts.from, left, view, span.start, { month: from, low: span.start, high: to, typed: selection.from });
      stand(parts.to, right, view, span.start, { month: to, low: from, high: span.end, typed: selection.to });
      const whole = time.all() && view.start === span.start && view.end === span.end;
      // They share a seat: of a chosen time, a note tells how many undated ones it hides.
      parts.reset.hidden = whole;
      parts.undated.hidden = !whole;
      fill(parts.typedFrom, selection.from);
      fill(parts.typedTo, selection.to);
    };
    const resize = () => {
      const width = Math.round(parts.plot.clientWidth);
      if (!width || width === chart.width()) return;
      chart.resize(width);
      anew();
    };

    const inPlot = (event) => event.clientX - parts.plot.getBoundingClientRect().left;
    const line = (event) => Math.round(chart.lineAt(inPlot(event)) / unit) * unit;
    const step = () => unit;
    atlas.slideHandle(parts.from, { month: time.from, set: time.setFrom, ends: () => [span.start, time.to()], edge: "first", unit: step });
    atlas.slideHandle(parts.to, { month: time.to, set: time.setTo, ends: () => [time.from(), span.end], edge: "last", unit: step });
    atlas.dragHandle(parts.from, (event) => time.setFrom(line(event), true), time.settle);
    atlas.dragHandle(parts.to, (event) => time.setTo(line(event) - 1, true), time.settle);
    atlas.brushBars(chart, inPlot, time, step);
    atlas.typeDate(parts.typedFrom, "from", time, parts.problem);
    atlas.typeDate(parts.typedTo, "to", time, parts.problem);
    chart.node.addEventListener("pointermove", (event) => cursor.point(chart.monthAt(inPlot(event))));
    chart.node.addEventListener("pointerleave", cursor.leave);
    // Whoever takes hold of the time has stopped it.
    for (const type of ["pointerdown", "keydown", "input"]) {
      for (const part of [parts.plot, parts.range]) part.addEventListener(type, (event) => event.key !== "Tab" && player.stop());
    }
    parts.reset.addEventListener("click", () => {
      if (parts.zoom) parts.zoom.value = "";
      look(span);
      time.reset();
      parts.from.focus();
    });

    parts.plot.append(chart.node, cursor.node, parts.from, parts.to);
    box.append(
      el("div", { class: "time-bar" }, player.node, el("div", { class: "scales" }, player.mode, parts.step, parts.zoom), parts.range),
      el("div", { class: "time-line" }, title, key.node, parts.undated, parts.reset),
      parts.plot,
      parts.problem,
      ...(arrivals ? [arrivals.node] : []), // append would write "null"
    );
    new ResizeObserver(resize).observe(parts.plot);
    resize();
    store.on((state, what) => {
      if (what !== "selection" || !chart.width()) return;
      if (count(false)) draw();
      place();
    });
  };

  /** Counts what the selection shows apart from its time, and only when something else has changed. */
  function counting(store, data, span, chart) {
    let counted = null;
    let step = 12;
    let incidents = [];
    let found = { bars: [], undated: 0 };
    const count = (anew) => {
      const selection = { ...store.state.selection, from: "", to: "", item: "", view: "" };
      const key = atlas.selection.print(selection);
      if (key === counted && !anew) return false;
      if (key !== counted) {
        counted = key;
        incidents = atlas.select(data, selection).incidents || [];
      }
      const view = chart.view();
      step = atlas.barStep(view.end - view.start + 1, chart.inner());
      found = atlas.spread(incidents, view, step, span);
      return true;
    };
    count.found = () => found;
    count.touches = (from, to) => atlas.touches(incidents, from, to);
    count.title = () =>
      step === 1 ? t("panel.time.per.month") : step === 3 ? t("panel.time.per.quarter") : t("panel.time.per.years", { n: step / 12 });
    return count;
  }

  function summary(bars) {
    const numbers = bars.map(atlas.touchedBy);
    const most = Math.max(0, ...numbers);
    const bar = bars[numbers.indexOf(most)];
    return most ? t("panel.time.most", { period: atlas.months.sayAll(bar.first, bar.last), n: most }) : t("panel.time.none");
  }

  function zoomMenu(span, look) {
    const decades = atlas.decades(span);
    if (!decades.length) return null;
    const options = [["", t("panel.time.zoom.all")], ...decades.map(({ year }) => [String(year), t("panel.time.zoom.decade", { year: String(year) })])];
    return atlas.menu(t("panel.time.zoom"), options, "", (value) => look(decades.find(({ year }) => String(year) === value) || span));
  }

  function fill(input, text) {
    // What is being corrected is left alone.
    if (document.activeElement !== input || !input.hasAttribute("aria-invalid")) input.value = text;
  }

  /** Put a handle where its month is, and say so; one that lies off the axis waits at its end. */
  function stand(node, left, view, zero, { month, low, high, typed }) {
    node.style.setProperty("--at", `${left.toFixed(1)}px`);
    node.classList.toggle("is-beyond", month < view.start || month > view.end);
    const told = { min: low - zero, max: high - zero, now: month - zero, text: typed.length === 10 ? atlas.dates.say(typed) : atlas.months.say(month) };
    for (const [name, value] of Object.entries(told)) node.setAttribute(`aria-value${name}`, value);
  }

  function build(span, more) {
    const slider = (name, key) =>
      el("div", { class: `handle ${name}`, role: "slider", tabindex: "0", "aria-label": t(key) }, el("span", { class: "grip" }));
    const input = (month) =>
      el("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: "10",
        placeholder: String(Math.floor(month / 12)), "aria-describedby": "time-problem" });
    const [typedFrom, typedTo] = [input(span.start), input(span.end)];
    const undated = el("span", {});
    return {
      ...more,
      typedFrom,
      typedTo,
      undated,
      range: el("div", { class: "time-range" },
        el("label", { class: "typed" }, t("panel.time.from"), typedFrom),
        el("label", { class: "typed" }, t("panel.time.to"), typedTo)),
      from: slider("from", "panel.time.handle.from"),
      to: slider("to", "panel.time.handle.to"),
      reset: atlas.button({ class: "reset", hidden: true }, t("panel.time.reset")),
      problem: el("p", { class: "problem", id: "time-problem", role: "status" }),
      plot: el("div", { class: "plot" }),
    };
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
