"use strict";
// What lies off the map (Moscow, Washington) is named on its edge, at the side where it lies.
(function (atlas) {
  /** Is a point [lat, lon] within bounds [[south, west], [north, east]]? */
  atlas.inWindow = function ([lat, lon], [[south, west], [north, east]]) {
    return lat >= south && lat <= north && lon >= west && lon <= east;
  };

  /** The side of the map by which the shortest way to a point leaves it: "left", "right", "top" or "bottom". */
  atlas.side = function ([lat, lon], [[south, west], [north, east]]) {
    const middle = (west + east) / 2;
    const turned = ((((lon - middle + 180) % 360) + 360) % 360) - 180;
    const half = (east - west) / 2;
    if (Math.abs(turned) > half) return turned < 0 ? "left" : "right";
    return lat > north ? "top" : "bottom";
  };

  const ARROWS = { left: "←", right: "→", top: "↑", bottom: "↓" };

  const NARROW = 520; // pixels of map below which one button a side must do
  const MANY = 4; // so many would crowd a side

  /** The free place nearest to `wanted` for something `length` long between `least` and `most`, clear of [from, to] spans;
   *  Infinity where there is none. */
  atlas.freePlace = function (wanted, length, least, most, spans) {
    const at = Math.max(least, Math.min(most, wanted));
    const free = [at, ...spans.flatMap(([from, to]) => [from - length, to])]
      .filter((start) => start >= least && start <= most && spans.every(([from, to]) => start >= to || start + length <= from));
    return free.length ? free.sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0] : Infinity;
  };

  /** Buttons at the map's edge for the records shown that lie off it: `show(records)`. They keep clear of `marks()`. */
  atlas.edges = function (map, store, data, marks) {
    const box = atlas.el("div", { class: "map-edges" });
    map.getContainer().append(box);
    const buttons = new Map();
    const at = new WeakMap();

    function show(records) {
      const away = atlas.places(records.filter((record) => record.point && !atlas.inWindow(record.point, data.bounds)));
      const wanted = map.getSize().x < NARROW || away.length > MANY ? bySide(away) : away.map((place) => named(place.key, place.lat, place.lon, place.records));
      const keep = new Set(wanted.map((each) => each.key));
      for (const [key, button] of buttons) {
        if (keep.has(key)) continue;
        button.remove();
        buttons.delete(key);
      }
      for (const each of wanted) write(buttons.get(each.key) || create(each), each);
      arrangeSoon();
    }

    const named = (key, lat, lon, records) => ({ key, point: [lat, lon], records, name: atlas.placeName(records) });

    // On a narrow map one button a side names them all.
    function bySide(away) {
      const sides = new Map();
      for (const place of away) {
        const side = atlas.side([place.lat, place.lon], data.bounds);
        const held = sides.get(side);
        if (held) held.push(place);
        else sides.set(side, [place]);
      }
      return Array.from(sides, ([side, held]) => {
        const records = held.flatMap((place) => place.records);
        const one = named(side, held[0].lat, held[0].lon, records);
        return held.length > 1 ? { ...one, name: atlas.t("map.edge.many") } : one;
      });
    }

    function write(button, { point, name: given, records }) {
      const name = atlas.townName(given);
      const n = records.length;
      button.textContent = atlas.t("map.edge", { arrow: ARROWS[atlas.side(point, data.bounds)], place: name, n });
      button.setAttribute("aria-label", atlas.t("map.edge.label", { place: name, n }));
      button.onclick = () => store.showPlace(given, records);
      button.title = name;
      at.set(button, point);
    }

    function create({ key, point }) {
      const button = atlas.button({ class: "map-edge is-" + atlas.side(point, data.bounds) });
      box.append(button);
      buttons.set(key, button);
      return button;
    }

    // Each at the height, or the breadth, where it lies, clear of the corners, of one another, of marks and of a sheet;
    // one for which that leaves no room is hidden, from the keyboard, too.
    function arrange() {
      const { right, bottom } = atlas.cover();
      const size = map.getSize().subtract([right, bottom]);
      box.style.inset = "0 " + right + "px " + bottom + "px 0";
      const used = { left: 150, right: 60, top: 70, bottom: 120 };
      const { lat, lng } = map.getCenter();
      const circles = marks();
      for (const button of buttons.values()) {
        const point = at.get(button);
        const side = atlas.side(point, data.bounds);
        const flat = side === "left" || side === "right";
        const wanted = flat ? map.latLngToContainerPoint([Math.min(84, point[0]), lng]).y : map.latLngToContainerPoint([lat, point[1]]).x;
        const room = flat ? button.offsetHeight + 6 : button.offsetWidth + 6;
        const deep = 14 + (flat ? button.offsetWidth : button.offsetHeight);
        const most = (flat ? size.y : size.x) - room - 6;
        const spans = circles.map(({ x, y, radius }) => {
          const inward = { left: x, right: size.x - x, top: y, bottom: size.y - y }[side];
          const along = flat ? y : x;
          return inward - radius < deep && [along - radius - 4, along + radius + 4];
        }).filter(Boolean);
        const place = atlas.freePlace(wanted, room, Math.min(used[side], most), most, spans);
        button.style.visibility = place > most ? "hidden" : "";
        if (place > most) continue;
        used[side] = place + room;
        button.style[flat ? "top" : "left"] = Math.round(place) + "px";
      }
    }

    // Once a frame, after all else is written: asking for sizes makes the browser lay the page out.
    const arrangeSoon = atlas.perFrame(() => arrange());

    map.on("moveend resize", arrangeSoon);
    L.DomEvent.disableClickPropagation(box);
    return { show, arrange: arrangeSoon };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
