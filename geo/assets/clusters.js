"use strict";
// Which places share one mark at a zoom: places, not records, are grouped. No DOM.
(function (atlas) {
  const SMALLEST = 10; // radius in pixels of a mark with one incident
  const LARGEST = 23;
  const QUIET = 7; // a prison or a bridge
  const SAME = 0.003; // degrees within which two points are one town's
  const LIFT = 11; // the head of a pin stands so far above its point

  const homes = new WeakMap(); // record → its point, so that a filter step makes no strings

  function home(record) {
    let found = homes.get(record);
    if (!found && record.point) {
      const [lat, lon] = record.point;
      const [x, y] = atlas.world(lat, lon);
      homes.set(record, (found = { key: lat + "," + lon, x, y, lat, lon }));
    }
    return found;
  }

  /** Records by identical point: [{key, x, y (world pixels at zoom 0), lat, lon, records, incidents}].
   *  Records without a point are left out. */
  atlas.places = function (records) {
    const found = new Map();
    for (const record of records) {
      const at = home(record);
      if (!at) continue;
      let place = found.get(at.key);
      if (!place) found.set(at.key, (place = { ...at, records: [], incidents: 0 }));
      place.records.push(record);
      if (record.layer === "incidents") place.incidents++;
    }
    for (const place of found.values()) place.lift = place.records.length === 1 && place.records[0].precision === "site" ? LIFT : 0;
    return Array.from(found.values());
  };

  /** Radius in pixels of the mark for so many incidents (0: only sites and crossings) in so many records. */
  function radiusOf(incidents, records) {
    if (incidents > 1) return Math.min(LARGEST, SMALLEST + 2.2 * Math.log2(incidents));
    if (incidents === 1) return SMALLEST;
    return records > 1 ? QUIET + 2 : QUIET;
  }

  // Far out marks are drawn smaller than the room they hold, so that names and routes have some too.
  const drawnAt = (scale) => Math.max(0.72, Math.min(1, 0.72 + (Math.log2(scale) - 3) * 0.14));

  /** Groups whose marks don't cover each other at `scale` (pixels a world pixel), each with `spread` times the room it
   *  needs. A group stands on its greatest place, a real town, never on a middle between towns:
   *  [{key, x, y (pixels), radius, room, places, incidents, count}].
   *  Greedy from the greatest down over a grid, again until nothing overlaps: 5,000 places in about 4 ms. */
  atlas.clusters = function (places, scale, spread = 1) {
    let groups = places.map((place) => ({
      key: place.key, x: place.x * scale, y: place.y * scale, lift: place.lift, places: [place], incidents: place.incidents,
      count: place.records.length, room: spread * radiusOf(place.incidents, place.records.length),
    }));
    groups.sort((a, b) => b.incidents - a.incidents || b.count - a.count || (a.key < b.key ? -1 : 1));
    for (let round = 0; round < 5; round++) {
      const merged = merge(groups, spread);
      if (merged.length === groups.length) break;
      groups = merged;
    }
    const size = drawnAt(scale) / spread;
    for (const group of groups) group.radius = group.room * size;
    return groups;
  };

  function merge(groups, spread) {
    const cell = 2 * LARGEST * spread + LIFT; // no two marks that touch lie further apart than one cell
    const grid = new Map();
    const kept = [];
    for (const group of groups) {
      const column = Math.floor(group.x / cell);
      const row = Math.floor(group.y / cell);
      const host = nearest(grid, column, row, group);
      if (host) {
        absorb(host, group, spread);
        continue;
      }
      kept.push(group);
      const id = column * 65536 + row;
      const held = grid.get(id);
      if (held) held.push(group);
      else grid.set(id, [group]);
    }
    return kept;
  }

  function nearest(grid, column, row, group) {
    let best = null;
    let least = Infinity;
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) {
        for (const other of grid.get(i * 65536 + j) || []) {
          const distance = Math.hypot(other.x - group.x, other.y - other.lift - group.y + group.lift);
          if (distance < least && distance < other.room + group.room) {
            least = distance;
            best = other;
          }
        }
      }
    }
    return best;
  }

  function absorb(host, group, spread) {
    for (const place of group.places) host.places.push(place);
    host.incidents += group.incidents;
    host.count += group.count;
    host.lift = 0; // many are no pin
    host.room = spread * radiusOf(host.incidents, host.count);
  }

  /** Can zooming to `scale` part the group's places? */
  atlas.parts = function (group, scale) {
    return group.places.length > 1 && atlas.clusters(group.places, scale).length > 1;
  };

  /** A place's name: of the known town at its very point, else what most of its records say, of equals the shortest. */
  atlas.placeName = function (records, towns = []) {
    const at = records[0].point;
    const town = at && towns.find(({ point }) => Math.abs(point[0] - at[0]) < SAME && Math.abs(point[1] - at[1]) < SAME);
    if (town) return town.name;
    const counts = new Map();
    for (const record of records) {
      const name = record.place || record.name;
      counts.set(name, (counts.get(name) || 0) + 1);
    }
    return Array.from(counts).sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0][0];
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
