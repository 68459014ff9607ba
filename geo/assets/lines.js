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

  // Where the moved line runs against its original (a bend tighter than the offset), the loop is drawn together:
  // points that fold back are pooled in their mean, together with those before, until none folds.
  function unfold(moved, points) {
    const pools = [];
    moved.forEach((point, i) => {
      let last = { x: point[0], y: point[1], from: i, to: i };
      for (let before = pools[pools.length - 1]; before && folds(before, last, points); before = pools[pools.length - 1]) {
        pools.pop();
        const a = before.to - before.from + 1;
        const b = last.to - last.from + 1;
        last = { x: (before.x * a + last.x * b) / (a + b), y: (before.y * a + last.y * b) / (a + b), from: before.from, to: last.to };
      }
      pools.push(last);
    });
    return pools.flatMap(({ x, y, from, to }) => Array.from({ length: to - from + 1 }, () => [x, y]));
  }

  const folds = (a, b, points) =>
    (b.x - a.x) * (points[b.from][0] - points[a.to][0]) + (b.y - a.y) * (points[b.from][1] - points[a.to][1]) < 0;

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

  /** Points every `step` pixels along a line, its own corners left out, its ends kept:
   *  {points, at: distance of each from the start, length}. */
  atlas.even = function (line, step) {
    const points = [line[0].slice()];
    const at = [0];
    let gone = 0;
    for (let i = 1; i < line.length; i++) {
      const [ax, ay] = line[i - 1];
      const dx = line[i][0] - ax;
      const dy = line[i][1] - ay;
      const length = Math.hypot(dx, dy);
      for (let next = points.length * step; next < gone + length; next = points.length * step) {
        const part = (next - gone) / length;
        points.push([ax + dx * part, ay + dy * part]);
        at.push(next);
      }
      gone += length;
    }
    points.push(line[line.length - 1].slice());
    at.push(gone);
    return { points, at, length: gone };
  };

  /** Distances from a line's start at which arrows stand: evenly about `spacing` pixels apart and centred;
   *  none on a line shorter than `least`. */
  atlas.arrowsAt = function (length, spacing, least) {
    if (length < least) return [];
    const count = Math.max(1, Math.round(length / spacing));
    return Array.from({ length: count }, (_, i) => ((i + 0.5) / count) * length);
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
