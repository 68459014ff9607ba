"use strict";
// Where the people of a picked incident were taken or went: dotted lines between towns, which are the order and not the way.
(function (atlas) {
  const BEND = 0.12; // lines are bent so as not to pass for a track

  /** show(record, marks) draws the record's `path`; boxes() are the stops' signs, for names to keep clear of. */
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

    function show(record, marks) {
      // Numbered as in the list of the detail, where stops without a position stand too.
      const path = ((record && record.path) || []).map((stop, i) => ({ ...stop, number: i + 1 }));
      stops = path.filter((stop) => Number.isFinite(stop.lat) && atlas.inWindow([stop.lat, stop.lon], data.bounds));
      lines.textContent = signs.textContent = "";
      boxes = [];
      if (stops.length < 2 || !map._loaded) return;
      const at = stops.map((stop) => map.latLngToLayerPoint([stop.lat, stop.lon]));
      for (let i = 1; i < at.length; i++) if (!at[i].equals(at[i - 1])) line(at[i - 1], at[i]);
      for (const each of shared(at)) sign(each, marks);
    }

    function line(a, b) {
      const x = (a.x + b.x) / 2 + (b.y - a.y) * BEND;
      const y = (a.y + b.y) / 2 - (b.x - a.x) * BEND;
      const d = "M" + a.x + " " + a.y + "Q" + x + " " + y + " " + b.x + " " + b.y;
      lines.append(atlas.svg("path", { class: "journey-casing", d }), atlas.svg("path", { class: "journey-line", d }));
    }

    // Stops at one town share one sign: "1 3".
    function shared(at) {
      const found = [];
      at.forEach((point, i) => {
        const same = found.find((each) => Math.hypot(each.x - point.x, each.y - point.y) < 14);
        if (same) same.text += " " + stops[i].number;
        else found.push({ x: point.x, y: point.y, text: String(stops[i].number) });
      });
      return found;
    }

    // A sign stands on its town, or at the upper right of the town's own mark.
    function sign({ x, y, text }, marks) {
      const here = map.layerPointToContainerPoint([x, y]);
      const mark = marks.find((each) => Math.hypot(each.x - here.x, each.y - here.y) < 5);
      const width = 15 + (text.length - 1) * 5;
      const centre = mark ? [mark.x + mark.radius * 0.75 + width / 2 - 5, mark.y - mark.radius * 0.75 - 4] : [here.x, here.y];
      const at = map.containerPointToLayerPoint(centre);
      const group = atlas.svg("g", { class: "journey-stop", transform: "translate(" + at.x + " " + at.y + ")" });
      const words = atlas.svg("text", { "text-anchor": "middle", dy: "0.35em" });
      words.textContent = text;
      group.append(atlas.svg("rect", { x: -width / 2, y: -7.5, width, height: 15, rx: 7.5 }), words);
      signs.append(group);
      boxes.push([centre[0] - width / 2, centre[1] - 8, centre[0] + width / 2, centre[1] + 8]);
    }

    return { show, shown: () => stops.length > 1, boxes: () => boxes };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
