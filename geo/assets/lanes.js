"use strict";
// Where each route's line runs on the screen: beside the others where they share a leg, never on top of them. No DOM.
(function (atlas) {
  const STEP = 4.5; // pixels between drawn points: half the period of a dash, so that dashes hold still while the map moves
  const STUMP = 12; // pixels: a shorter leg has no direction to speak of and keeps its place
  const ROUNDS = 16; // steps in which lines move off each other
  const MOST = 5; // lanes by which a line may be moved aside

  /** Widths in pixels at a zoom. */
  atlas.widths = function (zoom) {
    const line = zoom < 4.5 ? 1.8 : zoom < 6 ? 2.1 : zoom < 8 ? 2.6 : 3.2;
    return { line, gap: line + 1.7, air: 2.6, arrow: zoom < 4.5 ? 0.85 : zoom < 7 ? 1 : 1.2, band: zoom < 6 ? 7 : zoom < 8 ? 10 : 14 };
  };

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

  /** The lines of routes, side by side: `routes` [{legs, world: lines in world pixels at zoom 0}], within `box` (pixels at
   *  `zoom`) or all. Gives for each route [{points (pixels), at (distances from the leg's start), leg, number, length, air}]. */
  atlas.lanes = function (routes, zoom, box) {
    const scale = 2 ** zoom;
    const width = atlas.widths(zoom);
    const found = routes.map(({ legs, world }, owner) => world.flatMap((line, number) => {
      const even = atlas.even(line.map(([x, y]) => [x * scale, y * scale]), STEP);
      const leg = legs[number];
      return partsWithin(even, box).map(({ points, at }) =>
        ({ owner, points, at, leg, number, length: even.length, air: leg.course === "air" }));
    }));
    const all = found.flat().filter(({ length }) => length > STUMP);
    for (const air of [false, true]) sideBySide(all.filter((part) => part.air === air), air ? width.air : width.gap);
    return found;
  };

  function sideBySide(parts, gap) {
    const offsets = offsetsOf(parts, gap);
    parts.forEach((part, i) => {
      if (offsets[i].some(Boolean)) part.points = atlas.offsetLine(part.points, offsets[i]);
    });
  }

  // Step by step every line moves off those that it touches and that run its way or against it.
  // One flat array a value: tens of thousands of points close in.
  function offsetsOf(parts, gap) {
    const count = parts.reduce((sum, { points }) => sum + points.length, 0);
    const [xs, ys, wayX, wayY, atX, atY, moves] = Array.from({ length: 7 }, () => new Float64Array(count));
    const owners = new Int16Array(count);
    const offset = new Float64Array(count);
    const next = new Int32Array(count);
    let n = 0;
    parts.forEach(({ owner, points }) => points.forEach(([x, y], i) => {
      const [ax, ay] = points[Math.max(0, i - 1)];
      const [bx, by] = points[Math.min(points.length - 1, i + 1)];
      const length = Math.hypot(bx - ax, by - ay) || 1;
      xs[n] = x;
      ys[n] = y;
      wayX[n] = (bx - ax) / length; // unit direction of travel
      wayY[n] = (by - ay) / length;
      owners[n++] = owner;
    }));
    const cell = Math.max(gap, STEP);
    const most = MOST * gap;

    for (let round = 0; round < ROUNDS; round++) {
      const heads = new Map();
      for (let i = 0; i < count; i++) {
        atX[i] = xs[i] - wayY[i] * offset[i];
        atY[i] = ys[i] + wayX[i] * offset[i];
        const key = Math.floor(atX[i] / cell) * 1048576 + Math.floor(atY[i] / cell);
        const head = heads.get(key);
        next[i] = head === undefined ? -1 : head;
        heads.set(key, i);
      }
      for (let i = 0; i < count; i++) moves[i] = moveOf(i, heads);
      let n = 0;
      for (const { points } of parts) {
        ease(n, n + points.length);
        n += points.length;
      }
    }
    let from = 0;
    return parts.map(({ points }) => offset.subarray(from, (from += points.length)));

    // How far a point should go aside for all that it touches.
    function moveOf(i, heads) {
      const column = Math.floor(atX[i] / cell);
      const row = Math.floor(atY[i] / cell);
      let sum = 0;
      for (let c = column - 1; c <= column + 1; c++) {
        for (let r = row - 1; r <= row + 1; r++) {
          const head = heads.get(c * 1048576 + r);
          for (let j = head === undefined ? -1 : head; j >= 0; j = next[j]) {
            if (owners[j] === owners[i]) continue;
            const dx = atX[j] - atX[i];
            const dy = atY[j] - atY[i];
            const side = dy * wayX[i] - dx * wayY[i]; // to the right of travel
            if (Math.abs(side) >= gap || Math.abs(dx * wayX[i] + dy * wayY[i]) > STEP * 0.6) continue;
            const same = wayX[j] * wayX[i] + wayY[j] * wayY[i];
            if (Math.abs(same) < 0.5) continue;
            const right = Math.abs(side) > 0.01 ? side > 0 : same < 0 || owners[i] < owners[j];
            sum += (right ? -0.5 : 0.5) * (gap - Math.abs(side));
          }
        }
      }
      return Math.max(-gap, Math.min(gap, sum));
    }

    // A line gives way gently: each point takes the mean of its neighbours.
    function ease(from, to) {
      for (let i = from; i < to; i++) offset[i] += moves[i] * 0.7;
      const sums = moves; // used up by now
      let sum = 0;
      for (let i = from; i < to; i++) sums[i] = sum += offset[i];
      for (let i = from; i < to; i++) {
        const a = Math.max(from, i - 3);
        const b = Math.min(to - 1, i + 3);
        const mean = (sums[b] - (a > from ? sums[a - 1] : 0)) / (b - a + 1);
        offset[i] = Math.max(-most, Math.min(most, mean));
      }
    }
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
