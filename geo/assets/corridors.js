"use strict";
// Routes as corridors: side by side where they share a leg, direction shown, dashed where inferred; river stretches as bands.
(function (atlas) {
  const STEP = 4.5; // pixels between drawn points: half the period of a dash, so that dashes hold still while the map moves
  const STUMP = 12; // pixels: a shorter leg has no direction to speak of and keeps its place
  const BLEND = 6; // points over which a route changes its lane
  const WHOLE = 5.2; // up to this zoom routes are worked out as a whole, closer in only what is near the view

  /** Widths in pixels at a zoom. */
  function widths(zoom) {
    const line = zoom < 4.5 ? 1.8 : zoom < 6 ? 2.1 : zoom < 8 ? 2.6 : 3.2;
    return { line, gap: line + 1.7, air: 2.6, arrow: zoom < 4.5 ? 0.85 : zoom < 7 ? 1 : 1.2, band: zoom < 6 ? 7 : zoom < 8 ? 10 : 14 };
  }

  const dashed = (leg) => leg.inferred || leg.mode === null || leg.mode === undefined;

  // Parts of an evenly parted leg within the box, each starting at a whole dash: [{points, at}].
  function partsWithin({ points, at }, box) {
    if (!box) return [{ points, at }];
    const parts = [];
    let from = -1;
    for (let i = 0; i <= points.length; i++) {
      const inside = i < points.length && points[i][0] > box[0] && points[i][0] < box[2] && points[i][1] > box[1] && points[i][1] < box[3];
      if (inside && from < 0) from = i;
      if (inside || from < 0) continue;
      const start = from - (from % 2);
      if (i - start > 1) parts.push({ points: points.slice(start, i), at: at.slice(start, i) });
      from = -1;
    }
    return parts;
  }

  /** Routes and river stretches on the map: show(routes, stretches), focus(records on, softly), nearest(point). */
  atlas.corridors = function (map, data) {
    const renderers = { routes: L.svg({ pane: "routes", padding: 0.4 }), stretches: L.svg({ pane: "stretches", padding: 0.4 }) };
    for (const renderer of Object.values(renderers)) renderer.addTo(map);
    const items = new Map();
    const window_ = worldBox(data.bounds);
    let routes = [];
    let stretches = [];
    const glow = atlas.svg("path", { class: "route-glow" }); // under the leg that the panel points at
    let lit = null;
    let drawn = ""; // what the lines were worked out for
    let width = widths(map.getZoom() || 4);

    function show(shownRoutes, shownStretches) {
      routes = shownRoutes.filter((record) => record.lines || record.spots);
      stretches = shownStretches.filter((record) => record.lines);
      const keep = new Set(routes.concat(stretches));
      for (const [record, item] of items) {
        if (keep.has(record)) continue;
        item.group.remove();
        items.delete(record);
      }
      for (const record of routes) if (!items.has(record)) items.set(record, routeItem(record));
      for (const record of stretches) if (!items.has(record)) items.set(record, stretchItem(record));
      draw();
    }

    function routeItem(record) {
      const group = atlas.paint(atlas.svg("g", { class: "route is-" + record.kind, "data-id": record.id }), record);
      const item = { record, group, world: (record.lines || []).map(toWorld), points: toWorld(record.spots || []) };
      for (const part of ["casing", "air", "solid", "dashed", "arrows"]) {
        group.append((item[part] = atlas.svg("path", { class: "route-" + part })));
      }
      item.rings = item.points.map(() => atlas.svg("circle", { class: "route-point" }));
      group.append(...item.rings);
      // Escapes first, so that the shorter repatriations lie on top.
      const root = renderers.routes._rootGroup;
      if (record.kind === "escape") root.prepend(group);
      else root.append(group);
      return item;
    }

    function stretchItem(record) {
      const group = atlas.paint(atlas.svg("g", { class: "stretch", "data-id": record.id }), record);
      const item = { record, group, world: record.lines.map(toWorld), points: [] };
      group.append((item.band = atlas.svg("path", { class: "stretch-band" })), (item.core = atlas.svg("path", { class: "stretch-core" })));
      renderers.stretches._rootGroup.append(group);
      return item;
    }

    // What the lines depend on: zoom, what is shown, and close in the view; then they lie in pixels of the whole world.
    function work() {
      const zoom = map.getZoom();
      const near = zoom > WHOLE ? map.getPixelBounds().pad(0.4) : null;
      const key = [zoom, near && near.min, near && near.max, ...routes.map(({ id }) => id), "", ...stretches.map(({ id }) => id)].join();
      if (key === drawn) return;
      drawn = key;
      width = widths(zoom);
      const scale = map.options.crs.scale(zoom) / 256;
      const box = near && [near.min.x, near.min.y, near.max.x, near.max.y];
      for (const record of stretches) {
        const item = items.get(record);
        item.parts = item.world.map((line) => ({ points: scaled(line, scale) }));
      }
      const parts = routes.flatMap((record, owner) => partsOf(record, owner, scale, box));
      partDots();
      for (const air of [false, true]) sideBySide(parts.filter((part) => part.air === air && part.length > STUMP), air ? width.air : width.gap);
      for (const item of items.values()) item.box = boxOf(item.parts);
    }

    function partsOf(record, owner, scale, box) {
      const item = items.get(record);
      item.parts = [];
      item.world.forEach((line, i) => {
        const leg = record.legs[i];
        const even = atlas.even(scaled(line, scale), STEP);
        for (const { points, at } of partsWithin(even, box)) {
          item.parts.push({ owner, points, at, leg, length: even.length, air: leg.course === "air", last: i === record.legs.length - 1 });
        }
      });
      item.dots = scaled(item.points, scale);
      for (const dot of item.dots) item.parts.push({ owner, points: [dot], dot: true });
      return item.parts.filter((part) => !part.dot);
    }

    // Two routes with a point at one town: their rings stand side by side.
    function partDots() {
      const towns = new Map();
      for (const record of routes) {
        for (const dot of items.get(record).dots) {
          const key = dot.join();
          towns.set(key, (towns.get(key) || []).concat([dot]));
        }
      }
      for (const dots of towns.values()) dots.forEach((dot, i) => (dot[0] += (i - (dots.length - 1) / 2) * 2 * (ringSize() + 1)));
    }

    const ringSize = () => width.line + 2.2;

    function sideBySide(parts, gap) {
      const lanes = atlas.bundle(parts, width.line + 1.2, STEP);
      parts.forEach((part, i) => {
        if (lanes[i].some(Boolean)) part.points = atlas.offsetLine(part.points, atlas.smooth(lanes[i], BLEND).map((lane) => lane * gap));
      });
    }

    function draw() {
      if (!map._loaded || !renderers.routes._bounds) return;
      work();
      const origin = map.getPixelOrigin();
      const scale = map.options.crs.scale(map.getZoom()) / 256;
      const bounds = window_.map(([x, y]) => [x * scale - origin.x, y * scale - origin.y]);
      const root = map.getContainer().style;
      root.setProperty("--route-width", width.line + "px");
      root.setProperty("--band-width", width.band + "px");
      for (const record of routes) drawRoute(items.get(record), origin, bounds);
      for (const record of stretches) drawStretch(items.get(record), origin);
      drawGlow(origin, bounds);
    }

    function drawGlow(origin, bounds) {
      const item = lit && items.get(lit.record);
      glow.remove();
      if (!item) return;
      const parts = item.parts.filter((part) => part.leg === lit.record.legs[lit.leg]);
      set(glow, parts.map(({ points }) => atlas.pathData(here(points, origin), bounds)).join(""));
      item.group.prepend(glow);
    }

    const here = (points, origin) => points.map(([x, y]) => [x - origin.x, y - origin.y]);

    function drawRoute(item, origin, bounds) {
      const data = { casing: "", air: "", solid: "", dashed: "", arrows: "" };
      for (const part of item.parts) {
        if (part.dot) continue;
        const points = here(part.points, origin);
        const path = atlas.pathData(points, bounds);
        if (!path) continue;
        if (!part.air) data.casing += path;
        data[part.air ? "air" : dashed(part.leg) ? "dashed" : "solid"] += path;
        data[part.air ? "air" : "arrows"] += arrows(item.record.kind, part, points, bounds);
      }
      for (const part of Object.keys(data)) set(item[part], data[part]);
      here(item.dots, origin).forEach(([x, y], i) => {
        item.rings[i].setAttribute("cx", x);
        item.rings[i].setAttribute("cy", y);
        item.rings[i].setAttribute("r", ringSize());
      });
    }

    // Arrows stand at set distances from the leg's start, so that they hold still while the map moves.
    function arrows(kind, { at, length, air, last }, points, [[left, top], [right, bottom]]) {
      const spacing = air ? Infinity : kind === "escape" ? 150 : 110;
      let data = "";
      for (const distance of atlas.arrowsAt(length, spacing, air ? 60 : last ? 9 : 26)) {
        const i = at.findIndex((gone) => gone >= distance);
        if (i < 0 || (i === 0 && distance < at[0])) continue;
        const [x, y] = points[i];
        if (x < left || x > right || y < top || y > bottom) continue;
        const back = points[Math.max(0, i - 1)];
        const ahead = points[Math.min(points.length - 1, i + 1)];
        const angle = Math.atan2(ahead[1] - back[1], ahead[0] - back[0]);
        data += atlas.arrowData(kind, x, y, angle, air ? width.arrow * 0.7 : width.arrow);
      }
      return data;
    }

    function drawStretch(item, origin) {
      const path = item.parts.map(({ points }) => atlas.pathData(here(points, origin))).join("");
      set(item.band, path);
      set(item.core, path);
    }

    function set(path, data) {
      if (path.getAttribute("d") !== data) path.setAttribute("d", data);
    }

    /** The record whose line is nearest to a layer point, within `reach` pixels, or null. */
    function nearest(point, reach) {
      const origin = map.getPixelOrigin();
      const x = point.x + origin.x;
      const y = point.y + origin.y;
      let best = null;
      let least = reach;
      for (const item of items.values()) {
        const box = item.box;
        if (!box || x < box[0] - reach - 12 || x > box[2] + reach + 12 || y < box[1] - reach - 12 || y > box[3] + reach + 12) continue;
        for (const part of item.parts) {
          const soft = item.band ? -width.band / 4 : part.air ? 2 : 0; // a band is wide, a flight gives way
          const distance = atlas.distanceTo(part.points, x, y) + soft;
          if (distance < least) {
            least = distance;
            best = item.record;
          }
        }
      }
      return best;
    }

    /** Let these records stand out and the rest recede; `softly` for routes that a picked incident names. */
    function focus(records, softly) {
      const on = new Set(records);
      const any = [...items.keys()].some((record) => on.has(record));
      for (const renderer of Object.values(renderers)) {
        renderer._rootGroup.classList.toggle("has-focus", any && !softly);
        renderer._rootGroup.classList.toggle("has-soft-focus", any && Boolean(softly));
      }
      for (const [record, item] of items) {
        const was = item.group.classList.contains("is-on");
        item.group.classList.toggle("is-on", on.has(record));
        if (on.has(record) && !was) item.group.parentNode.append(item.group);
      }
    }

    /** Points of all lines but flights, in container pixels, for names to keep off. */
    function inView() {
      const { min, max } = map.getPixelBounds();
      const found = [];
      for (const { parts } of items.values()) {
        for (const { points, air } of parts || []) {
          if (air) continue;
          for (const [x, y] of points) if (x > min.x && y > min.y && x < max.x && y < max.y) found.push([x - min.x, y - min.y]);
        }
      }
      return found;
    }

    /** Light up one leg of a route, by its number; null puts it out. */
    function light(record, leg) {
      if (!lit && leg === null) return;
      lit = leg === null ? null : { record, leg };
      draw();
    }

    renderers.routes.on("update", draw);
    return { show, draw, nearest, focus, light, inView };
  };

  const toWorld = (line) => line.map(([lat, lon]) => atlas.world(lat, lon));
  const scaled = (line, scale) => line.map(([x, y]) => [x * scale, y * scale]);

  function worldBox([[south, west], [north, east]]) {
    return [atlas.world(north, west), atlas.world(south, east)];
  }

  function boxOf(parts) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { points } of parts) {
      for (const [x, y] of points) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
    }
    return box;
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
