"use strict";
// Routes as corridors: side by side where they share a leg, direction shown, dashed where inferred; river stretches as bands.
(function (atlas) {
  const STEP = 1.6; // pixels between drawn points
  const RAMP = 14; // pixels in which a route changes its lane beside a town

  /** Widths in pixels at a zoom. */
  function widths(zoom) {
    const line = zoom < 4.5 ? 1.8 : zoom < 6 ? 2.1 : zoom < 8 ? 2.6 : 3.2;
    return { line, gap: line + 1.7, air: 2.6, arrow: zoom < 4.5 ? 0.85 : zoom < 7 ? 1 : 1.2, band: zoom < 6 ? 7 : zoom < 8 ? 10 : 14 };
  }

  const keyOf = ({ lon, lat }) => lon + "," + lat;
  const dashed = (leg) => leg.inferred || leg.mode === null || leg.mode === undefined;

  // Legs of a route in runs that a pencil could draw without lifting.
  function runs(record) {
    const found = [];
    record.legs.forEach((leg, i) => {
      const last = found[found.length - 1];
      if (last && record.legs[last[last.length - 1]].to === leg.from) last.push(i);
      else found.push([i]);
    });
    return found;
  }

  // World points of each line in pixels at `scale`, without those too close to tell apart.
  function thin(line, scale) {
    const points = [];
    let last = null;
    line.forEach((at, i) => {
      const point = [at[0] * scale, at[1] * scale];
      const end = i === line.length - 1;
      if (last && !end && Math.hypot(point[0] - last[0], point[1] - last[1]) < STEP) return;
      points.push((last = point));
    });
    return points;
  }

  // The same line with a point at RAMP from either end, where the lane is reached.
  function ramped(points) {
    const length = atlas.lineLength(points);
    if (length < RAMP * 2.5) return points;
    return split(split(points, RAMP), length - RAMP);
  }

  function split(points, distance) {
    let left = distance;
    for (let i = 1; i < points.length; i++) {
      const length = Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
      if (left < length) {
        const part = left / length;
        const [ax, ay] = points[i - 1];
        const middle = [ax + (points[i][0] - ax) * part, ay + (points[i][1] - ay) * part];
        return points.slice(0, i).concat([middle], points.slice(i));
      }
      left -= length;
    }
    return points;
  }

  /** Legs of one run moved to their lanes. `legs`: [{points, offset}] that follow each other;
   *  gives as many lines, joined: beside a town each runs over from one lane to the next. */
  atlas.joinLanes = function (legs) {
    const points = [];
    const offsets = [];
    const starts = [];
    legs.forEach((leg, i) => {
      const line = ramped(leg.points);
      const before = i ? (legs[i - 1].offset + leg.offset) / 2 : leg.offset;
      const after = i < legs.length - 1 ? (legs[i + 1].offset + leg.offset) / 2 : leg.offset;
      starts.push(i ? points.length - 1 : 0);
      line.forEach((point, j) => {
        if (i && !j) return; // the town itself is the last leg's end
        points.push(point);
        offsets.push(j === line.length - 1 ? after : leg.offset);
      });
      offsets[starts[i]] = before;
    });
    starts.push(points.length - 1);
    const moved = atlas.offsetLine(points, offsets);
    return legs.map((_, i) => moved.slice(starts[i], starts[i + 1] + 1));
  };

  /** Routes and river stretches on the map: show(routes, stretches), focus(records on, softly), nearest(point). */
  atlas.corridors = function (map, data) {
    const renderers = { routes: L.svg({ pane: "routes", padding: 0.4 }), stretches: L.svg({ pane: "stretches", padding: 0.4 }) };
    for (const renderer of Object.values(renderers)) renderer.addTo(map);
    const items = new Map();
    const window_ = worldBox(data.bounds);
    let routes = [];
    let stretches = [];
    let drawn = ""; // zoom and records for which the lines were worked out
    let width = widths(map.getZoom() || 4);

    function show(shownRoutes, shownStretches) {
      routes = shownRoutes.filter((record) => record.lines || record.points);
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
      const item = { record, group, world: (record.lines || []).map(toWorld), points: (record.points || []).map(([lat, lon]) => atlas.world(lat, lon)) };
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

    // Lines depend on zoom and on what is shown, not on where the map stands.
    function work() {
      const zoom = map.getZoom();
      const key = zoom + ";" + routes.map((record) => record.id).join() + ";" + stretches.map((record) => record.id).join();
      if (key === drawn) return;
      drawn = key;
      width = widths(zoom);
      const scale = map.options.crs.scale(zoom) / 256;
      const lined = routes.filter((record) => record.lines);
      const lanes = atlas.lanes(lined.map((record) =>
        record.legs.map((leg) => [keyOf(record.waypoints[leg.from]), keyOf(record.waypoints[leg.to])])));
      lined.forEach((record, i) => layOut(items.get(record), lanes[i], scale));
      for (const record of routes) {
        const item = items.get(record);
        item.dots = item.points.map(([x, y]) => [x * scale, y * scale]);
        item.box = boxOf((item.legs || []).concat(item.dots.map((dot) => [dot])));
      }
      for (const record of stretches) {
        const item = items.get(record);
        item.legs = item.world.map((line) => thin(line, scale));
        item.box = boxOf(item.legs);
      }
    }

    function layOut(item, lanes, scale) {
      const { record } = item;
      item.legs = [];
      for (const run of runs(record)) {
        const legs = run.map((i) => ({
          points: thin(item.world[i], scale),
          offset: lanes[i] * (record.legs[i].course === "air" ? width.air : width.gap),
        }));
        atlas.joinLanes(legs).forEach((line, j) => (item.legs[run[j]] = line));
      }
    }

    function draw() {
      if (!map._loaded || !renderers.routes._bounds) return;
      work();
      const origin = map.getPixelOrigin();
      const scale = map.options.crs.scale(map.getZoom()) / 256;
      const view = renderers.routes._bounds;
      const bounds = [
        [Math.max(view.min.x, window_[0][0] * scale - origin.x), Math.max(view.min.y, window_[0][1] * scale - origin.y)],
        [Math.min(view.max.x, window_[1][0] * scale - origin.x), Math.min(view.max.y, window_[1][1] * scale - origin.y)],
      ];
      const root = map.getContainer().style;
      root.setProperty("--route-width", width.line + "px");
      root.setProperty("--band-width", width.band + "px");
      for (const record of routes) drawRoute(items.get(record), origin, bounds);
      for (const record of stretches) drawStretch(items.get(record), origin, bounds);
    }

    function drawRoute(item, origin, bounds) {
      const data = { casing: "", air: "", solid: "", dashed: "", arrows: "" };
      const { record } = item;
      const here = (line) => line.map(([x, y]) => [x - origin.x, y - origin.y]);
      (item.legs || []).forEach((line, i) => {
        const leg = record.legs[i];
        const points = here(line);
        const air = leg.course === "air";
        const path = atlas.pathData(points, bounds);
        if (!path) return;
        if (!air) data.casing += path;
        data[air ? "air" : dashed(leg) ? "dashed" : "solid"] += path;
        const last = i === record.legs.length - 1;
        const spacing = air ? Infinity : record.kind === "escape" ? 150 : 110;
        const least = air ? 60 : last ? 9 : 26;
        for (const arrow of atlas.arrows(points, spacing, least)) {
          if (arrow.x < bounds[0][0] || arrow.x > bounds[1][0] || arrow.y < bounds[0][1] || arrow.y > bounds[1][1]) continue;
          data[air ? "air" : "arrows"] += atlas.arrowData(record.kind, arrow.x, arrow.y, arrow.angle, air ? width.arrow * 0.7 : width.arrow);
        }
      });
      for (const part of Object.keys(data)) set(item[part], data[part]);
      here(item.dots || []).forEach(([x, y], i) => {
        item.rings[i].setAttribute("cx", x);
        item.rings[i].setAttribute("cy", y);
        item.rings[i].setAttribute("r", width.line + 2.2);
      });
    }

    function drawStretch(item, origin, bounds) {
      const path = item.legs.map((line) => atlas.pathData(line.map(([x, y]) => [x - origin.x, y - origin.y]), bounds)).join("");
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
        const lines = (item.legs || []).concat((item.dots || []).map((dot) => [dot]));
        for (let i = 0; i < lines.length; i++) {
          const air = item.record.legs && item.record.legs[i] && item.record.legs[i].course === "air";
          const soft = item.band ? -width.band / 4 : air ? 2 : 0; // a band is wide, a flight gives way
          const distance = atlas.distanceTo(lines[i], x, y) + soft;
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

    renderers.routes.on("update", draw);
    return { show, draw, nearest, focus };
  };

  const toWorld = (line) => line.map(([lat, lon]) => atlas.world(lat, lon));

  function worldBox([[south, west], [north, east]]) {
    return [atlas.world(north, west), atlas.world(south, east)];
  }

  function boxOf(lines) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const line of lines) {
      for (const [x, y] of line) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
    }
    return box;
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
