"use strict";
// What lies where in the view, as a grid of cells, and the best seat for a country's name in it. No DOM.
(function (atlas) {
  const CELL = 5; // pixels
  const EDGE = 3; // pixels that a name keeps from the map's edge
  const BESIDE = 2; // cells off its land that a name may stand, and more by a part of the land's size
  const RINGS = [0, 1, 2, 3, 4, 6, 8, 11]; // cells by which a box is widened until it meets its land
  const LEADER = 1; // cells off its land from which a name in the sea is tied to it by a line
  const HOME = 0.4; // part of a name on its own land that makes it stand there: as much may then lie over a neighbour's
  const TOUCHED = 0.09; // part of a name beside its land that may: on more, it would name the neighbour
  const INWARD = 0.5; // how much a tie rather ends in the middle of a land than near its name

  /** A function that tells for a view which country owns each cell: at(left, top, scale, width, height) →
   *  {columns, rows, width, height, owner}: 0 is sea, else one more than the country's place in the list. */
  atlas.landGrid = function (countries) {
    const shapes = countries.map(({ polygons }) => polygons.flat().map((ring) => ring.map(([lon, lat]) => atlas.world(lat, lon))));

    return function (left, top, scale, width, height) {
      const columns = Math.ceil(width / CELL);
      const rows = Math.ceil(height / CELL);
      const owner = new Uint8Array(columns * rows);
      const toRow = (y) => (y * scale - top) / CELL - 0.5;
      shapes.forEach((rings, country) => {
        const met = Array.from({ length: rows }, () => []);
        for (const ring of rings) {
          for (let i = 1; i < ring.length; i++) {
            const a = toRow(ring[i - 1][1]);
            const b = toRow(ring[i][1]);
            const from = Math.max(0, Math.ceil(Math.min(a, b)));
            const to = Math.min(rows - 1, Math.ceil(Math.max(a, b)) - 1);
            for (let row = from; row <= to; row++) {
              const x = ring[i - 1][0] + ((ring[i][0] - ring[i - 1][0]) * (row - a)) / (b - a);
              met[row].push((x * scale - left) / CELL - 0.5);
            }
          }
        }
        met.forEach((xs, row) => {
          xs.sort((a, b) => a - b);
          for (let i = 1; i < xs.length; i += 2) {
            const to = Math.min(columns - 1, Math.floor(xs[i]));
            for (let column = Math.max(0, Math.ceil(xs[i - 1])); column <= to; column++) owner[row * columns + column] = country + 1;
          }
        });
      });
      return { columns, rows, width, height, owner };
    };
  };

  /** Sums over boxes of cells: sums(grid, (cell) → number) gives (box in pixels, widened by so many cells) → sum. */
  atlas.sums = function ({ columns, rows }, valueOf) {
    const wide = columns + 1;
    const table = new Float64Array(wide * (rows + 1));
    for (let row = 0; row < rows; row++) {
      let line = 0;
      for (let column = 0; column < columns; column++) {
        line += valueOf(row * columns + column);
        table[(row + 1) * wide + column + 1] = table[row * wide + column + 1] + line;
      }
    }
    return function ([left, top, right, bottom], more = 0) {
      const a = Math.max(0, Math.floor(left / CELL) - more);
      const b = Math.max(0, Math.floor(top / CELL) - more);
      const c = Math.max(a, Math.min(columns, Math.ceil(right / CELL) + more));
      const d = Math.max(b, Math.min(rows, Math.ceil(bottom / CELL) + more));
      return table[d * wide + c] - table[b * wide + c] - table[d * wide + a] + table[b * wide + a];
    };
  };

  /** Cells that boxes and circles cover, as a mask: {circles: [{x, y, radius}], boxes}; circles with `room` around them. */
  atlas.mask = function ({ columns, rows }, circles, boxes, room = 2) {
    const mask = new Uint8Array(columns * rows);
    const fill = ([left, top, right, bottom], test) => {
      for (let row = Math.max(0, Math.floor(top / CELL)); row < Math.min(rows, Math.ceil(bottom / CELL)); row++) {
        for (let column = Math.max(0, Math.floor(left / CELL)); column < Math.min(columns, Math.ceil(right / CELL)); column++) {
          if (!test || test((column + 0.5) * CELL, (row + 0.5) * CELL)) mask[row * columns + column] = 1;
        }
      }
    };
    for (const { x, y, radius } of circles) {
      const r = radius + room;
      fill([x - r, y - r, x + r, y + r], (px, py) => Math.abs(px - x) < CELL / 2 || Math.abs(py - y) < CELL / 2 || Math.hypot(px - x, py - y) < r + 1);
    }
    for (const box of boxes) fill(box);
    return mask;
  };

  /** A country's land in the view: {cells, box, centre} in pixels, of its cells. */
  atlas.landOf = function ({ columns, rows, owner }, country) {
    let cells = 0;
    let [x, y] = [0, 0];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (owner[row * columns + column] !== country) continue;
        cells++;
        x += column;
        y += row;
        box[0] = Math.min(box[0], column * CELL);
        box[1] = Math.min(box[1], row * CELL);
        box[2] = Math.max(box[2], (column + 1) * CELL);
        box[3] = Math.max(box[3], (row + 1) * CELL);
      }
    }
    return { cells, box, centre: [((x / cells || 0) + 0.5) * CELL, ((y / cells || 0) + 0.5) * CELL] };
  };

  /** Points no further apart than half a cell along the line that ties a box to a point. */
  atlas.tieLine = function ([left, top, right, bottom], [x, y]) {
    const from = [Math.max(left - 2, Math.min(right + 2, x)), Math.max(top - 1, Math.min(bottom + 1, y))];
    const steps = Math.max(1, Math.ceil((Math.hypot(x - from[0], y - from[1]) / CELL) * 2));
    return Array.from({ length: steps + 1 }, (_, i) => [from[0] + ((x - from[0]) * i) / steps, from[1] + ((y - from[1]) * i) / steps]);
  };

  // Steps of a cell from `from` to `to`, those nearest to `home` first.
  function outward(from, to, home) {
    const steps = Array.from({ length: Math.floor((to - from) / CELL) + 1 }, (_, i) => from + i * CELL);
    return steps.sort((a, b) => Math.abs(a - home) - Math.abs(b - home));
  }

  /** The best seat for a name: {box, size, tie} or null. On its own land, else in the sea beside it and tied to a point of
   *  it; never far off: there it would name another country. Never on what is covered, rather not on routes.
   *  land: of landOf; own, covered, busy: sums; closed: mask of what no tie crosses; home: where the name would like to
   *  stand; sizes: [{width, height, cost}]; firmly: only on its own land. */
  atlas.seat = function (grid, country, land, { own, covered, closed, busy }, home, sizes, firmly) {
    const { columns, owner } = grid;
    let best = null;
    let least = Infinity;
    let free = null; // cells of its land that nothing closes
    const spread = Math.sqrt(land.cells) * CELL + 30;
    const most = BESIDE + Math.sqrt(land.cells) / 4;
    const reach = most * CELL;

    function weigh(left, top, size, cells) {
      const away = Math.hypot(left + size.width / 2 - home[0], top + size.height / 2 - home[1]) / spread;
      let cost = size.cost + away * 0.8;
      if (cost >= least) return;
      const box = [left, top, left + size.width, top + size.height];
      const on = Math.min(1, own(box) / cells);
      cost += (1 - on) * 0.6;
      if (cost >= least || (firmly && on < 0.85) || covered(box)) return;
      const foreign = Math.min(1, (grid.land(box) - own(box)) / cells);
      if (!firmly && foreign > (on >= HOME ? HOME : TOUCHED)) return;
      const gap = on ? 0 : RINGS.find((more) => own(box, more) > 0);
      if (!(gap <= most)) return;
      cost += foreign * 3 + gap * 0.1 + (busy(box) / cells) * 0.7;
      if (cost >= least) return;
      const loose = on < HOME && (gap > LEADER || grid.land(box, LEADER) > own(box, LEADER));
      const end = loose && tie(box);
      if (loose && !end) return;
      least = cost;
      best = { box, size, tie: end };
    }

    // Where on its land a name beside it is tied to: near the name and well inside, by a line that crosses nothing.
    function tie(box) {
      free = free || [...owner.keys()].filter((cell) => owner[cell] === country && !closed[cell]);
      const [left, top, right, bottom] = box;
      let found = null;
      let nearest = Infinity;
      for (const cell of free) {
        const [x, y] = [((cell % columns) + 0.5) * CELL, (Math.floor(cell / columns) + 0.5) * CELL];
        const away = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)) + Math.hypot(x - land.centre[0], y - land.centre[1]) * INWARD;
        if (away >= nearest || atlas.tieLine(box, [x, y]).some(isClosed)) continue;
        nearest = away;
        found = [x, y];
      }
      return found;
    }

    const isClosed = ([x, y]) => closed[Math.floor(y / CELL) * columns + Math.floor(x / CELL)];

    for (const size of sizes) {
      const { width, height } = size;
      const cells = (Math.round(width / CELL) + 1) * (Math.round(height / CELL) + 1);
      const from = [Math.max(EDGE, land.box[0] - reach - width), Math.max(EDGE, land.box[1] - reach - height)];
      const to = [Math.min(grid.width - EDGE - width, land.box[2] + reach), Math.min(grid.height - EDGE - height, land.box[3] + reach)];
      if (from[0] > to[0] || from[1] > to[1]) continue;
      // Rows and columns from home outward: what lies further off than the best so far is soon passed over.
      const down = outward(from[1], to[1], home[1] - height / 2);
      const across = outward(from[0], to[0], home[0] - width / 2);
      for (const top of down) for (const left of across) weigh(left, top, size, cells);
    }
    return best;
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
