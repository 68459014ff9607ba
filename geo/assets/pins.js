"use strict";
// A pinned view: the map opens and stays in its extent; notes stand at places, off what lies over the map.
(function (atlas) {
  const EDGE = 6; // pixels that notes keep off the map's edge
  const FULL = 800; // width of map at which offsets are as written
  const LEAST = 0.4; // part of an offset on the narrowest map

  /** Hold the map in the extent [west, south, east, north], whatever it is told. */
  function hold(map, [west, south, east, north]) {
    const box = L.latLngBounds([[south, west], [north, east]]);
    const project = (at) => map.options.crs.latLngToPoint(at, 0);
    const [from, to] = [project(box.getNorthWest()), project(box.getSouthEast())];
    const middle = from.add(to).divideBy(2);
    const zoom = () => {
      const size = map.getSize();
      const snap = map.options.zoomSnap || 1;
      if (!size.x || !size.y) return 0; // hidden as yet
      const fits = Math.log2(Math.min(size.x / (to.x - from.x), size.y / (to.y - from.y)));
      return Math.min(map.options.maxZoom, Math.floor((fits + 1e-6) / snap) * snap);
    };
    // What is seen when the whole extent is: no more can ever be.
    const limits = () => {
      const half = map.getSize().divideBy(2 * Math.pow(2, zoom()));
      const corner = (point) => map.options.crs.pointToLatLng(point, 0);
      return L.latLngBounds(corner(middle.subtract(half)), corner(middle.add(half)));
    };
    Object.defineProperty(map.options, "minZoom", { get: zoom, set() {} });
    Object.defineProperty(map.options, "maxBounds", { get: limits, set() {} });
    Object.defineProperty(map.options, "maxBoundsViscosity", { get: () => 1, set() {} });
    // Every fit is to the extent: what was picked lies in it, or off the map.
    map.fitBounds = (_, options) =>
      map.setView(map.options.crs.pointToLatLng(middle, 0), zoom(), { animate: Boolean((options || {}).animate) });
    map.on("resize", () => map._loaded && map.getZoom() < zoom() && map.setZoom(zoom(), { animate: false }));
  }

  /** The notes over a map; gives the boxes that they take, in its pixels. */
  function notes(map, list) {
    const container = map.getContainer();
    const lines = atlas.svg("svg", { "aria-hidden": "true" });
    const under = atlas.svg("path", {});
    const over = atlas.svg("path", {});
    lines.append(under, over);
    const held = list.map((note) => ({ ...note, node: atlas.el("p", { class: "map-note" }, note.text) }));
    const box = atlas.el("div", { class: "map-notes" }, lines, ...held.map(({ node }) => node));
    container.append(box);
    let taken = [];

    function place() {
      if (!map._loaded) return;
      const size = map.getSize();
      const kept = atlas.furniture(container);
      taken = [];
      let data = "";
      for (const { node, at: [lon, lat], offset, arrow } of held) {
        const at = map.latLngToContainerPoint([lat, lon]);
        node.hidden = at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y;
        if (node.hidden) continue;
        node.style.maxWidth = Math.min(190, size.x * 0.45) + "px";
        const own = [node.offsetWidth, node.offsetHeight];
        const spots = offsets(offset, size.x).map((each) => spot(at, each, own, size));
        const free = spots.find((each) => kept.concat(taken).every((other) => atlas.apart(each, other)) && !covers(each, at));
        const [left, top, right, bottom] = free || spots[0];
        node.style.transform = "translate(" + left.toFixed(1) + "px," + top.toFixed(1) + "px)";
        taken.push([left, top, right, bottom]);
        if (arrow) data += pointer([left, top, right, bottom], at);
      }
      under.setAttribute("d", data);
      over.setAttribute("d", data);
    }

    const moving = (is) => () => box.classList.toggle("is-moving", is);
    map.on("zoomstart", moving(true));
    map.on("zoomend", moving(false));
    map.on("move moveend resize", place);
    // The legend and the edges' signs come and go after the map has moved.
    const soon = atlas.perFrame(place);
    new ResizeObserver(soon).observe(container.parentElement);
    new MutationObserver(soon).observe(container.parentElement, { childList: true, attributes: true, attributeFilter: ["open"], subtree: true });
    return () => taken;
  }

  // As asked, mirrored, then further ones around.
  function offsets([x, y], width) {
    const part = Math.max(LEAST, Math.min(1, width / FULL));
    const [dx, dy] = [x * part, y * part];
    const found = [[dx, dy], [-dx, dy], [dx, -dy], [-dx, -dy]];
    for (const far of [30, 60, 100, 150, 220]) {
      for (let turn = 0; turn < 8; turn += 1) {
        const angle = (turn * Math.PI) / 4;
        found.push([Math.cos(angle) * far, Math.sin(angle) * far]);
      }
    }
    return found;
  }

  // The box whose nearest edge or corner is the offset away, moved into the map.
  function spot(at, offset, own, size) {
    const [left, top] = ["x", "y"].map((axis, n) => {
      const away = offset[n];
      const start = at[axis] + away - (away > 4 ? 0 : away < -4 ? own[n] : own[n] / 2);
      return Math.max(EDGE, Math.min(start, size[axis] - own[n] - EDGE));
    });
    return [left, top, left + own[0], top + own[1]];
  }

  const covers = (box, { x, y }) => x > box[0] - 4 && x < box[2] + 4 && y > box[1] - 4 && y < box[3] + 4;

  // From the box to just before the place, with its head.
  function pointer([left, top, right, bottom], at) {
    const x = Math.max(left, Math.min(at.x, right));
    const y = Math.max(top, Math.min(at.y, bottom));
    const length = Math.hypot(at.x - x, at.y - y);
    if (length < 8) return "";
    const [ux, uy] = [(at.x - x) / length, (at.y - y) / length];
    const gap = Math.min(9, length / 3);
    const end = [at.x - ux * gap, at.y - uy * gap];
    const side = (s) => [end[0] - ux * 6 + uy * s, end[1] - uy * 6 - ux * s];
    const said = (point) => point.map((n) => n.toFixed(1)).join(" ");
    return `M${said([x, y])}L${said(end)}M${said(side(3.2))}L${said(end)}L${said(side(-3.2))}`;
  }

  const { labels, mapView } = atlas;
  let boxes = () => [];

  // Names keep off the notes, as off all that lies over the map.
  atlas.labels = (map, basemap) => {
    const names = labels(map, basemap);
    return { ...names, place: (state) => names.place({ ...state, boxes: state.boxes.concat(boxes()) }) };
  };

  atlas.mapView = (map, store, data) => {
    const { extent, notes: list } = JSON.parse(document.getElementById("atlas-data").textContent).pins;
    if (extent) hold(map, extent);
    boxes = notes(map, list);
    return mapView(map, store, data);
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
