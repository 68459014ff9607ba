"use strict";
// Where the people of a picked incident were taken or went: dotted lines between towns, which are the order and not the way.
(function (atlas) {
  const BEND = 0.12; // lines are bent so as not to pass for a track

  /** Whether a stop of a path has a position at all. */
  atlas.hasPoint = (stop) => Number.isFinite(stop.lat) && Number.isFinite(stop.lon);

  /** Whether a stop is the record's own place, and no more of it is known than the province or country. */
  atlas.isRough = (stop, record) =>
    stop.place === record.place && (record.precision === "province" || record.precision === "country");

  /**
   * show(record, marks, step) draws the record's `path`, up to the stop numbered `step` if there is one;
   * boxes() are the stops' signs, for names to keep clear of.
   */
  atlas.journey = function (map, data) {
    const lines = layer("journey", 590);
    const signs = layer("journey-stops", 645);
    let stops = [];
    let boxes = [];

    function layer(name, zIndex) {
      const pane = map.createPane(name);
      pane.style.zIndex = zIndex;
      pane.style.pointerEvents = "none";
      const svg = atlas.svg("svg", { class: "journey leaflet-zoom-hide", "aria-hidden": "true" });
      pane.append(svg);
      return svg;
    }

    function show(record, marks, step = null) {
      // Numbered as in the list of the detail, where stops without a position stand too.
      const path = ((record && record.path) || []).map((stop, i) => ({
        ...stop,
        number: i + 1,
        rough: atlas.isRough(stop, record),
        later: step !== null && i > step,
        now: i === step,
      }));
      stops = path.filter((stop) => atlas.hasPoint(stop) && atlas.inWindow([stop.lat, stop.lon], data.bounds));
      lines.textContent = signs.textContent = "";
      boxes = [];
      if (path.length < 2 || !map._loaded) stops = [];
      const at = stops.map((stop) => map.latLngToLayerPoint([stop.lat, stop.lon]));
      for (let i = 1; i < at.length; i++) if (!stops[i].later && !at[i].equals(at[i - 1])) line(at[i - 1], at[i], stops[i].now);
      for (const each of shared(at)) sign(each, marks);
    }

    function line(a, b, now) {
      const x = (a.x + b.x) / 2 + (b.y - a.y) * BEND;
      const y = (a.y + b.y) / 2 - (b.x - a.x) * BEND;
      const d = "M" + a.x + " " + a.y + "Q" + x + " " + y + " " + b.x + " " + b.y;
      lines.append(atlas.svg("path", { class: "journey-casing", d }), atlas.svg("path", { class: "journey-line" + (now ? " is-now" : ""), d }));
    }

    // Stops at one town share one sign: "1 3".
    function shared(at) {
      const found = [];
      at.forEach((point, i) => {
        const same = found.find((each) => Math.hypot(each.x - point.x, each.y - point.y) < 14);
        if (same) same.stops.push(stops[i]);
        else found.push({ x: point.x, y: point.y, stops: [stops[i]] });
      });
      return found;
    }

    // A sign stands on its town, or at the upper right of the town's own mark; the present one wears a ring.
    function sign({ x, y, stops: here }, marks) {
      const text = here.map((stop) => stop.number).join(" ");
      const point = map.layerPointToContainerPoint([x, y]);
      const mark = marks.find((each) => Math.hypot(each.x - point.x, each.y - point.y) < 5);
      const width = 15 + (text.length - 1) * 5;
      const centre = mark ? [mark.x + mark.radius * 0.75 + width / 2 - 5, mark.y - mark.radius * 0.75 - 4] : [point.x, point.y];
      const at = map.containerPointToLayerPoint(centre);
      const all = (name) => (here.every((stop) => stop[name]) ? " is-" + name : "");
      const group = atlas.svg("g", { class: "journey-stop" + all("rough") + all("later"), transform: "translate(" + at.x + " " + at.y + ")" });
      const words = atlas.svg("text", { "text-anchor": "middle", dy: "0.35em" });
      words.textContent = text;
      const box = (grown, name) => atlas.svg("rect",
        { class: name, x: -width / 2 - grown, y: -7.5 - grown, width: width + 2 * grown, height: 15 + 2 * grown, rx: 7.5 + grown });
      if (here.some((stop) => stop.now)) group.append(box(4, "journey-ring"), box(4, "journey-ring"));
      group.append(box(0, "journey-sign"), words);
      signs.append(group);
      boxes.push([centre[0] - width / 2, centre[1] - 8, centre[0] + width / 2, centre[1] + 8]);
    }

    return { show, shown: () => stops.length > 1, boxes: () => boxes };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
