"use strict";
// Arrivals in South Korea by year, as context under the incidents: other figures, on an axis of their own.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const HIGH = 16;

  /**
   * Figures as years: {from, to, people, sources}, `from` null where a total begins openly. Figures of one
   * year come first; a total of several is never added to the years that it holds.
   */
  atlas.readArrivals = (figures) =>
    figures
      .map(({ period, people, sources }) => {
        const [from, to = from] = period.split("/");
        return { from: /^\d{4}$/.test(from) ? Number(from) : null, to: Number(to), people, sources };
      })
      .sort((a, b) => (a.from !== a.to) - (b.from !== b.to) || a.to - b.to);

  /** The figures to be read at the months from first to last of one year: the year's own, then totals that hold it. */
  atlas.arrivalsAt = (figures, first, last) => {
    const year = Math.floor(first / 12);
    if (Math.floor(last / 12) !== year) return [];
    return figures.filter(({ from, to }) => (from === null || from <= year) && year <= to);
  };

  /** A round number at or above `n` for the end of an axis. */
  atlas.roundUp = (n) => {
    const unit = 10 ** Math.floor(Math.log10(Math.max(1, n)));
    return [1, 2, 3, 5, 10].map((m) => m * unit).find((value) => value >= n);
  };

  /** Works by how many figures they give, the most first. */
  function worksOf(figures) {
    const count = new Map();
    for (const work of figures.flatMap((figure) => figure.sources)) count.set(work, (count.get(work) || 0) + 1);
    return [...count].sort((a, b) => b[1] - a[1]).map(([work]) => work);
  }

  const say = ({ from, to, people }) => {
    if (from === null) return t("panel.time.arrivals.until", { to: String(to), n: people });
    if (from === to) return t("panel.time.arrivals.year", { year: String(to), n: people });
    return t("panel.time.arrivals.together", { from: String(from), to: String(to), n: people });
  };

  /** The little chart and its caption; null where the span has no figure. `chart` lends its axis. */
  atlas.arrivals = (data, chart) => {
    const figures = atlas.readArrivals(data.arrivals);
    if (!figures.length) return null;
    const years = atlas.svg("path", { class: "arrivals-years" });
    const totals = atlas.svg("path", { class: "arrivals-totals" });
    const line = atlas.svg("path", { class: "axis-line" });
    const most = atlas.svg("text", { x: 2, y: 10 });
    const svg = atlas.svg("svg", { class: "chart", role: "img", height: HIGH + 1 }, years, totals, line, most);
    const reading = el("span", { class: "reading", "aria-hidden": "true" });
    const [main, ...rest] = worksOf(figures);
    const others = el("ul", { class: "works", hidden: true });
    const more = rest.length > 0 && atlas.button({ class: "more-works", "aria-expanded": "false" }, t("panel.time.arrivals.more", { n: rest.length }));
    if (more) {
      more.addEventListener("click", () => {
        others.hidden = !others.hidden;
        more.setAttribute("aria-expanded", String(!others.hidden));
        // They stand in the page only while they are read.
        atlas.put(others, others.hidden ? [] : [main, ...rest].map((work) => el("li", { lang: "en" }, atlas.link(work.url, `${work.publisher}: ${work.title}`))));
      });
    }
    const caption = el("p", { class: "arrivals-caption" },
      el("span", {}, t("panel.time.arrivals")), reading,
      el("span", { class: "source" }, t("panel.time.arrivals.source"), " ", el("span", { lang: "en" }, atlas.link(main.url, main.publisher)), more && [" ", more]));

    const width = (year, last) => [chart.x(year * 12), chart.x((last + 1) * 12)];
    const rate = ({ from, to, people }) => people / (to - from + 1);
    return {
      node: el("div", { class: "arrivals" }, caption, svg, others),
      draw() {
        const { start, end } = chart.view();
        const seen = figures.filter(({ from, to }) => from !== null && (to + 1) * 12 > start && from * 12 <= end);
        const top = atlas.roundUp(Math.max(1, ...seen.map(rate)));
        const boxes = (wanted) =>
          seen.filter((figure) => (figure.from === figure.to) === wanted).map((figure) => {
            const [left, right] = width(figure.from, figure.to);
            const gap = right - left > 6 ? 0.75 : 0.25;
            return atlas.boxPath(left + gap, HIGH - (rate(figure) / top) * HIGH, right - gap, HIGH);
          }).join("");
        years.setAttribute("d", boxes(true));
        totals.setAttribute("d", boxes(false));
        line.setAttribute("d", `M${chart.PAD} ${HIGH + 0.5}H${chart.width() - chart.PAD}`);
        most.textContent = seen.length ? new Intl.NumberFormat(data.meta.lang, { notation: "compact" }).format(top) : "";
        svg.setAttribute("viewBox", `0 0 ${chart.width()} ${HIGH + 1}`);
        svg.setAttribute("width", chart.width());
        const highest = figures.filter(({ from, to }) => from === to).sort((a, b) => b.people - a.people)[0];
        svg.setAttribute("aria-label", [t("panel.time.arrivals"), highest && t("panel.time.arrivals.most", { year: String(highest.to), n: highest.people })].filter(Boolean).join(". "));
      },
      /** What is said of a bar's year, in words; it is shown, too. */
      read(bar) {
        // One figure alone is said without being asked for.
        const read = bar ? atlas.arrivalsAt(figures, bar.first, bar.last) : figures.length === 1 ? figures : [];
        const said = read.map(say);
        reading.textContent = said.join(t("say.semicolon"));
        return said.length ? [t("panel.time.arrivals"), ...said] : [];
      },
    };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
