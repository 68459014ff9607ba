"use strict";
// Routes as corridors: side by side where they share a leg, direction shown, dashed where inferred; river stretches as bands.
(function (atlas) {
  const WHOLE = 5.2; // up to this zoom routes are worked out as a whole, closer in only what is near the view
  const REST = 400; // milliseconds without a filter step after which lines close the gaps that hidden ones left
  const PARTS = ["casing", "air", "solid", "dashed", "arrows", "points"];

  const dashed = (leg) => leg.inferred || leg.mode === null || leg.mode === undefined;

  /** Routes and river stretches on the map: show(routes, stretches), focus(records on, softly), light(route, leg number),
   *  nearest(point), inView(). */
  atlas.corridors = function (map, data) {
    const renderers = { routes: new atlas.SvgPane({ pane: "routes" }), stretches: new atlas.SvgPane({ pane: "stretches" }) };
    for (const renderer of Object.values(renderers)) renderer.addTo(map);
    const items = new Map();
    const window_ = worldBox(data.bounds);
    // Of all routes that the document holds, the longest first: the short ones lie on top and are never buried.
    const all = (data.records.routes || []).filter((record) => record.lines || record.spots).map(routeItem).sort((a, b) => b.length - a.length);
    const glow = atlas.svg("path", { class: "route-glow" }); // under the leg that a reader points at
    const laid = new Map(); // lanes by the routes that they are for
    let shown = []; // items of routes, in their order
    let stretches = [];
    let lit = null;
    let view = ""; // what the lanes were worked out for
    let box = null; // and the part of the world, in pixels
    let settled = true;
    let fronted = ""; // ids of the routes that lie in front
    let drawnAs = "";
    let width = atlas.widths(map.getZoom() || 4);

    function show(shownRoutes, shownStretches) {
      const on = new Set(shownRoutes);
      const before = shown.length;
      const next = all.filter(({ record }) => on.has(record));
      const same = next.length === before && next.every((item, i) => item === shown[i]);
      stretches = shownStretches.filter((record) => record.lines);
      const keep = new Set(stretches.concat(next.map(({ record }) => record)));
      for (const [record, item] of items) {
        if (keep.has(record)) continue;
        item.group.remove();
        items.delete(record);
      }
      shown = next;
      for (const item of shown) items.set(item.record, item);
      for (const record of stretches) if (!items.has(record)) items.set(record, stretchItem(record));
      if (!same) {
        renderers.routes._rootGroup.append(...shown.map(({ group }) => group));
        // A filter step must be quick: until filters rest, lines keep the lanes that they have beside all others.
        settled = before === 0;
        if (!settled) rest();
      }
      draw();
    }

    const rest = atlas.calm(() => {
      settled = true;
      draw();
    }, REST);

    function routeItem(record) {
      const group = atlas.paint(atlas.svg("g", { class: "route is-" + record.kind, "data-id": record.id }), record);
      const world = (record.lines || []).map(toWorld);
      const length = world.reduce((sum, line, i) => sum + (record.legs[i].course === "air" ? 0 : lengthOf(line)), 0);
      return { record, legs: record.legs, group, world, length, points: toWorld(record.spots || []), paths: {}, parts: [], dots: [] };
    }

    function stretchItem(record) {
      const group = atlas.paint(atlas.svg("g", { class: "stretch", "data-id": record.id }), record);
      const item = { record, group, world: record.lines.map(toWorld), points: [] };
      group.append((item.band = atlas.svg("path", { class: "stretch-band" })), (item.core = atlas.svg("path", { class: "stretch-core" })));
      renderers.stretches._rootGroup.append(group);
      return item;
    }

    // What the lines depend on: zoom, close in the view, and what is shown; then they lie in pixels of the whole world.
    function work() {
      const zoom = map.getZoom();
      const scale = map.options.crs.scale(zoom) / 256;
      if (zoom <= WHOLE) box = null;
      else if (!box || box.zoom !== zoom || !box.contains(map.getPixelBounds().pad(0.3))) {
        box = map.getPixelBounds().pad(0.75); // wide, so that a short way aside asks for nothing new
        box.zoom = zoom;
      }
      const key = zoom + (box ? box.min + "" + box.max : "");
      if (key !== view) {
        view = key;
        laid.clear();
        width = atlas.widths(zoom);
      }
      const group = settled ? shown : all;
      // Drawn for no route at all is not drawn for all of them.
      const as = key + (settled ? "of " + group.map(({ record }) => record.id).join() : "");
      if (as !== drawnAs) {
        drawnAs = as;
        if (!laid.has(as)) laid.set(as, atlas.lanes(group, zoom, box && [box.min.x, box.min.y, box.max.x, box.max.y]));
        const lanes = laid.get(as);
        group.forEach((item, i) => (item.parts = lanes[i]));
      }
      for (const record of stretches) {
        const item = items.get(record);
        if (item.key !== key) item.parts = item.world.map((line) => ({ points: scaled(line, scale) }));
        item.key = key;
      }
      for (const item of shown) item.dots = scaled(item.points, scale);
      partDots();
      for (const item of items.values()) item.box = boxOf(item.parts.concat(item.dots ? item.dots.map((dot) => ({ points: [dot] })) : []));
    }

    // Two routes with a point at one town: their rings stand side by side.
    function partDots() {
      const towns = new Map();
      for (const { dots } of shown) {
        for (const dot of dots) {
          const key = dot.join();
          towns.set(key, (towns.get(key) || []).concat([dot]));
        }
      }
      for (const dots of towns.values()) dots.forEach((dot, i) => (dot[0] += (i - (dots.length - 1) / 2) * 2 * (ringSize() + 1)));
    }

    const ringSize = () => width.line + 2.2;

    function draw() {
      if (!map._loaded || !renderers.routes._bounds) return;
      work();
      const { origin, bounds } = frame();
      const root = map.getContainer().style;
      root.setProperty("--route-width", width.line + "px");
      root.setProperty("--band-width", width.band + "px");
      for (const item of shown) drawRoute(item, origin, bounds);
      for (const record of stretches) drawStretch(items.get(record), origin);
      drawGlow({ origin, bounds });
    }

    // Where layer points start, and the map's window in them.
    function frame() {
      const origin = map.getPixelOrigin();
      const scale = map.options.crs.scale(map.getZoom()) / 256;
      return { origin, bounds: window_.map(([x, y]) => [x * scale - origin.x, y * scale - origin.y]) };
    }

    function drawGlow({ origin, bounds }) {
      const item = lit && items.get(lit.record);
      glow.remove();
      if (!item || !item.legs) return;
      const parts = item.parts.filter(({ number }) => number === lit.leg);
      glow.setAttribute("d", parts.map(({ points }) => atlas.pathData(here(points, origin), bounds)).join(""));
      item.group.prepend(glow);
    }

    const here = (points, origin) => points.map(([x, y]) => [x - origin.x, y - origin.y]);

    function drawRoute(item, origin, bounds) {
      const data = { casing: "", air: "", solid: "", dashed: "", arrows: "", points: "" };
      for (const part of item.parts) {
        const points = here(part.points, origin);
        const path = atlas.pathData(points, bounds);
        if (!path) continue;
        if (!part.air) data.casing += path;
        data[part.air ? "air" : dashed(part.leg) ? "dashed" : "solid"] += path;
        data[part.air ? "air" : "arrows"] += arrows(item, part, points, bounds);
      }
      const r = ringSize();
      for (const [x, y] of here(item.dots, origin)) data.points += "M" + (x - r) + " " + y + "a" + r + " " + r + " 0 1 0 " + 2 * r + " 0a" + r + " " + r + " 0 1 0 " + -2 * r + " 0";
      PARTS.forEach((part) => put(item, part, data[part]));
    }

    // A path only where there is something to draw, each in its place over or under the others.
    function put({ group, paths }, part, data) {
      if (!data) {
        if (paths[part]) paths[part].remove();
        delete paths[part];
        return;
      }
      if (!paths[part]) {
        const above = PARTS.slice(PARTS.indexOf(part) + 1).find((other) => paths[other]);
        group.insertBefore((paths[part] = atlas.svg("path", { class: "route-" + part })), above ? paths[above] : null);
      }
      set(paths[part], data);
    }

    // Arrows stand at set distances from the leg's start, so that they hold still while the map moves.
    function arrows({ record: { kind }, legs }, { at, length, air, number }, points, [[left, top], [right, bottom]]) {
      const spacing = air ? Infinity : kind === "escape" ? 130 : 110;
      const last = number === legs.length - 1;
      let data = "";
      for (const distance of atlas.arrowsAt(length, spacing, air ? 60 : last ? 5 : 26)) {
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
        const parts = item.dots ? item.parts.concat(item.dots.map((dot) => ({ points: [dot] }))) : item.parts;
        for (const part of parts) {
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
      const front = [];
      for (const [record, item] of items) {
        item.group.classList.toggle("is-on", on.has(record));
        if (on.has(record) && item.legs) front.push(item.group);
      }
      const key = front.map((group) => group.dataset.id).join();
      if (key === fronted) return;
      fronted = key;
      renderers.routes._rootGroup.append(...shown.map(({ group }) => group), ...front);
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
      drawGlow(frame());
    }

    renderers.routes.on("update", draw);
    return { show, draw, nearest, focus, light, inView };
  };

  const toWorld = (line) => line.map(([lat, lon]) => atlas.world(lat, lon));
  const scaled = (line, scale) => line.map(([x, y]) => [x * scale, y * scale]);

  const lengthOf = (line) => line.reduce((sum, [x, y], i) => (i ? sum + Math.hypot(x - line[i - 1][0], y - line[i - 1][1]) : 0), 0);

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
