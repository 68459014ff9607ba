"use strict";
// The bar chart over time: bars, the part of them that is chosen, and the axis.
(function (atlas) {
  const PAD = 22; // half a handle's 44 px, so that both reach the ends
  const TOP = 16;
  const HIGH = 56;
  const BASE = TOP + HIGH;
  const AXIS = 18;
  const LABEL = 46; // px that a label of the axis needs
  const YEARS = [1, 2, 5, 10, 20, 25, 50, 100];

  /** A chart of the months from `span.start` to `span.end`; it has no width until `resize` gives one. */
  atlas.bars = (span, lang) => {
    const months = span.end - span.start + 1;
    const off = atlas.svg("path", { class: "bars off" });
    const on = atlas.svg("path", { class: "bars on", "clip-path": "url(#time-window)" });
    const shown = atlas.svg("rect", { y: 0, height: BASE });
    const line = atlas.svg("path", { class: "axis-line" });
    const most = atlas.svg("text", { class: "most", x: PAD, y: TOP - 5 });
    const axis = atlas.svg("g", { class: "axis" });
    const clip = atlas.svg("clipPath", { id: "time-window" }, shown);
    const node = atlas.svg("svg", { class: "chart", role: "img", height: BASE + AXIS }, clip, off, on, line, most, axis);
    let width = 0;
    let step = 12;
    let counts = [];

    const inner = () => Math.max(1, width - 2 * PAD);
    const x = (month) => PAD + ((month - span.start) / months) * inner();
    const at = (pixel) => span.start + ((pixel - PAD) / inner()) * months;

    /** First and last month of a bar. */
    const ends = (bar) => {
      const first = span.start + bar * step;
      return [first, Math.min(span.end, first + step - 1)];
    };

    function label(month, text) {
      const left = x(month).toFixed(1);
      return [
        atlas.svg("path", { class: "tick", d: `M${left} ${BASE}v4` }),
        atlas.svg("text", { x: left, y: BASE + 16, "text-anchor": "middle" }, text),
      ];
    }

    function yearLabels() {
      const every = 12 * (YEARS.find((n) => months / 12 / n <= inner() / LABEL) || 200);
      const labels = [];
      for (let month = Math.ceil(span.start / every) * every; month <= span.end; month += every) {
        labels.push(label(month + 6, String(month / 12)));
      }
      return labels;
    }

    function monthLabels() {
      const every = [1, 3, 6].find((n) => months / n <= inner() / LABEL) || 12;
      const short = new Intl.DateTimeFormat(lang, { month: "short", timeZone: "UTC" });
      const labels = [];
      for (let month = Math.ceil(span.start / every) * every; month <= span.end; month += every) {
        const name = short.format(Date.UTC(2001, month % 12));
        const first = month % 12 === 0 || month === span.start;
        labels.push(label(month + 0.5, first ? `${name} ${Math.floor(month / 12)}` : name));
      }
      return labels;
    }

    function barPath(n, bar, highest) {
      if (!n) return "";
      const months = ends(bar);
      const left = x(months[0]);
      const right = x(months[1] + 1);
      const gap = right - left > 6 ? 0.5 : 0.2;
      const high = Math.max(1.5, (n / highest) * HIGH);
      return `M${(left + gap).toFixed(1)} ${BASE}V${(BASE - high).toFixed(1)}H${(right - gap).toFixed(1)}V${BASE}Z`;
    }

    return {
      node,
      x,
      ends,
      width: () => width,
      inner,
      /** The month under a pixel, and the line between two months that is nearest to it. */
      monthAt: (pixel) => Math.floor(at(pixel)),
      lineAt: (pixel) => Math.round(at(pixel)),
      barAt: (pixel) => Math.floor((at(pixel) - span.start) / step),
      countOf: (bar) => counts[bar],
      /** The bar's time in words: a month, a year or some years. */
      period(bar) {
        const months = ends(bar);
        if (step === 1) return atlas.months.say(months[0]);
        const years = { from: String(Math.floor(months[0] / 12)), to: String(Math.floor(months[1] / 12)) };
        return years.from === years.to ? years.from : atlas.t("panel.time.years", years);
      },
      resize(pixels) {
        width = pixels;
        node.setAttribute("viewBox", `0 0 ${width} ${BASE + AXIS}`);
        node.setAttribute("width", width);
        line.setAttribute("d", `M${PAD} ${BASE}H${width - PAD}`);
      },
      draw(newCounts, newStep) {
        counts = newCounts;
        step = newStep;
        const highest = Math.max(1, ...counts);
        const path = counts.map((n, bar) => barPath(n, bar, highest)).join("");
        off.setAttribute("d", path);
        on.setAttribute("d", path);
        most.textContent = path ? atlas.words.number(highest) : "";
        atlas.put(axis, step === 1 ? monthLabels() : yearLabels());
      },
      /** Light up the bars from one pixel to another. */
      light(left, right) {
        shown.setAttribute("x", left);
        shown.setAttribute("width", Math.max(0.5, right - left));
      },
    };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
