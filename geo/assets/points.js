"use strict";
// Marks on the map as buttons: only those in view, kept by place when the filter changes, one tab stop for all.
(function (atlas) {
  const SIZE = 18; // pixels of a single mark
  const RADII = { town: 5000, county: 25000 }; // metres that a place of this precision may stand for
  const MOST = 160; // marks in view, so that the browser has few elements to keep
  // The disc within a crowd's ring.
  const DISC = "radial-gradient(closest-side, var(--map-paper) calc(100% - var(--rim)), transparent calc(100% - var(--rim) + 0.6px)), ";
  const ZOOMS = { "+": 1, "=": 1, "-": -1 }; // keys that zoom about the mark in focus
  const TRUE_FROM = 15; // pixels: from this radius on the disc is drawn in its true size

  /** Metres of one pixel at a latitude. */
  const metres = (lat, zoom) => (156543.03 * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;

  const PRECISIONS = ["county", "town"];
  const precisionsOf = (records) => PRECISIONS.filter((each) => records.some((record) => record.precision === each));

  // In two dimensions: a mark must not become a layer of its own in the browser's compositor.
  const move = (element, x, y) => (element.style.transform = "translate(" + x + "px," + y + "px)");

  /** Is this record drawn as a mark? Provinces, countries and river stretches are not places of an event. */
  atlas.isDrawn = (record) => Boolean(record.point) && ["site", "town", "county"].includes(record.precision);

  /** The layer of marks. show(records) draws; ring(records) rings the marks that hold them. */
  atlas.points = function (map, store, data, tip) {
    const pane = map.getPane("marks");
    const discs = new atlas.SvgPane({ pane: "halos" }).addTo(map);
    const box = atlas.el("div", { class: "map-marks", role: "group", "aria-label": atlas.t("map.marks") });
    pane.append(box);
    const nodes = new Map();
    const halos = new Map();
    let places = [];
    let groups = [];
    let ringed = new Set();
    let dark = false;
    let current = null; // key of the mark that holds the tab stop
    let zoomOf = null;

    function show(records) {
      places = atlas.places(records.filter((record) => atlas.isDrawn(record) && atlas.inWindow(record.point, data.bounds)));
      group();
    }

    function group() {
      zoomOf = map.getZoom();
      let spread = 1;
      do {
        groups = atlas.clusters(places, map.options.crs.scale(zoomOf) / 256, spread);
        spread *= 1.3;
      } while (map._loaded && spread < 4 && groups.length > MOST && inView().length > MOST);
      draw();
    }

    function inView() {
      const { min, max } = map.getPixelBounds();
      return groups.filter(({ x, y }) => x > min.x - 30 && x < max.x + 30 && y > min.y - 30 && y < max.y + 30);
    }

    // The marks in view: each a node kept by the place it stands on; nodes left over are used for new marks.
    function draw() {
      if (!map._loaded) return;
      const origin = map.getPixelOrigin();
      const seen = inView();
      const keys = new Set(seen.map((each) => each.key));
      const spare = [];
      let lost = null;
      for (const [key, node] of nodes) {
        if (keys.has(key)) continue;
        nodes.delete(key);
        if (node.button === document.activeElement) lost = node;
        else spare.push(node);
      }
      const fresh = document.createDocumentFragment();
      for (const each of seen) {
        let node = nodes.get(each.key);
        if (!node) {
          node = spare.pop() || create(fresh);
          nodes.set(each.key, node);
        }
        update(node, each, origin);
      }
      const grown = Boolean(fresh.firstChild); // a button must never stand without a name
      if (grown) box.append(fresh);
      for (const node of spare) node.button.remove();
      if (lost) focusNear(lost);
      drawHalos();
      stop();
      if (grown) label();
      else later();
    }

    function create(fresh) {
      const button = atlas.button({ tabindex: "-1" });
      const node = { button, sort: "" };
      button.addEventListener("click", () => open(node.group));
      button.addEventListener("focus", () => {
        take(node);
        if (!button.matches(":focus-visible")) return;
        const { lat, lng } = map.layerPointToLatLng([node.x, node.y]);
        if (!bare(node)) store.seek({ point: [lat, lng] });
        hover(node);
      });
      button.addEventListener("mouseenter", () => hover(node));
      button.addEventListener("mouseleave", () => hover(null));
      fresh.append(button);
      return node;
    }

    function update(node, group, origin) {
      node.group = group;
      const x = Math.round(group.x - origin.x);
      const y = Math.round(group.y - origin.y);
      if (x !== node.x || y !== node.y) move(node.button, (node.x = x), (node.y = y));
      const one = only(group);
      const lone = one || (group.incidents === 1 ? incidentOf(group) : null);
      if (lone) picture(node, lone, one ? "" : "among");
      else crowd(node);
      node.button.classList.toggle("is-picked", holds(group, ringed));
    }

    const only = (group) => (group.count === 1 ? group.places[0].records[0] : null);
    const incidentOf = (group) => recordsOf(group).find((record) => record.layer === "incidents");
    const recordsOf = (group) => (group.places.length === 1 ? group.places[0].records : group.places.flatMap((place) => place.records));
    const holds = (group, records) => records.size > 0 && group.places.some((place) => place.records.some((record) => records.has(record)));
    const isTrue = (place, precision) => RADII[precision] / metres(place.lat, zoomOf) >= TRUE_FROM;
    const trueSize = (place) => precisionsOf(place.records).some((precision) => isTrue(place, precision));

    // Shares of the kinds in a crowd; without incidents, of sites and crossings.
    function shares(group) {
      const counts = new Map();
      let all = 0;
      for (const place of group.places) {
        for (const record of place.records) {
          if (group.incidents && record.layer !== "incidents") continue;
          const name = group.incidents ? record.kind : record.layer;
          counts.set(name, (counts.get(name) || 0) + 1);
          all++;
        }
      }
      return Array.from(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name, n]) => [name, n / all]);
    }

    // Several records: one element, of which only what differs is written again.
    function crowd(node) {
      const { button, group } = node;
      const quiet = !group.incidents;
      if (node.sort !== "crowd" + quiet) reset(node, "crowd" + quiet, "is-crowd" + (quiet ? " is-quiet" : ""));
      const ring = atlas.ringOf(shares(group), dark);
      if (ring !== node.ring) button.style.backgroundImage = DISC + (node.ring = ring);
      const size = Math.round(2 * group.radius + 3);
      if (size !== node.size) resize(node, size);
      const text = atlas.words.number(group.incidents || group.count);
      if (text !== node.text) button.textContent = node.text = text;
    }

    function resize(node, size) {
      const { style } = node.button;
      node.size = size;
      style.width = style.height = size + "px";
      style.margin = -size / 2 + "px 0 0 " + -size / 2 + "px";
      style.fontSize = Math.max(9, Math.min(12.5, 5 + size * 0.21)).toFixed(1) + "px";
      style.setProperty("--rim", Math.max(3, Math.min(5.5, size * 0.155)).toFixed(1) + "px");
    }

    // One record's own shape: a pin for an exact place, else on a soft disc while the true one is too small to see.
    function picture(node, record, among) {
      const soft = !among && record.precision !== "site" && !trueSize(node.group.places[0]);
      const quiet = record.layer !== "incidents";
      const sort = record.id + among + soft;
      const { button, group } = node;
      if (sort !== node.sort) {
        reset(node, sort, "is-" + record.layer + (record.precision === "site" && !among ? " is-pin" : "") +
          (soft ? " is-soft is-" + record.precision : "") + (quiet ? " is-quiet" : "") + (among ? " is-among" : ""));
        atlas.paint(button, record);
        button.append(record.precision === "site" && !among ? atlas.pin(record, quiet ? 22 : 26) : atlas.mark(record, among ? 13 : quiet ? 15 : SIZE));
      }
      if (among && node.size !== 2 * group.radius + 3) resize(node, 2 * group.radius + 3);
    }

    function reset(node, sort, name) {
      node.sort = sort;
      node.ring = node.size = node.text = null;
      node.button.textContent = "";
      const { transform } = node.button.style;
      node.button.removeAttribute("style");
      node.button.style.transform = transform;
      node.button.className = "map-mark leaflet-zoom-animated " + name;
    }

    // The mark under the keyboard went away: go on from the one that took its place in, else the nearest, or from the map.
    function focusNear(lost) {
      lost.button.remove();
      const [{ key, lat, lon }] = lost.group.places;
      const { x, y } = map.latLngToLayerPoint([lat, lon]);
      const list = order();
      const near = list.find(({ group }) => group.places.some((place) => place.key === key)) ||
        list.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y))[0];
      (near ? near.button : map.getContainer()).focus({ preventScroll: true });
    }

    // Discs of 5 or 25 km below places in view, as soon as they are wide enough to be seen.
    function drawHalos() {
      const wanted = new Map();
      // At a zoom where not even the widest disc shows, nobody looks through thousands of places.
      const north = { lat: data.bounds[1][0] };
      for (const { group } of isTrue(north, "county") ? nodes.values() : []) {
        for (const place of group.places) {
          for (const precision of precisionsOf(place.records)) {
            if (isTrue(place, precision)) wanted.set(place.key + precision, [place, precision]);
          }
        }
      }
      for (const [key, circle] of halos) {
        if (wanted.has(key)) continue;
        circle.remove();
        halos.delete(key);
      }
      for (const [key, [place, precision]] of wanted) {
        if (!halos.has(key)) {
          halos.set(key, atlas.svg("circle", { class: "true-halo is-" + precision }));
          discs._rootGroup.append(halos.get(key));
        }
        const { x, y } = map.latLngToLayerPoint([place.lat, place.lon]);
        const r = RADII[precision] / metres(place.lat, zoomOf);
        for (const [name, value] of Object.entries({ cx: x, cy: y, r })) halos.get(key).setAttribute(name, value);
      }
    }

    // Names for the keyboard and for screen readers, unique among the marks in view; said once things are still.
    function label() {
      const used = new Map();
      for (const node of nodes.values()) {
        const name = nameOf(node.group);
        const times = (used.get(name) || 0) + 1;
        used.set(name, times);
        const said = times > 1 ? name + " (" + times + ")" : name;
        if (node.said !== said) node.button.setAttribute("aria-label", (node.said = said));
      }
    }

    function nameOf(group) {
      const one = only(group);
      if (one) {
        const what = one.layer === "incidents" ? data.vocab.kind[one.kind]
          : one.layer === "detention_sites" ? data.vocab.site_type[one.type] : data.vocab.crossing_type[one.type];
        return atlas.words.listed([one.name, one.date_text, one.place === one.name ? "" : atlas.townName(one.place), what]);
      }
      const records = recordsOf(group);
      const place = atlas.townName(atlas.placeName(group.places[0].records, data.basemap.places));
      return atlas.t(group.places.length > 1 ? "map.crowd.near" : "map.crowd.at", { what: counts(records), place });
    }

    function counts(records) {
      return ["incidents", "detention_sites", "crossings"].map((layer) => [layer, records.filter((record) => record.layer === layer).length])
        .filter(([, n]) => n).map(([layer, n]) => atlas.t("map.count." + layer, { n })).join(atlas.t("say.comma"));
    }

    // Zoom in where that parts the places; else list what stands here, so that each can be reached.
    function open(group) {
      const one = only(group);
      hover(null);
      if (one) return store.pick(one);
      if (map.getZoom() < map.getMaxZoom() && atlas.parts(group, map.options.crs.scale(map.getMaxZoom()) / 256)) return zoomTo(group);
      const records = recordsOf(group);
      return store.showPlace(atlas.placeName(records, data.basemap.places), records);
    }

    function zoomTo(group) {
      const bounds = L.latLngBounds(group.places.map((place) => [place.lat, place.lon]));
      let zoom = map.getZoom() + 0.5;
      while (zoom < map.getMaxZoom() && atlas.clusters(group.places, map.options.crs.scale(zoom) / 256).length < 2) zoom += 0.5;
      const fit = map.getBoundsZoom(bounds, false, L.point(80, 80));
      const still = atlas.still();
      const to = Math.min(map.getMaxZoom(), Math.max(zoom, Math.min(fit, map.getZoom() + 3)));
      map.fire("atlas:moved");
      map.setView(to > fit ? [group.places[0].lat, group.places[0].lon] : bounds.getCenter(), to, { animate: !still });
    }

    function hover(node) {
      const one = node && only(node.group);
      store.hover(one || null);
      if (!node) return tip.hide();
      const at = map.layerPointToContainerPoint([node.x, node.y]);
      const lines = one ? [one.name, one.date_text] : [nameOf(node.group)];
      return tip.show(at.x, at.y - Math.max(12, node.group.radius + 3), lines[0], lines[1] || "");
    }

    // --- one tab stop; arrows walk the marks from left to right -------------------------------------------------
    const order = () => Array.from(nodes.values()).sort((a, b) => a.x - b.x || a.y - b.y);

    /** Whether a mark is seen whole enough: not cut off by the map's edge, not under what lies on the map. */
    function bare({ x, y }) {
      const { right, bottom } = atlas.cover();
      return L.bounds([14, 14], map.getSize().subtract([right + 14, bottom + 14])).contains(map.layerPointToContainerPoint([x, y]));
    }

    function take(node) {
      current = node.group.key;
      for (const other of nodes.values()) other.button.tabIndex = other === node ? 0 : -1;
    }

    function stop() {
      if (nodes.has(current) && nodes.get(current).button.tabIndex === 0) return;
      const first = nodes.get(current) || order()[0];
      if (first) take(first);
    }

    box.addEventListener("keydown", (event) => {
      const list = order();
      const at = list.findIndex((node) => node.button === document.activeElement);
      if (at >= 0 && event.key in ZOOMS && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        hover(null);
        map.fire("atlas:moved");
        map.setZoomAround([list[at].group.places[0].lat, list[at].group.places[0].lon], map.getZoom() + ZOOMS[event.key], { animate: !atlas.still() });
        return;
      }
      const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 };
      if (!(event.key in steps) || at < 0) return;
      event.preventDefault();
      event.stopPropagation();
      const next = list[(steps[event.key] + list.length) % list.length];
      next.button.focus({ preventScroll: true });
      hover(next);
    });
    box.addEventListener("focusout", () => hover(null));
    L.DomEvent.on(box, "click dblclick mousedown", L.DomEvent.stopPropagation);
    // Two fingers move the map, also where one of them has met a mark.
    L.DomEvent.on(box, "touchstart", (event) => event.touches.length < 2 && event.stopPropagation());

    function animate(event) {
      for (const node of nodes.values()) {
        const { lat, lon } = node.group.places[0];
        const { x, y } = map._latLngToNewLayerPoint([lat, lon], event.zoom, event.center).round();
        move(node.button, (node.x = x), (node.y = y));
      }
    }

    const later = atlas.calm(label, 90);

    /** Ring the marks that hold these records. */
    function ring(records) {
      ringed = new Set(records);
      for (const node of nodes.values()) {
        node.button.classList.toggle("is-picked", holds(node.group, ringed));
      }
    }

    /** Open the mark nearest to a layer point, if one is within `reach` pixels. */
    function tap({ x, y }, reach) {
      const away = (node) => Math.hypot(node.x - x, node.y - node.group.lift * 0.8 - y);
      const near = order().sort((a, b) => away(a) - away(b))[0];
      if (!near || away(near) > reach) return false;
      open(near.group);
      return true;
    }

    /** Move the focus to the mark that holds a record; false where none in view does. */
    function focus(record) {
      const node = order().find(({ group }) => holds(group, new Set([record])));
      if (node) node.button.focus({ preventScroll: true });
      return Boolean(node);
    }

    /** The theme changed: rings carry their colours themselves. */
    function repaint(isDark) {
      dark = isDark;
      draw();
    }

    /** Marks in view as circles in container pixels, for the names to keep clear of. */
    function marks() {
      return Array.from(nodes.values()).map((node) => {
        const { x, y } = map.layerPointToContainerPoint([node.x, node.y]);
        const one = only(node.group);
        const { lift, radius } = node.group;
        return { x, y: y - lift * 0.8, radius: lift ? 12 : one ? 10 : radius + 2 };
      });
    }

    map.on("zoomanim", animate);
    map.on("moveend", () => (map.getZoom() === zoomOf ? draw() : group()));
    return { show, ring, marks, repaint, tap, focus, contains: (element) => box.contains(element) };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
