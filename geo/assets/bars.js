"use strict";
// The chart over time: stacked bars, the part of them that is chosen, the axis, arrivals under it.
(function (atlas) {
  const PAD = 22; // half a handle's 44 px, so that both reach the ends
  const TOP = 4;
  const HIGH = 34;
  const BASE = TOP + HIGH;
  const AXIS = 15;
  const LABEL = 46; // px that a label of the axis needs
  const YEARS = [1, 2, 5, 10, 20, 25, 50, 100];

  const round = (value) => value.toFixed(1);
  /** A rectangle as a piece of a path. */
  atlas.boxPath = (left, top, right, bottom) => `M${round(left)} ${round(bottom)}V${round(top)}H${round(right)}V${round(bottom)}Z`;

  /** A chart whose axis is `view`, months from start to end; it has no width until `resize` gives one. */
  atlas.bars = (view, lang) => {
    const path = (name, more) => atlas.svg("path", { class: name, ...more });
    const off = path("bars off");
    const groups = atlas.timeGroups.map((group) => atlas.paint(path(`bars is-${group.id}`), { layer: "incidents", kind: group.kind }));
    const hatch = path("hatched", { fill: "url(#time-hatch)" });
    const shown = atlas.svg("rect", { y: 0, height: BASE });
    const line = path("axis-line");
    const most = atlas.svg("text", { x: PAD + 4, y: TOP + 9, class: "most" });
    const axis = atlas.svg("g", { class: "axis" });
    const stripes = atlas.svg("pattern", { id: "time-hatch", width: 4, height: 4, patternUnits: "userSpaceOnUse" }, path("stripes", { d: "M-1 1L1-1M0 4L4 0M3 5L5 3" }));
    const lit = atlas.svg("g", { "clip-path": "url(#time-window)" }, ...groups);
    const node = atlas.svg("svg", { class: "chart", role: "img", height: BASE + AXIS },
      stripes, atlas.svg("clipPath", { id: "time-window" }, shown), off, lit, hatch, line, most, axis);
    let { start, end } = view;
    let width = 0;
    let bars = [];

    const inner = () => Math.max(1, width - 2 * PAD);
    const x = (month) => PAD + Math.min(1, Math.max(0, (month - start) / (end - start + 1))) * inner();
    const at = (pixel) => start + ((pixel - PAD) / inner()) * (end - start + 1);

    const label = (month, text) => atlas.svg("text", { x: round(x(month)), y: BASE + 12, "text-anchor": "middle" }, text);
    const first = (every) => Math.ceil(start / every) * every;

    // The middle of a year carries its number, its beginning a tick.
    function yearLabels(ticks) {
      const every = 12 * (YEARS.find((n) => (end - start + 1) / 12 / n <= inner() / LABEL) || 200);
      const labels = [];
      for (let month = first(every); month <= end; month += every) {
        ticks.push(month);
        if (month + 6 <= end) labels.push(label(month + 6, String(month / 12)));
      }
      return labels;
    }

    function monthLabels(ticks) {
      const every = [1, 3, 6].find((n) => (end - start + 1) / n <= inner() / LABEL) || 12;
      const short = new Intl.DateTimeFormat(lang, { month: "short", timeZone: "UTC" });
      const labels = [];
      for (let month = first(every); month <= end; month += every) {
        const name = short.format(Date.UTC(2001, month % 12));
        ticks.push(month);
        labels.push(label(month + 0.5, month % 12 === 0 || month === start ? `${name} ${Math.floor(month / 12)}` : name));
      }
      return labels;
    }

    function drawBars(highest) {
      const whole = [];
      const striped = [];
      const own = groups.map(() => []);
      for (const bar of bars) {
        const left = x(bar.first);
        const right = x(bar.last + 1);
        const gap = right - left > 6 ? 0.75 : 0.25;
        const pieces = atlas.stack(bar, highest, HIGH);
        pieces.forEach(({ group, shared, from, to }) => {
          // A line of ground between the pieces, where there is room for it.
          const box = atlas.boxPath(left + gap, BASE - to + (to - from > 3 ? 1 : 0), right - gap, BASE - from);
          own[group].push(box);
          if (shared) striped.push(box);
        });
        if (pieces.length) whole.push(atlas.boxPath(left + gap, BASE - pieces[pieces.length - 1].to, right - gap, BASE));
      }
      off.setAttribute("d", whole.join(""));
      hatch.setAttribute("d", striped.join(""));
      groups.forEach((group, i) => group.setAttribute("d", own[i].join("")));
    }

    return {
      node,
      x,
      inner,
      PAD,
      width: () => width,
      view: () => ({ start, end }),
      look: (wanted) => ({ start, end } = wanted),
      /** The month under a pixel, and the line between two months that is nearest to it. */
      monthAt: (pixel) => Math.min(end, Math.max(start, Math.floor(at(pixel)))),
      lineAt: (pixel) => Math.min(end + 1, Math.max(start, Math.round(at(pixel)))),
      bars: () => bars,
      barOf: (month) => bars.findIndex((bar) => bar.first <= month && month <= bar.last),
      resize(pixels) {
        width = pixels;
        node.setAttribute("viewBox", `0 0 ${width} ${BASE + AXIS}`);
        node.setAttribute("width", width);
      },
      draw(wanted) {
        bars = wanted;
        const highest = atlas.highest(bars);
        drawBars(highest);
        most.textContent = bars.some(atlas.touchedBy) ? atlas.words.number(highest) : "";
        const ticks = [];
        atlas.put(axis, end - start < 36 ? monthLabels(ticks) : yearLabels(ticks));
        line.setAttribute("d", `M${PAD} ${BASE}H${width - PAD}${ticks.map((month) => `M${round(x(month))} ${BASE}v4`).join("")}`);
      },
      /** Light up the bars from one pixel to another. */
      light(left, right) {
        shown.setAttribute("x", left);
        shown.setAttribute("width", Math.max(0.5, right - left));
      },
    };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
