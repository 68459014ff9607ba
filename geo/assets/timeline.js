"use strict";
// The time control: the bars, two handles that go by months, typed dates, a reset.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 };

  /** Build the control and keep it in step with the selection. */
  atlas.timeline = (box, store, data) => {
    const span = atlas.timeSpan(data);
    box.hidden = !span;
    if (!span) return;
    const chart = atlas.bars(span, data.meta.lang);
    const parts = build(box, chart, span);
    const time = times(store, span, data.base);
    const count = counting(store, data, span, chart, parts);

    const place = () => {
      const { selection } = store.state;
      const left = chart.x(time.from());
      const right = chart.x(time.to() + 1);
      chart.light(left, right);
      stand(parts.from, left, span, { month: time.from(), low: span.start, high: time.to(), typed: selection.from });
      stand(parts.to, right, span, { month: time.to(), low: time.from(), high: span.end, typed: selection.to });
      parts.reset.hidden = selection.from === data.base.from && selection.to === data.base.to;
      fill(parts.typedFrom, selection.from);
      fill(parts.typedTo, selection.to);
    };
    const resize = () => {
      const width = Math.round(parts.plot.clientWidth);
      if (!width || width === chart.width()) return;
      chart.resize(width);
      count(true);
      place();
    };

    const inPlot = (event) => event.clientX - parts.plot.getBoundingClientRect().left;
    slide(parts.from, time.from, time.setFrom, () => [span.start, time.to()]);
    slide(parts.to, time.to, time.setTo, () => [time.from(), span.end]);
    drag(parts.from, (event) => time.setFrom(chart.lineAt(inPlot(event))));
    drag(parts.to, (event) => time.setTo(chart.lineAt(inPlot(event)) - 1));
    brush(chart, inPlot, time);
    tell(chart, inPlot, parts.reading);
    type(parts.typedFrom, "from", time, parts.problem);
    type(parts.typedTo, "to", time, parts.problem);
    parts.reset.addEventListener("click", () => {
      time.reset();
      parts.from.focus();
    });
    new ResizeObserver(resize).observe(parts.plot);
    resize();
    store.on((state, what) => {
      if (what !== "selection" || !chart.width()) return;
      count(false);
      place();
    });
  };

  /** The chosen time by months, and the ways to change it; a typed day stays until its own end is moved. */
  function times(store, span, base) {
    const { of, print } = atlas.months;
    const clamp = (month) => Math.min(span.end, Math.max(span.start, month));
    const from = () => clamp(of(store.state.selection.from, "first") ?? span.start);
    const to = () => Math.max(from(), clamp(of(store.state.selection.to, "last") ?? span.end));
    const first = (month) => (month <= span.start ? base.from : print(month));
    const last = (month) => (month >= span.end ? base.to : print(month));
    return {
      from,
      to,
      setFrom: (month) => store.select({ from: first(Math.min(clamp(month), to())) }),
      setTo: (month) => store.select({ to: last(Math.max(clamp(month), from())) }),
      choose: (a, b) => store.select({ from: first(clamp(Math.min(a, b))), to: last(clamp(Math.max(a, b))) }),
      reset: () => store.select({ from: base.from, to: base.to }),
      /** Typed the wrong way round, what was meant is plain. */
      type(name, text) {
        const { from: a, to: b } = store.state.selection;
        const range = { from: a, to: b, [name]: text || base[name] };
        const days = atlas.selection.days(range);
        const turned = days[0] !== null && days[1] !== null && days[0] > days[1];
        store.select(turned ? { from: range.to, to: range.from } : range);
      },
    };
  }

  /** Counts what the selection shows apart from its time, and only when something else has changed. */
  function counting(store, data, span, chart, parts) {
    let counted = "";
    const months = span.end - span.start + 1;
    return (anew) => {
      const selection = { ...store.state.selection, from: "", to: "", item: "", view: "" };
      const key = atlas.selection.print(selection);
      if (key === counted && !anew) return;
      counted = key;
      const step = atlas.barStep(months, chart.inner());
      const incidents = atlas.select(data, selection).incidents || [];
      const found = atlas.countByTime(incidents, span.start, Math.ceil(months / step), step);
      chart.draw(found.counts, step);
      const most = Math.max(...found.counts);
      parts.title.textContent = step === 1 ? t("panel.time.per.month") : t("panel.time.per.years", { n: step / 12 });
      parts.undated.textContent = found.undated ? t("panel.time.undated", { n: found.undated }) : "";
      const peak = most
        ? t("panel.time.most", { period: chart.period(found.counts.indexOf(most)), n: most })
        : t("panel.time.none");
      chart.node.setAttribute("aria-label", [parts.title.textContent, t("panel.time.spanning"), peak].join(". "));
    };
  }

  function fill(input, text) {
    // What is being corrected is left alone.
    if (document.activeElement !== input || !input.hasAttribute("aria-invalid")) input.value = text;
  }

  /** Put a handle where its month is, and say so. */
  function stand(node, left, span, { month, low, high, typed }) {
    const said = atlas.months.say(month);
    node.style.setProperty("--at", `${left.toFixed(1)}px`);
    node.setAttribute("aria-valuemin", low - span.start);
    node.setAttribute("aria-valuemax", high - span.start);
    node.setAttribute("aria-valuenow", month - span.start);
    node.setAttribute("aria-valuetext", typed.length === 10 ? atlas.dates.say(typed) : said);
  }

  /** Arrows go by a month, Page Up and Down by a year, Home and End to the ends. */
  function slide(node, month, set, ends) {
    node.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const next =
        event.key === "Home" ? ends()[0] : event.key === "End" ? ends()[1] : event.key in KEYS ? month() + KEYS[event.key] : null;
      if (next === null) return;
      event.preventDefault();
      set(next);
    });
  }

  function drag(node, move) {
    const step = atlas.perFrame(move);
    node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      node.setPointerCapture(event.pointerId);
      node.focus({ preventScroll: true });
      event.preventDefault();
    });
    node.addEventListener("pointermove", (event) => node.hasPointerCapture(event.pointerId) && step(event));
  }

  /** A stroke over the bars chooses a time; a tap chooses the bar under it. */
  function brush(chart, inPlot, time) {
    const SLACK = 6; // px that a tap may slip
    let start = null;
    const range = atlas.perFrame(time.choose);
    chart.node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      start = inPlot(event);
      chart.node.setPointerCapture(event.pointerId);
    });
    chart.node.addEventListener("pointermove", (event) => {
      const now = inPlot(event);
      if (start !== null && Math.abs(now - start) > SLACK) range(chart.monthAt(start), chart.monthAt(now));
    });
    chart.node.addEventListener("pointerup", (event) => {
      if (start !== null && Math.abs(inPlot(event) - start) <= SLACK) time.choose(...chart.ends(chart.barAt(start)));
      start = null;
    });
    chart.node.addEventListener("pointercancel", () => (start = null));
  }

  /** The count of the bar under the pointer. */
  function tell(chart, inPlot, reading) {
    chart.node.addEventListener("pointermove", (event) => {
      const bar = chart.barAt(inPlot(event));
      const n = chart.countOf(bar);
      reading.textContent = n === undefined ? "" : t("panel.time.reading", { period: chart.period(bar), n });
    });
    chart.node.addEventListener("pointerleave", () => (reading.textContent = ""));
  }

  function type(input, name, time, problem) {
    input.addEventListener("change", () => {
      const text = input.value.trim();
      const bad = text !== "" && atlas.dates.parsePoint(text, "first") === null;
      if (bad) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      problem.textContent = bad ? t("panel.time.problem", { value: text }) : "";
      if (!bad) time.type(name, text);
    });
  }

  function build(box, chart, span) {
    const slider = (name, key) =>
      el("div", { class: `handle ${name}`, role: "slider", tabindex: "0", "aria-label": t(key) }, el("span", { class: "grip" }));
    const input = (month) =>
      el("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: "10",
        placeholder: String(Math.floor(month / 12)), "aria-describedby": "time-problem" });
    const parts = {
      title: el("h2", {}),
      reading: el("span", { class: "reading", "aria-hidden": "true" }),
      undated: el("span", { class: "undated" }),
      from: slider("from", "panel.time.handle.from"),
      to: slider("to", "panel.time.handle.to"),
      typedFrom: input(span.start),
      typedTo: input(span.end),
      reset: atlas.button({ class: "reset", hidden: true }, t("panel.time.reset")),
      problem: el("p", { class: "problem", id: "time-problem", role: "status" }),
    };
    parts.plot = el("div", { class: "plot" }, chart.node, parts.from, parts.to);
    box.append(
      el("div", { class: "time-head" },
        el("div", { class: "time-title" }, parts.title, parts.reading, el("span", { class: "fine" }, t("panel.time.spanning")), parts.undated),
        el("div", { class: "time-range" },
          el("label", { class: "typed" }, t("panel.time.from"), parts.typedFrom),
          el("label", { class: "typed" }, t("panel.time.to"), parts.typedTo),
          parts.reset)),
      parts.plot,
      parts.problem,
    );
    return parts;
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
