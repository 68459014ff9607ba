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

  /** Buttons at the map's edge for the records shown that lie off it: `show(records)`. */
  atlas.edges = function (map, store, data) {
    const box = document.createElement("div");
    box.className = "map-edges";
    map.getContainer().append(box);
    const buttons = new Map();
    const at = new WeakMap();

    function show(records) {
      const away = atlas.places(records.filter((record) => record.point && !atlas.inWindow(record.point, data.bounds)));
      const keep = new Set();
      for (const place of away) {
        keep.add(place.key);
        const button = buttons.get(place.key) || create(place);
        const name = atlas.placeName(place.records);
        const n = place.records.length;
        button.textContent = atlas.t("map.edge", { arrow: ARROWS[atlas.side([place.lat, place.lon], data.bounds)], place: name, n });
        button.setAttribute("aria-label", atlas.t("map.edge.label", { place: name, n }));
        button.onclick = () => store.showPlace(name, place.records);
        button.title = name;
        at.set(button, [place.lat, place.lon]);
      }
      for (const [key, button] of buttons) {
        if (keep.has(key)) continue;
        button.remove();
        buttons.delete(key);
      }
      arrange();
    }

    // Each at the height, or the breadth, where it lies, clear of the corners and of one another.
    function arrange() {
      const size = map.getSize();
      const used = { left: 150, right: 8, top: 70, bottom: 120 };
      const { lat, lng } = map.getCenter();
      for (const button of buttons.values()) {
        const point = at.get(button);
        const side = atlas.side(point, data.bounds);
        const flat = side === "left" || side === "right";
        const wanted = flat ? map.latLngToContainerPoint([Math.min(84, point[0]), lng]).y : map.latLngToContainerPoint([lat, point[1]]).x;
        const room = flat ? button.offsetHeight + 6 : button.offsetWidth + 6;
        const most = (flat ? size.y : size.x) - room - 6;
        const place = Math.max(used[side], Math.min(most, wanted));
        used[side] = place + room;
        button.style[flat ? "top" : "left"] = Math.round(place) + "px";
      }
    }

    function create(place) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "map-edge is-" + atlas.side([place.lat, place.lon], data.bounds);
      box.append(button);
      buttons.set(place.key, button);
      return button;
    }

    map.on("moveend resize", arrange);
    L.DomEvent.disableClickPropagation(box);
    return { show };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
