"use strict";
// Names on the map: chosen by rank and zoom, placed where they cover neither each other nor a mark.
(function (atlas) {
  const apart = (a, b) => a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];

  /** Place labels, the most important first. `labels`: [{spots: [[left, top, right, bottom], …], allows}], each spot
   *  a place that the label would like, best first, and `allows(spot)`, if given, the last word on it;
   *  `taken`: boxes of marks that no label may cover.
   *  Gives the index of each label's spot, or -1 for a label left out. */
  atlas.placeLabels = function (labels, taken = []) {
    const boxes = taken.slice();
    return labels.map((label) => {
      const at = label.spots.findIndex((spot) => boxes.every((box) => apart(spot, box)) && (!label.allows || label.allows(spot)));
      if (at >= 0) boxes.push(label.spots[at]);
      return at;
    });
  };

  // Least zoom at which a town of a rank is named; countries and seas by their own rank.
  const TOWN_ZOOM = [0, 3.25, 4.75, 6, 7, 8];
  const AREA_ZOOM = [0, 3, 4.25, 5, 6];
  const DOT = 4; // half the width of a town's dot

  /** The places around a dot or a mark of `radius` where a name of this size may stand, best first. */
  atlas.spots = function (x, y, width, height, radius) {
    const gap = radius + 3;
    const slant = radius * 0.7 + 2;
    const half = width / 2;
    const middle = height / 2;
    const box = (left, top) => [left, top, left + width, top + height];
    return [
      box(x + gap, y - middle), box(x - gap - width, y - middle),
      box(x + slant, y - slant - height), box(x + slant, y + slant),
      box(x - half, y - gap - height), box(x - half, y + gap),
      box(x - slant - width, y - slant - height), box(x - slant - width, y + slant),
    ];
  };

  // A country that the story is about may have its name beside it, in the sea, when marks cover all of it.
  const FAR = [[0.9, 0], [0.9, 1], [0.9, -1], [-0.9, 0], [-0.9, 1], [0.9, 2], [-0.9, 2], [0, 4], [1.2, 0], [1.2, 1], [-1.2, 1], [0, -4], [1.2, 2]];

  // An area's name may slip a little from its point before it is left out.
  function areaSpots(x, y, width, height, angle, sort, far) {
    const turned = angle ? (angle * Math.PI) / 180 : 0;
    const w = Math.abs(width * Math.cos(turned)) + Math.abs(height * Math.sin(turned));
    const h = Math.abs(width * Math.sin(turned)) + Math.abs(height * Math.cos(turned));
    const steps = [[0, 0], [0, -1], [0, 1], [-0.4, 0], [0.4, 0], [0, -2], [0, 2], [-0.4, -1], [0.4, 1], [-0.4, 1], [0.4, -1],
      [0, -3], [0, 3], [-0.8, 0], [0.8, 0]].concat(far ? FAR : []);
    return (sort === "river" ? steps.slice(0, 3) : steps).map(([dx, dy]) => {
      const left = x - w / 2 + dx * w;
      const top = y - h / 2 + dy * (h + 4);
      return [left, top, left + w, top + h];
    });
  }

  const FONTS = {
    country: { size: 12, weight: 600, spacing: 0.13, caps: true },
    sea: { size: 12, weight: 400, spacing: 0.04, italic: true },
    river: { size: 11, weight: 400, spacing: 0.02, italic: true },
    town: { size: 12, weight: 400, spacing: 0 },
    capital: { size: 12.5, weight: 650, spacing: 0 },
  };

  /** The label layer: `place(marks, wanted)` sets the names anew for what the map shows.
   *  marks: [{x, y, radius}] in container pixels; wanted: names to be shown first; beside: ids of the countries
   *  that may be named beside themselves; more: further boxes to keep clear of. */
  atlas.labels = function (map, basemap) {
    const svg = atlas.svg("svg", { class: "map-labels", "aria-hidden": "true" });
    const pane = map.getPane("labels") || map.createPane("labels");
    pane.append(svg);
    const family = getComputedStyle(map.getContainer()).fontFamily || "sans-serif";
    const context = document.createElement("canvas").getContext("2d");
    const sizes = new Map();
    const shown = new Map();
    const leaders = atlas.svg("svg", { class: "map-labels", "aria-hidden": "true" });
    const under = map.createPane("leaders");
    under.style.zIndex = 590;
    under.style.pointerEvents = "none";
    under.append(leaders);
    const all = gather(basemap);
    const shapes = new Map(basemap.countries.filter((country) => country.id).map((country) => [country.id, country.polygons.map(boxed)]));

    function measure(label) {
      const font = FONTS[label.sort];
      const key = label.sort + label.name;
      if (!sizes.has(key)) {
        context.font = (font.italic ? "italic " : "") + font.weight + " " + font.size + "px " + family;
        const text = font.caps ? label.name.toUpperCase() : label.name;
        sizes.set(key, { width: context.measureText(text).width + text.length * font.spacing * font.size, height: font.size * 1.25 });
      }
      return sizes.get(key);
    }

    function place(marks, wanted = new Set(), beside = new Set(), more = []) {
      const zoom = map.getZoom();
      const size = map.getSize();
      const inView = [];
      for (const label of all) {
        if (!wanted.has(label.name) && zoom < label.least) continue;
        if (zoom >= label.most) continue;
        const at = map.latLngToContainerPoint(label.point);
        if (at.x < -40 || at.y < -20 || at.x > size.x + 40 || at.y > size.y + 20) continue;
        inView.push(candidate(label, at, marks, wanted, beside, size));
      }
      inView.sort((a, b) => a.order - b.order);
      const taken = marks.map((mark) => [mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius]);
      const dots = inView.filter((each) => each.town && !each.radius).map(({ at }) => [at.x - 2, at.y - 2, at.x + 2, at.y + 2]);
      const chosen = atlas.placeLabels(inView, taken.concat(more, dots.slice(0, 40)));
      draw(inView, chosen);
    }

    function candidate(label, at, marks, wanted, beside, size) {
      const { width, height } = measure(label);
      if (!label.town) {
        const country = label.sort === "country" && label.rank === 1;
        const far = country && beside.has(label.id);
        const spots = inside(areaSpots(at.x, at.y, width, height, label.angle, label.sort, far), size);
        return { label, at, width, height, order: label.order, spots, allows: (country || label.sort === "sea") && ((spot) => atHome(label.id, spot)) };
      }
      const mark = marks.find((each) => Math.hypot(each.x - at.x, each.y - at.y) < Math.max(6, each.radius * 0.6));
      const radius = mark ? mark.radius + Math.hypot(mark.x - at.x, mark.y - at.y) : 0;
      const order = wanted.has(label.name) ? -10 : label.order - (mark ? 0.5 : 0);
      return { label, at, width, height, radius, town: true, order, spots: inside(atlas.spots(at.x, at.y, width, height, radius || DOT), size) };
    }

    // A country's name may stand on its own land or at sea, never on another country; a sea's only at sea.
    function atHome(id, [left, top, right, bottom]) {
      return [left + 6, (left + right) / 2, right - 6].every((x) => {
        const { lat, lng } = map.containerPointToLatLng([x, (top + bottom) / 2]);
        for (const [other, polygons] of shapes) {
          if (other !== id && polygons.some(({ box, rings }) => atlas.inWindow([lat, lng], box) && atlas.within(rings, lng, lat))) return false;
        }
        return true;
      });
    }

    // No name is cut by the map's edge.
    function inside(spots, size) {
      return spots.filter(([left, top, right, bottom]) => left >= 2 && top >= 2 && right <= size.x - 2 && bottom <= size.y - 2);
    }

    function draw(candidates, chosen) {
      const keep = new Set();
      candidates.forEach((each, i) => {
        if (chosen[i] < 0) return;
        const { label, at, width, height, town, radius } = each;
        const spot = each.spots[chosen[i]];
        const x = (spot[0] + spot[2]) / 2;
        const y = (spot[1] + spot[3]) / 2;
        const corner = map.containerPointToLayerPoint([x, y]);
        const node = shown.get(label) || create(label);
        keep.add(label);
        node.text.setAttribute("transform", "translate(" + corner.x.toFixed(1) + " " + corner.y.toFixed(1) + ")" +
          (label.angle ? "rotate(" + label.angle + ")" : ""));
        if (node.leader) lead(node.leader, at, spot, x, y, map.getSize());
        if (town) {
          const dot = map.containerPointToLayerPoint(at);
          node.dot.setAttribute("transform", "translate(" + dot.x.toFixed(1) + " " + dot.y.toFixed(1) + ")");
          node.dot.setAttribute("visibility", radius ? "hidden" : "visible");
        }
        node.box = [width, height];
      });
      for (const [label, node] of shown) {
        if (keep.has(label)) continue;
        node.group.remove();
        if (node.leader) node.leader.remove();
        shown.delete(label);
      }
    }

    // A name beside its country is tied to it by a thin line.
    function lead(line, at, [left, top, right, bottom], x, y, size) {
      const seen = at.x > 0 && at.y > 0 && at.x < size.x && at.y < size.y;
      const away = seen && (at.x < left - 8 || at.x > right + 8 || at.y < top - 30 || at.y > bottom + 30);
      line.setAttribute("visibility", away ? "visible" : "hidden");
      if (!away) return;
      const from = map.containerPointToLayerPoint(at);
      const edge = map.containerPointToLayerPoint([at.x < left ? left - 3 : at.x > right ? right + 3 : x, at.y < top ? top - 1 : at.y > bottom ? bottom + 1 : y]);
      for (const [name, value] of [["x1", from.x], ["y1", from.y], ["x2", edge.x], ["y2", edge.y]]) line.setAttribute(name, value.toFixed(1));
    }

    function create(label) {
      const font = FONTS[label.sort];
      const group = atlas.svg("g", { class: "map-label is-" + label.sort });
      const text = atlas.svg("text", { "text-anchor": "middle", dy: "0.34em", "font-size": font.size, "font-weight": font.weight,
        "letter-spacing": font.spacing * font.size });
      text.textContent = font.caps ? label.name.toUpperCase() : label.name;
      const node = { group, text };
      if (label.town) group.append((node.dot = atlas.svg("circle", { class: "town-dot", r: label.rank === 1 ? 2.6 : 2 })));
      if (label.sort === "country" && label.rank === 1) leaders.append((node.leader = atlas.svg("line", { class: "map-leader", visibility: "hidden" })));
      group.append(text);
      svg.append(group);
      shown.set(label, node);
      return node;
    }

    // While the zoom is under way the names would stand wrong: they fade and come back in their new places.
    const moving = (is) => () => [svg, leaders].forEach((each) => each.classList.toggle("is-moving", is));
    map.on("zoomstart", moving(true));
    map.on("zoomend moveend", moving(false));
    return { place };
  };

  function boxed(rings) {
    const box = [[90, 180], [-90, -180]];
    for (const [lon, lat] of rings[0]) {
      box[0] = [Math.min(box[0][0], lat), Math.min(box[0][1], lon)];
      box[1] = [Math.max(box[1][0], lat), Math.max(box[1][1], lon)];
    }
    return { box, rings };
  }

  function gather(basemap) {
    const towns = basemap.places.map((place) => ({
      name: place.name, point: place.point, rank: place.rank, town: true, sort: place.rank === 1 ? "capital" : "town",
      least: TOWN_ZOOM[Math.min(place.rank, 5)], most: Infinity, order: place.rank === 1 ? 0 : 2 + place.rank,
    }));
    const areas = basemap.labels.map((label) => ({
      name: label.name, id: label.id, point: label.point, rank: label.rank, sort: label.kind, angle: label.angle || 0,
      least: AREA_ZOOM[Math.min(label.rank, 4)], most: label.kind === "country" ? 8.5 : Infinity,
      order: label.kind === "country" ? 1 + label.rank / 10 : label.kind === "sea" ? 2.5 : 3.5,
    }));
    return towns.concat(areas);
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
