"use strict";
// The time control: incidents counted over time, two handles that go by months, typed dates.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const PAD = 22; // half a handle's 44 px, so that both reach the ends
  const TOP = 16;
  const BARS = 56;
  const AXIS = 18;
  const STEPS = [1, 12, 24, 60, 120, 300, 600]; // months in a bar
  const TICKS = [1, 2, 5, 10, 20, 25, 50, 100]; // years between labels

  // Months are counted from the year 0, so that a difference is a number of months.
  const monthOf = (day) => {
    const { y, m } = atlas.dates.fromDay(day);
    return y * 12 + m - 1;
  };
  const monthText = (month) =>
    `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
  const monthName = (month) =>
    t("panel.time.month", { month: atlas.dates.monthName((month % 12) + 1), year: String(Math.floor(month / 12)) });
  const pointMonth = (text, edge) => {
    const day = text ? atlas.dates.parsePoint(text, edge) : null;
    return day === null ? null : monthOf(day);
  };

  /**
   * Records counted over time: `step` months to a bar from month `start` on. A record counts in every
   * bar that its interval touches; an open end reaches to the end of the chart. Undated ones are told apart.
   */
  atlas.countByTime = (records, start, bars, step) => {
    const change = new Int32Array(bars + 1);
    let undated = 0;
    const bar = (day) => Math.floor((monthOf(day) - start) / step);
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

  /** First and last month that the control spans, whole years; null where nothing has a date. */
  atlas.timeSpan = (data) => {
    let first = Infinity;
    let last = -Infinity;
    const take = (records) => {
      for (const record of records || []) {
        for (const day of [record.first, record.last]) {
          if (!record.dated || day === null) continue;
          first = Math.min(first, day);
          last = Math.max(last, day);
        }
      }
    };
    take(data.records.incidents);
    if (first > last) ["routes", "detention_sites"].forEach((layer) => take(data.records[layer]));
    const base = data.base || {};
    const from = pointMonth(base.from, "first");
    const to = pointMonth(base.to, "last");
    const months = {
      start: from !== null ? from : first > last ? null : Math.floor(monthOf(first) / 12) * 12,
      end: to !== null ? to : first > last ? null : Math.floor(monthOf(last) / 12) * 12 + 11,
    };
    return months.start === null || months.end === null || months.start > months.end ? null : months;
  };

  /** Build the control and keep it in step with the selection. */
  atlas.timeline = (box, store, data) => {
    const span = atlas.timeSpan(data);
    if (!span) {
      box.hidden = true;
      return;
    }
    const months = span.end - span.start + 1;
    const base = { from: (data.base && data.base.from) || "", to: (data.base && data.base.to) || "" };
    const parts = build(box);
    parts.typedFrom.placeholder = String(Math.floor(span.start / 12));
    parts.typedTo.placeholder = String(Math.floor(span.end / 12));
    let drawn = { width: 0, step: 12, counts: [] };
    let countedFor = "";

    // The handles stand on whole months; a day that was typed stays as it was typed.
    const from = () => clamp(pointMonth(store.state.selection.from, "first") ?? span.start);
    const to = () => Math.max(from(), clamp(pointMonth(store.state.selection.to, "last") ?? span.end));
    const clamp = (month) => Math.min(span.end, Math.max(span.start, month));
    const x = (month) => PAD + ((month - span.start) / months) * (drawn.width - 2 * PAD);
    const at = (pixel) => span.start + ((pixel - PAD) / (drawn.width - 2 * PAD)) * months;
    const monthAt = (pixel) => Math.floor(at(pixel));
    const lineAt = (pixel) => Math.round(at(pixel)); // the line between two months that is nearest
    const choose = (first, last) =>
      store.select({
        from: first <= span.start ? base.from : monthText(first),
        to: last >= span.end ? base.to : monthText(last),
      });
    const setFrom = (month) => choose(Math.min(clamp(month), to()), to());
    const setTo = (month) => choose(from(), Math.max(clamp(month), from()));

    function count() {
      const { selection } = store.state;
      const key = JSON.stringify({ ...selection, from: "", to: "", item: "", view: "" });
      const step = atlas.barStep(months, drawn.width - 2 * PAD);
      if (key === countedFor && step === drawn.step) return;
      countedFor = key;
      const shown = atlas.select(data, { ...selection, from: "", to: "" }).incidents || [];
      drawn.step = step;
      const counted = atlas.countByTime(shown, span.start, Math.ceil(months / step), step);
      drawn.counts = counted.counts;
      drawBars();
      tellCounts(counted.undated);
    }

    function drawBars() {
      const most = Math.max(1, ...drawn.counts);
      const path = drawn.counts
        .map((n, i) => {
          if (!n) return "";
          const left = x(span.start + i * drawn.step);
          const right = x(Math.min(span.end + 1, span.start + (i + 1) * drawn.step));
          const gap = right - left > 6 ? 1 : 0.4;
          const height = Math.max(1.5, (n / most) * BARS);
          const start = `M${(left + gap / 2).toFixed(1)} ${TOP + BARS}`;
          return `${start}V${(TOP + BARS - height).toFixed(1)}H${(right - gap / 2).toFixed(1)}V${TOP + BARS}Z`;
        })
        .join("");
      parts.off.setAttribute("d", path);
      parts.on.setAttribute("d", path);
      parts.most.textContent = Math.max(...drawn.counts) > 0 ? atlas.words.number(most) : "";
    }

    function tellCounts(undated) {
      const unit = drawn.step === 1 ? "panel.time.per.month" : "panel.time.per.years";
      const most = Math.max(...drawn.counts);
      const peak = drawn.counts.indexOf(most);
      parts.title.textContent = t(unit, { n: drawn.step / 12 });
      parts.undated.textContent = undated ? t("panel.time.undated", { n: undated }) : "";
      parts.chart.setAttribute(
        "aria-label",
        [
          parts.title.textContent,
          t("panel.time.spanning"),
          most > 0 ? t("panel.time.most", { period: period(peak), n: most }) : t("panel.time.none"),
        ].join(". "),
      );
    }

    /** The bar's time in words: a month, a year or some years. */
    function period(bar) {
      const start = span.start + bar * drawn.step;
      const end = Math.min(span.end, start + drawn.step - 1);
      if (drawn.step === 1) return monthName(start);
      const years = { from: String(Math.floor(start / 12)), to: String(Math.floor(end / 12)) };
      return years.from === years.to ? years.from : t("panel.time.years", years);
    }

    function drawAxis() {
      const room = (drawn.width - 2 * PAD) / 46;
      const label = (month, text) => {
        const left = x(month).toFixed(1);
        return [
          atlas.svg("path", { class: "tick", d: `M${left} ${TOP + BARS}v4` }),
          atlas.svg("text", { x: left, y: TOP + BARS + 16, "text-anchor": "middle" }, text),
        ];
      };
      atlas.put(parts.axis, drawn.step === 1 ? monthLabels(label, room) : yearLabels(label, room));
    }

    function yearLabels(label, room) {
      const every = 12 * (TICKS.find((n) => months / 12 / n <= room) || 200);
      const labels = [];
      for (let month = Math.ceil(span.start / every) * every; month <= span.end; month += every) {
        labels.push(label(month + 6, String(month / 12)));
      }
      return labels;
    }

    function monthLabels(label, room) {
      const every = [1, 3, 6].find((n) => months / n <= room) || 12;
      const short = new Intl.DateTimeFormat(data.meta.lang, { month: "short", timeZone: "UTC" });
      const labels = [];
      for (let month = Math.ceil(span.start / every) * every; month <= span.end; month += every) {
        const year = Math.floor(month / 12);
        const name = short.format(Date.UTC(2001, month % 12));
        labels.push(label(month + 0.5, month % 12 && month !== span.start ? name : `${name} ${year}`));
      }
      return labels;
    }

    function resize() {
      const width = Math.round(box.querySelector(".plot").clientWidth);
      if (!width || width === drawn.width) return;
      drawn.width = width;
      parts.chart.setAttribute("viewBox", `0 0 ${width} ${TOP + BARS + AXIS}`);
      parts.chart.setAttribute("width", width);
      parts.line.setAttribute("d", `M${PAD} ${TOP + BARS}H${width - PAD}`);
      countedFor = "";
      count();
      drawAxis();
      place();
    }

    function place() {
      const { selection } = store.state;
      const ends = [from(), to() + 1].map(x);
      parts.window.setAttribute("x", ends[0]);
      parts.window.setAttribute("width", Math.max(0.5, ends[1] - ends[0]));
      handle(parts.from, ends[0], from(), span.start, to(), selection.from);
      handle(parts.to, ends[1], to(), from(), span.end, selection.to);
      parts.reset.hidden = (selection.from || "") === base.from && (selection.to || "") === base.to;
      for (const [input, text] of [[parts.typedFrom, selection.from], [parts.typedTo, selection.to]]) {
        if (document.activeElement !== input || !input.hasAttribute("aria-invalid")) input.value = text || "";
      }
    }

    function handle(node, left, month, low, high, typed) {
      node.style.setProperty("--at", `${left.toFixed(1)}px`);
      node.setAttribute("aria-valuemin", low - span.start);
      node.setAttribute("aria-valuemax", high - span.start);
      node.setAttribute("aria-valuenow", month - span.start);
      node.setAttribute("aria-valuetext", typed && typed.length === 10 ? `${monthName(month)} (${typed})` : monthName(month));
    }

    function keys(event, month, set, low, high) {
      const moves = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 };
      const next =
        event.key === "Home" ? low : event.key === "End" ? high : event.key in moves ? month + moves[event.key] : null;
      if (next === null || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      set(next);
    }

    parts.from.addEventListener("keydown", (event) => keys(event, from(), setFrom, span.start, to()));
    parts.to.addEventListener("keydown", (event) => keys(event, to(), setTo, from(), span.end));
    const inPlot = (event) => event.clientX - parts.plot.getBoundingClientRect().left;
    drag(parts.from, (event) => setFrom(lineAt(inPlot(event))));
    drag(parts.to, (event) => setTo(lineAt(inPlot(event)) - 1));
    brush();
    typed(parts.typedFrom, "from");
    typed(parts.typedTo, "to");
    parts.reset.addEventListener("click", () => {
      store.select({ ...base });
      parts.from.focus();
    });

    /** A stroke over the bars chooses a time; a tap chooses the bar under it. */
    function brush() {
      let start = null;
      const bar = (month) => {
        const first = span.start + Math.floor((month - span.start) / drawn.step) * drawn.step;
        return [first, Math.min(span.end, first + drawn.step - 1)];
      };
      const range = atlas.perFrame((a, b) => choose(Math.min(a, b), Math.max(a, b)));
      parts.chart.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        start = inPlot(event);
        parts.chart.setPointerCapture(event.pointerId);
      });
      parts.chart.addEventListener("pointermove", (event) => {
        const now = inPlot(event);
        if (start !== null && Math.abs(now - start) > 6) range(clamp(monthAt(start)), clamp(monthAt(now)));
        read(Math.floor((monthAt(now) - span.start) / drawn.step));
      });
      parts.chart.addEventListener("pointerup", (event) => {
        if (start !== null && Math.abs(inPlot(event) - start) <= 6) choose(...bar(clamp(monthAt(start))));
        start = null;
      });
      parts.chart.addEventListener("pointercancel", () => (start = null));
      parts.chart.addEventListener("pointerleave", () => (parts.reading.textContent = ""));
    }

    function read(bar) {
      const n = drawn.counts[bar];
      parts.reading.textContent =
        n === undefined ? "" : t("panel.time.reading", { period: period(bar), n });
    }

    function typed(input, name) {
      input.addEventListener("change", () => {
        const text = input.value.trim();
        const day = text ? atlas.dates.parsePoint(text, "first") : null;
        const bad = Boolean(text) && (day === null || day === undefined);
        if (bad) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
        parts.problem.textContent = bad ? t("panel.time.problem", { value: text }) : "";
        if (!bad) store.select(inOrder({ ...pick(store.state.selection), [name]: text || base[name] }));
      });
    }

    const pick = ({ from: a, to: b }) => ({ from: a, to: b });

    /** Typed the wrong way round: what was meant is plain. */
    function inOrder(range) {
      const turned =
        range.from && range.to &&
        atlas.dates.parsePoint(range.from, "first") > atlas.dates.parsePoint(range.to, "last");
      return turned ? { from: range.to, to: range.from } : range;
    }

    new ResizeObserver(resize).observe(parts.plot);
    resize();
    store.on((state, what) => {
      if (what !== "selection" || !drawn.width) return;
      count();
      place();
    });
  };

  /** Call `move` for each step of a drag, once a frame. */
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

  function build(box) {
    const slider = (name, key) =>
      el("div", { class: `handle ${name}`, role: "slider", tabindex: "0", "aria-label": t(key) }, el("span", { class: "grip" }));
    const input = (id, key) =>
      el("label", { class: "typed" }, t(key),
        el("input", { id, type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false", maxlength: "10",
          "aria-describedby": "time-problem" }));
    const parts = {
      title: el("h2", {}),
      undated: el("span", { class: "undated" }),
      reading: el("span", { class: "reading", "aria-hidden": "true" }),
      from: slider("from", "panel.time.handle.from"),
      to: slider("to", "panel.time.handle.to"),
      off: atlas.svg("path", { class: "bars off" }),
      on: atlas.svg("path", { class: "bars on", "clip-path": "url(#time-window)" }),
      window: atlas.svg("rect", { y: 0, height: TOP + BARS }),
      line: atlas.svg("path", { class: "axis-line" }),
      most: atlas.svg("text", { class: "most", x: PAD, y: TOP - 5 }),
      axis: atlas.svg("g", { class: "axis" }),
      reset: atlas.button({ class: "reset", hidden: true }, t("panel.time.reset")),
      problem: el("p", { class: "problem", id: "time-problem", role: "status" }),
    };
    parts.chart = atlas.svg(
      "svg",
      { class: "chart", role: "img", height: TOP + BARS + AXIS },
      atlas.svg("clipPath", { id: "time-window" }, parts.window),
      parts.off, parts.on, parts.line, parts.most, parts.axis,
    );
    const from = input("typed-from", "panel.time.from");
    const to = input("typed-to", "panel.time.to");
    parts.typedFrom = from.querySelector("input");
    parts.typedTo = to.querySelector("input");
    parts.plot = el("div", { class: "plot" }, parts.chart, parts.from, parts.to);
    box.append(
      el("div", { class: "time-head" },
        el("div", { class: "time-title" }, parts.title, parts.reading, el("span", { class: "fine" }, t("panel.time.spanning")), parts.undated),
        el("div", { class: "time-range" }, from, to, parts.reset)),
      parts.plot,
      parts.problem,
    );
    return parts;
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
