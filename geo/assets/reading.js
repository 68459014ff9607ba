"use strict";
// Reading the bars: the key with its words and numbers, and a cursor that goes from bar to bar.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const MOVES = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };

  /** The key: what the bars are made of, in their order, with the numbers of the bar that is read. */
  atlas.timeKey = (data) => {
    const present = new Set((data.records.incidents || []).map(atlas.timeGroupOf));
    const item = (name, label, swatch) => {
      const number = el("b", {});
      return { node: el("li", { class: name }, swatch, label, " ", number), label, number };
    };
    const swatch = (name, kind) => atlas.paint(el("i", { class: `swatch ${name}` }), { layer: "incidents", kind });
    const groups = atlas.timeGroups.map((group, i) =>
      present.has(i) ? item("", t(`panel.time.group.${group.id}`), swatch(`is-${group.id}`, group.kind)) : null);
    const unsure = item("unsure", t("panel.time.unsure"), el("i", { class: "swatch is-unsure" }));
    return {
      node: el("ul", { class: "key" }, groups.map((group) => group && group.node), unsure.node),
      /** Whether any bar is hatched. */
      hatches: (any) => (unsure.node.hidden = !any),
      /** Show a bar's numbers, or none; returns them in words. */
      read(bar) {
        const said = [];
        const put = (entry, n) => {
          entry.number.textContent = n ? atlas.words.number(n) : "";
          if (n) said.push(t("panel.time.share", { label: entry.label, n }));
        };
        groups.forEach((group, i) => group && put(group, bar ? bar.touched[i] : 0));
        put(unsure, bar ? bar.unsure : 0);
        return atlas.words.listed(said);
      },
    };
  };

  /** The cursor over `chart`: arrows and pointer read a bar, Enter or a tap chooses its time. */
  atlas.barCursor = (chart, { read, choose, start }) => {
    const node = el("div", { class: "cursor", role: "slider", tabindex: "0", "aria-label": t("panel.time.cursor") });
    let at = -1;
    const stand = () => {
      const bars = chart.bars();
      at = Math.min(at, bars.length - 1);
      const bar = bars[at];
      node.setAttribute("aria-valuemin", 0);
      node.setAttribute("aria-valuemax", Math.max(0, bars.length - 1));
      node.setAttribute("aria-valuenow", Math.max(0, at));
      node.classList.toggle("is-on", Boolean(bar));
      const words = read(bar);
      node.setAttribute("aria-valuetext", bar ? words : t("panel.time.cursor.none"));
      if (!bar) return;
      node.style.setProperty("--at", `${chart.x(bar.first).toFixed(1)}px`);
      node.style.setProperty("--wide", `${Math.max(2, chart.x(bar.last + 1) - chart.x(bar.first)).toFixed(1)}px`);
    };
    const go = (bar) => {
      at = bar;
      stand();
    };
    node.addEventListener("focus", () => at < 0 && go(Math.max(0, start())));
    node.addEventListener("blur", () => go(-1));
    node.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter" || event.key === " ") choose(chart.bars()[at]);
      else if (event.key in MOVES) go(Math.min(chart.bars().length - 1, Math.max(0, at + MOVES[event.key])));
      else return;
      event.preventDefault();
    });
    return {
      node,
      /** The bars are others now. */
      renew: () => (document.activeElement === node ? stand() : go(-1)),
      point: (month) => go(chart.barOf(month)),
      leave: () => go(document.activeElement === node ? at : -1),
    };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
