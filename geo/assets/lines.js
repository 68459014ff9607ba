"use strict";
// Geometry of lines on the screen: side by side, arrows, nearest. No DOM; points are [x, y] in pixels.
(function (atlas) {
  const MITER = 2; // a sharp corner may stand out this many offsets, no more

  // Unit normals (to the right of travel) of each segment; a segment of no length takes its neighbour's.
  function normals(points) {
    const found = [];
    for (let i = 1; i < points.length; i++) {
      const dx = points[i][0] - points[i - 1][0];
      const dy = points[i][1] - points[i - 1][1];
      const length = Math.hypot(dx, dy);
      found.push(length > 1e-9 ? [-dy / length, dx / length] : null);
    }
    for (let i = 1; i < found.length; i++) found[i] = found[i] || found[i - 1];
    for (let i = found.length - 2; i >= 0; i--) found[i] = found[i] || found[i + 1];
    return found.map((normal) => normal || [0, 0]);
  }

  // A corner's two normals as one, long enough to keep both sides at their distance, within MITER.
  function corner(before, after) {
    let x = before[0] + after[0];
    let y = before[1] + after[1];
    const length = Math.hypot(x, y);
    if (length < 1e-6) return before; // the line turns back on itself
    x /= length;
    y /= length;
    const stretch = Math.min(MITER, 1 / Math.max(1e-6, x * before[0] + y * before[1]));
    return [x * stretch, y * stretch];
  }

  // Where the moved line runs against its original (a bend tighter than the offset), draw the loop together.
  function unfold(moved, points) {
    for (let round = 0; round < 4; round++) {
      let folds = 0;
      for (let i = 1; i < moved.length; i++) {
        const dx = moved[i][0] - moved[i - 1][0];
        const dy = moved[i][1] - moved[i - 1][1];
        const along = dx * (points[i][0] - points[i - 1][0]) + dy * (points[i][1] - points[i - 1][1]);
        if (along >= 0) continue;
        const middle = [(moved[i][0] + moved[i - 1][0]) / 2, (moved[i][1] + moved[i - 1][1]) / 2];
        moved[i] = middle;
        moved[i - 1] = middle.slice();
        folds++;
      }
      if (!folds) return moved;
    }
    return moved;
  }

  /** The line moved sideways: `offset` pixels to the right of travel (y grows downward), one number or one a point.
   *  Gives as many points as it was given. */
  atlas.offsetLine = function (points, offset) {
    const at = typeof offset === "number" ? () => offset : (i) => offset[i];
    if (points.length < 2) return points.map((point) => point.slice());
    const sides = normals(points);
    const moved = points.map((point, i) => {
      const before = sides[Math.max(0, i - 1)];
      const after = sides[Math.min(sides.length - 1, i)];
      const side = corner(before, after);
      return [point[0] + side[0] * at(i), point[1] + side[1] * at(i)];
    });
    return unfold(moved, points);
  };

  /** Lanes for routes that share legs. `routes`: one list a route of legs [from, to], each a key of a place.
   *  Gives the same lists with a lane number a leg: 0 alone, -0.5 and 0.5 for two, and so on, signed to the
   *  leg's own direction, so that `offsetLine(leg, lane * gap)` never puts two routes on one line. */
  atlas.lanes = function (routes) {
    const shared = new Map();
    routes.forEach((legs, route) => {
      for (const [from, to] of legs) {
        const key = from < to ? from + "|" + to : to + "|" + from;
        let group = shared.get(key);
        if (!group) shared.set(key, (group = { from, routes: [] })); // the first route's direction is the group's
        if (!group.routes.includes(route)) group.routes.push(route);
      }
    });
    return routes.map((legs, route) =>
      legs.map(([from, to]) => {
        const group = shared.get(from < to ? from + "|" + to : to + "|" + from);
        const lane = group.routes.indexOf(route) - (group.routes.length - 1) / 2;
        return from === group.from ? lane : -lane || 0;
      })
    );
  };

  /** Length of a line in pixels. */
  atlas.lineLength = function (points) {
    let sum = 0;
    for (let i = 1; i < points.length; i++) {
      sum += Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
    }
    return sum;
  };

  /** Point and direction (radians) at a distance along the line: {x, y, angle}. */
  atlas.along = function (points, distance) {
    let left = distance;
    for (let i = 1; i < points.length; i++) {
      const dx = points[i][0] - points[i - 1][0];
      const dy = points[i][1] - points[i - 1][1];
      const length = Math.hypot(dx, dy);
      if (left <= length || i === points.length - 1) {
        const part = length ? Math.min(1, left / length) : 0;
        return { x: points[i - 1][0] + dx * part, y: points[i - 1][1] + dy * part, angle: Math.atan2(dy, dx) };
      }
      left -= length;
    }
    return { x: points[0][0], y: points[0][1], angle: 0 };
  };

  /** Places for arrows on a line, evenly `spacing` pixels apart and centred; none on a line shorter than `least`.
   *  The direction is taken over the arrow's own length, so that a kink can't turn it. */
  atlas.arrows = function (points, spacing, least) {
    const length = atlas.lineLength(points);
    if (length < least) return [];
    const count = Math.max(1, Math.round(length / spacing));
    const found = [];
    for (let i = 0; i < count; i++) {
      const middle = ((i + 0.5) / count) * length;
      const reach = Math.min(5, length / 3);
      const back = atlas.along(points, Math.max(0, middle - reach));
      const ahead = atlas.along(points, Math.min(length, middle + reach));
      const here = atlas.along(points, middle);
      found.push({ x: here.x, y: here.y, angle: Math.atan2(ahead.y - back.y, ahead.x - back.x) });
    }
    return found;
  };

  /** Distance in pixels from a point to a line. */
  atlas.distanceTo = function (points, x, y) {
    if (points.length === 1) return Math.hypot(x - points[0][0], y - points[0][1]);
    let least = Infinity;
    for (let i = 1; i < points.length; i++) {
      const ax = points[i - 1][0];
      const ay = points[i - 1][1];
      const dx = points[i][0] - ax;
      const dy = points[i][1] - ay;
      const square = dx * dx + dy * dy;
      const part = square ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square)) : 0;
      least = Math.min(least, Math.hypot(x - ax - part * dx, y - ay - part * dy));
    }
    return least;
  };

  /** SVG path data of a line; segments wholly to one side of `bounds` ([[minx, miny], [maxx, maxy]]) are left out. */
  atlas.pathData = function (points, bounds) {
    let data = "";
    let pen = false;
    for (let i = 1; i < points.length; i++) {
      const [ax, ay] = points[i - 1];
      const [bx, by] = points[i];
      if (bounds && outside(ax, ay, bx, by, bounds)) {
        pen = false;
        continue;
      }
      if (!pen) data += "M" + short(ax) + " " + short(ay);
      data += "L" + short(bx) + " " + short(by);
      pen = true;
    }
    return data;
  };

  function outside(ax, ay, bx, by, [[left, top], [right, bottom]]) {
    return (ax < left && bx < left) || (ax > right && bx > right) || (ay < top && by < top) || (ay > bottom && by > bottom);
  }

  const short = (value) => Math.round(value * 10) / 10;
})((window.RoutesAtlas = window.RoutesAtlas || {}));
