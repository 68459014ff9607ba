"use strict";
// Names on the map: chosen by rank and zoom, placed where they cover neither each other nor a mark.
(function (atlas) {
  /** Whether two boxes [left, top, right, bottom] don't overlap. */
  atlas.apart = (a, b) => a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];

  /** The first spot that is clear of all boxes, or null. A spot is {boxes: [[left, top, right, bottom], …]}: one box,
   *  or several along a name that lies aslant. */
  atlas.freeSpot = (spots, taken) => spots.find((spot) => spot.boxes.every((own) => taken.every((box) => atlas.apart(own, box)))) || null;

  // Least zoom at which a town of a rank is named; countries and seas by their own rank.
  const TOWN_ZOOM = [0, 3.25, 4.75, 6, 7, 8];
  const AREA_ZOOM = [0, 3, 4.25, 5, 6];
  const DOT = 4; // half the width of a town's dot
  const APART = 6; // zoom below which a town is not named that lies beneath another's mark: its name would stand far off
  const NARROW = 520; // pixels of map below which names are smaller
  const LAND = 40; // cells of a country in view from which it is named; of the story's, a tenth
  const SLIP = 3; // world pixels, about 4 degrees, by which a sea's name may slip: further off lies another sea

  /** The places around a dot or a mark of `radius` where a name of this size may stand, best first. */
  function spotsAround(x, y, width, height, radius) {
    const gap = radius + 3;
    const slant = radius * 0.7 + 2;
    const half = width / 2;
    const middle = height / 2;
    const spot = (left, top) => ({ boxes: [[left, top, left + width, top + height]], x: left + half, y: top + middle });
    return [
      spot(x + gap, y - middle), spot(x - gap - width, y - middle),
      spot(x + slant, y - slant - height), spot(x + slant, y + slant),
      spot(x - half, y - gap - height), spot(x - half, y + gap),
      spot(x - slant - width, y - slant - height), spot(x - slant - width, y + slant),
    ];
  }

  /** Spots for a name along a line of pixels, straightest and nearest to the middle first: {boxes, x, y, angle}. */
  function alongLine(line, width, height, size) {
    const step = 8;
    const { points } = atlas.even(line, step);
    const found = [];
    let end = 0;
    for (let i = 0; i < points.length; i += 3) {
      const [ax, ay] = points[i];
      end = Math.max(end, i + 1);
      while (end < points.length && Math.hypot(points[end][0] - ax, points[end][1] - ay) < width) end++;
      if (end >= points.length) break;
      const [bx, by] = points[end];
      const chord = Math.hypot(bx - ax, by - ay);
      const turned = Math.abs(bx - ax) < 1 ? -Math.PI / 2 : Math.atan((by - ay) / (bx - ax));
      const [wx, wy] = [(bx - ax) / chord, (by - ay) / chord];
      let [most, least] = [0, 0]; // how far the line swings to either side
      for (let k = i; k <= end; k++) {
        const swing = (points[k][1] - ay) * wx - (points[k][0] - ax) * wy;
        most = Math.max(most, swing);
        least = Math.min(least, swing);
      }
      if (most - least > 30) continue;
      for (const away of [least - height / 2 - 3, most + height / 2 + 3]) {
        const x = (ax + bx) / 2 - wy * away;
        const y = (ay + by) / 2 + wx * away;
        const off = Math.hypot(x - size.x / 2, y - size.y / 2) / Math.hypot(size.x, size.y);
        found.push({ x, y, angle: turned, cost: (most - least) / 20 + off + Math.abs(turned) * 0.5, boxes: pieces(x, y, width, height, turned) });
      }
    }
    return found.sort((a, b) => a.cost - b.cost);
  }

  // Upright boxes that together hold a name that lies aslant.
  function pieces(x, y, width, height, angle) {
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const count = Math.max(1, Math.ceil((width * Math.abs(sin)) / 8));
    const w = (width / count) * cos + height * Math.abs(sin);
    const h = (width / count) * Math.abs(sin) + height * cos;
    return Array.from({ length: count }, (_, i) => {
      const along = ((i + 0.5) / count - 0.5) * width;
      const cx = x + along * cos;
      const cy = y + along * sin;
      return [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2];
    });
  }

  // A sea's name may slip a little from its point before it is left out.
  function seaSpots(x, y, width, height, slip) {
    const steps = [[0, 0], [0, -1], [0, 1], [-0.4, 0], [0.4, 0], [0, -2], [0, 2], [-0.4, -1], [0.4, 1], [-0.4, 1], [0.4, -1],
      [0, -3], [0, 3], [-0.8, 0], [0.8, 0]];
    return steps.map(([dx, dy]) => [dx * width, dy * (height + 4)]).filter(([dx, dy]) => Math.hypot(dx, dy) <= slip).map(([dx, dy]) => {
      const at = [x + dx, y + dy];
      return { x: at[0], y: at[1], boxes: [[at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2]] };
    });
  }

  const FONTS = {
    country: { size: 12, weight: 600, spacing: 0.1, caps: true },
    sea: { size: 12, weight: 400, spacing: 0.04, italic: true },
    river: { size: 11, weight: 400, spacing: 0.02, italic: true },
    town: { size: 12, weight: 400, spacing: 0 },
    capital: { size: 12, weight: 650, spacing: 0 },
  };
  const LINE = 1.2; // height of a line, of its size

  /** The label layer: `place(around)` sets the names anew for what the map shows. around: {marks: [{x, y, radius}] in
   *  container pixels, boxes: further boxes to keep clear of, wanted: names to be shown first, story: ids of the countries
   *  that must be named, the first before all others, lines: [[x, y], …] that names rather keep off}. */
  atlas.labels = function (map, basemap) {
    const svg = layer(map.getPane("labels") || map.createPane("labels"));
    const dots = svg.appendChild(atlas.svg("path", { class: "town-dot" }));
    const under = map.createPane("leaders");
    under.style.zIndex = 590;
    under.style.pointerEvents = "none";
    const leaders = layer(under).appendChild(atlas.svg("path", { class: "map-leader" }));
    const family = getComputedStyle(map.getContainer()).fontFamily || "sans-serif";
    const context = document.createElement("canvas").getContext("2d");
    const widths = new Map();
    const texts = new Map(); // label → its element
    const all = gather(basemap);
    const rivers = new Map(basemap.rivers.map(({ name, lines }) => [name, lines.map((line) => line.map(([lon, lat]) => atlas.world(lat, lon)))]));
    const gridOf = atlas.landGrid(basemap.countries);
    const numbers = new Map(basemap.countries.map(({ id }, i) => [id, i + 1]));
    let grid = null;
    let seen = ""; // the view that the grid is for
    let lands = new Map();

    // Width in pixels of a text in a label's font at size 1.
    function measure(label, text) {
      const font = FONTS[label.sort];
      const key = label.sort + text;
      if (!widths.has(key)) {
        context.font = (font.italic ? "italic " : "") + font.weight + " 50px " + family;
        widths.set(key, context.measureText(text).width / 50 + text.length * font.spacing);
      }
      return widths.get(key);
    }

    const sizeOf = (label, size, lines = [label.text]) => ({
      lines, font: size, cost: 0, width: Math.max(...lines.map((line) => measure(label, line))) * size + 2, height: lines.length * size * LINE,
    });

    // A country's name on one line or two, in several sizes, the preferred ones cheap.
    function countrySizes(label, land, narrow) {
      const base = narrow ? 11 : 12;
      const sizes = land.cells > 1600 ? [base + 2] : [];
      sizes.push(base, base - 1.5);
      const words = label.text.split(" ");
      const half = Math.ceil(words.length / 2);
      const broken = words.length > 1 && [words.slice(0, half).join(" "), words.slice(half).join(" ")];
      return sizes.flatMap((size, i) => [[label.text], broken].filter(Boolean).map((lines, k) =>
        ({ ...sizeOf(label, size, lines), cost: 0.08 * i + 0.05 * k })));
    }

    // Pixels of one pixel of the world.
    const worldScale = () => map.options.crs.scale(map.getZoom()) / 256;

    function look() {
      const view = map.getPixelBounds();
      const scale = worldScale();
      const { x, y } = map.getSize();
      const key = [scale, view.min, x, y].join();
      if (key === seen) return;
      seen = key;
      grid = gridOf(view.min.x, view.min.y, scale, x, y);
      grid.land = atlas.sums(grid, (cell) => (grid.owner[cell] ? 1 : 0));
      lands = new Map();
    }

    function landOf(id) {
      if (!lands.has(id)) {
        const number = numbers.get(id) || 255;
        const land = atlas.landOf(grid, number);
        land.own = land.cells && atlas.sums(grid, (cell) => (grid.owner[cell] === number ? 1 : 0));
        lands.set(id, land);
      }
      return lands.get(id);
    }

    function place({ marks, boxes = [], wanted = new Set(), story = [], lines = [] }) {
      look();
      const zoom = map.getZoom();
      const size = map.getSize();
      const state = { marks, size, story, narrow: size.x < NARROW, taken: marks.map(({ x, y, radius: r }) => [x - r, y - r, x + r, y + r]).concat(boxes), boxes: boxes.slice() };
      const routes = atlas.mask(grid, [], lines.map(([x, y]) => [x, y, x + 1, y + 1]));
      state.busy = atlas.sums(grid, (cell) => routes[cell]);
      const candidates = [];
      for (const label of all) {
        const asked = wanted.has(label.name);
        const told = label.sort === "country" && story.includes(label.id);
        if (!asked && !told && zoom < label.least) continue;
        const at = map.latLngToContainerPoint(label.point);
        const off = at.x < -40 || at.y < -20 || at.x > size.x + 40 || at.y > size.y + 20;
        if (off && (label.sort === "town" || label.sort === "capital" || label.sort === "sea")) continue;
        let order = asked ? -10 : label.order;
        if (label.sort === "country") {
          const land = landOf(label.id);
          if (land.cells < (told ? LAND / 10 : LAND)) continue;
          if (told) order = label.id === story[0] ? -2 : -1 - 1 / (land.cells + 2); // the smaller the sooner
        }
        candidates.push({ label, at, told, order });
      }
      candidates.sort((a, b) => a.order - b.order);
      // A capital's dot shows where it lies: no name of a country stands on it.
      const points = candidates.filter(({ label }) => label.town).slice(0, 40).map(({ at }) => [at.x - 3, at.y - 3, at.x + 3, at.y + 3]);
      const chosen = [];
      for (const each of candidates) {
        const own = each.label.town ? points.indexOf(points.find((box) => box[0] === each.at.x - 3 && box[1] === each.at.y - 3)) : -1;
        const spot = spotOf(each, state, points.filter((_, i) => i !== own));
        if (!spot) continue;
        state.taken.push(...spot.boxes);
        state.boxes.push(...spot.boxes);
        chosen.push({ ...each, spot });
      }
      draw(chosen);
    }

    function spotOf({ label, at, told }, state, points) {
      const { size, taken, marks } = state;
      if (label.sort === "country") return countrySpot(label, at, told, state, points);
      const kept = taken.concat(points);
      const measured = sizeOf(label, FONTS[label.sort].size - (state.narrow ? 1 : 0));
      const { width, height } = measured;
      const free = (spots) => {
        const spot = atlas.freeSpot(inside(spots, size), kept);
        return spot && { ...spot, size: measured };
      };
      if (label.sort === "river") {
        return free((rivers.get(label.name) || []).flatMap((line) => inView(line, size).flatMap((part) => alongLine(part, width, height, size)))
          .map((spot) => ({ ...spot, cost: spot.cost + spot.boxes.reduce((sum, box) => sum + state.busy(box), 0) * 0.03 }))
          .sort((a, b) => a.cost - b.cost).slice(0, 80));
      }
      if (label.sort === "sea") return free(seaSpots(at.x, at.y, width, height, SLIP * worldScale()).filter(({ boxes }) => grid.land(boxes[0]) < 4));
      const mark = marks.find((each) => Math.hypot(each.x - at.x, each.y - at.y) < Math.max(6, each.radius * 0.6));
      const radius = mark ? mark.radius + Math.hypot(mark.x - at.x, mark.y - at.y) : 0;
      // A name must not pass for that of another mark, least of all where a mark covers its own town.
      const covered = mark && radius > mark.radius + 4;
      if (covered && map.getZoom() < APART) return null;
      const room = covered ? 7 : 3;
      const near = (box, { x, y, radius: r }) => Math.hypot(Math.max(box[0] - x, 0, x - box[2]), Math.max(box[1] - y, 0, y - box[3])) < r + room;
      const spots = spotsAround(at.x, at.y, width, height, radius || DOT);
      const found = free(spots.filter(({ boxes: [box] }) => !marks.some((each) => each !== mark && near(box, each))));
      return found && { ...found, dot: !mark };
    }

    function countrySpot(label, at, told, state, points) {
      const land = landOf(label.id);
      const names = state.boxes.concat(points);
      const mask = atlas.mask(grid, state.marks, names);
      const covered = atlas.sums(grid, (cell) => mask[cell]);
      const closed = atlas.mask(grid, state.marks, names, -1);
      const seated = at.x > 0 && at.y > 0 && at.x < state.size.x && at.y < state.size.y;
      const home = seated ? [at.x, at.y] : land.centre;
      const seat = atlas.seat(grid, numbers.get(label.id), land, { own: land.own, covered, closed, busy: state.busy }, home,
        countrySizes(label, land, state.narrow), !told);
      if (!seat) return null;
      const { box, size, tie } = seat;
      const line = tie ? atlas.tieLine(box, tie) : [];
      // No later name may stand on the line either.
      const boxes = [box, ...line.map(([x, y]) => [x - 1, y - 1, x + 1, y + 1])];
      return { boxes, size, x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, line };
    }

    // The stretches of a river in view, in container pixels.
    function inView(line, size) {
      const scale = worldScale();
      const { min } = map.getPixelBounds();
      const parts = [];
      let part = [];
      for (const [x, y] of line) {
        const point = [x * scale - min.x, y * scale - min.y];
        if (point[0] > -60 && point[1] > -60 && point[0] < size.x + 60 && point[1] < size.y + 60) part.push(point);
        else if (part.length) {
          parts.push(part);
          part = [];
        }
      }
      return parts.concat([part]).filter((each) => each.length > 1);
    }

    // No name is cut by the map's edge.
    function inside(spots, size) {
      return spots.filter(({ boxes }) => boxes.every(([left, top, right, bottom]) => left >= 2 && top >= 2 && right <= size.x - 2 && bottom <= size.y - 2));
    }

    function draw(chosen) {
      const keep = new Set(chosen.map(({ label }) => label));
      for (const [label, text] of texts) {
        if (keep.has(label)) continue;
        text.remove();
        texts.delete(label);
      }
      let circles = "";
      let ties = "";
      for (const { label, at, spot } of chosen) {
        const { x, y } = map.containerPointToLayerPoint([spot.x, spot.y]);
        const text = texts.get(label) || create(label);
        write(text, label, spot.size);
        text.setAttribute("transform", "translate(" + x.toFixed(1) + " " + y.toFixed(1) + ")" +
          (spot.angle ? "rotate(" + ((spot.angle * 180) / Math.PI).toFixed(1) + ")" : ""));
        if (spot.dot) circles += dot(map.containerPointToLayerPoint(at), label.rank === 1 ? 2.6 : 2);
        if (spot.line && spot.line.length) ties += tie(spot.line);
      }
      dots.setAttribute("d", circles);
      leaders.setAttribute("d", ties);
    }

    const dot = ({ x, y }, r) => "M" + (x - r).toFixed(1) + " " + y.toFixed(1) + "a" + r + " " + r + " 0 1 0 " + 2 * r + " 0a" + r + " " + r + " 0 1 0 " + -2 * r + " 0";

    // A name beside its country is tied to it by a thin line.
    function tie(line) {
      const [from, to] = [line[0], line[line.length - 1]].map((point) => map.containerPointToLayerPoint(point));
      return "M" + from.x.toFixed(1) + " " + from.y.toFixed(1) + "L" + to.x.toFixed(1) + " " + to.y.toFixed(1) + dot(to, 1);
    }

    function create(label) {
      const text = atlas.svg("text", { class: "map-label is-" + label.sort, "data-name": label.id || label.name, "text-anchor": "middle", "font-weight": FONTS[label.sort].weight });
      texts.set(label, text);
      svg.append(text);
      return text;
    }

    function write(text, label, { lines, font }) {
      const key = lines.join("|") + font;
      if (text.dataset.as === key) return;
      text.dataset.as = key;
      text.setAttribute("font-size", font);
      text.setAttribute("letter-spacing", (FONTS[label.sort].spacing * font).toFixed(2));
      text.setAttribute("dy", ((0.36 - (lines.length - 1) * LINE * 0.5) * font).toFixed(1));
      text.textContent = lines[0];
      for (const line of lines.slice(1)) {
        const more = atlas.svg("tspan", { x: 0, dy: LINE + "em" });
        more.textContent = line;
        text.append(more);
      }
    }

    // While the zoom is under way the names would stand wrong: they fade and come back in their new places.
    const moving = (is) => () => [svg, leaders.parentNode].forEach((each) => each.classList.toggle("is-moving", is));
    map.on("zoomstart", moving(true));
    map.on("zoomend moveend", moving(false));
    return { place };
  };

  function layer(pane) {
    const svg = atlas.svg("svg", { class: "map-labels", "aria-hidden": "true" });
    pane.append(svg);
    return svg;
  }

  function gather(basemap) {
    const towns = basemap.places.map((place) => ({
      name: place.name, text: say(place.name), point: place.point, rank: place.rank, town: true, sort: place.rank === 1 ? "capital" : "town",
      least: TOWN_ZOOM[Math.min(place.rank, 5)], order: place.rank === 1 ? 0 : 2 + place.rank,
    }));
    const rivers = new Set();
    const areas = basemap.labels.filter(({ kind, name }) => kind !== "river" || (!rivers.has(name) && rivers.add(name))).map((label) => ({
      name: label.name, text: label.kind === "country" ? label.name.toUpperCase() : label.name, id: label.id, point: label.point, rank: label.rank,
      sort: label.kind, least: AREA_ZOOM[Math.min(label.rank, 4)],
      order: label.kind === "country" ? 1 + label.rank / 10 : label.kind === "sea" ? 2.5 : 3.5,
    }));
    return towns.concat(areas);
  }

  // A town's name in the language shown, where a source tells it.
  const say = (name) => (atlas.townName ? atlas.townName(name) : name);
})((window.RoutesAtlas = window.RoutesAtlas || {}));
