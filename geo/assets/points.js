"use strict";
// Marks on the map as buttons: only those in view, kept by place when the filter changes, one tab stop for all.
(function (atlas) {
  const SIZE = 18; // pixels of a single mark
  const RADII = { town: 5000, county: 25000 }; // metres that a place of this precision may stand for
  const TRUE_FROM = 15; // pixels: from this radius on the disc is drawn in its true size

  /** Metres of one pixel at a latitude. */
  const metres = (lat, zoom) => (156543.03 * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;

  const PRECISIONS = ["county", "town"];
  const precisionsOf = (records) => PRECISIONS.filter((each) => records.some((record) => record.precision === each));

  /** Is this record drawn as a mark? Provinces, countries and river stretches are not places of an event. */
  atlas.isDrawn = (record) => Boolean(record.point) && ["site", "town", "county"].includes(record.precision);

  /** The layer of marks. show(records) draws; ring(records) rings the marks that hold them. */
  atlas.points = function (map, store, data, tip) {
    const pane = map.getPane("marks");
    const discs = L.svg({ pane: "halos", padding: 0.4 });
    const box = document.createElement("div");
    box.className = "map-marks";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", atlas.t("map.marks"));
    pane.append(box);
    const nodes = new Map();
    const halos = new Map();
    let places = [];
    let groups = [];
    let ringed = new Set();
    let current = null; // key of the mark that holds the tab stop
    let zoomOf = null;

    function show(records) {
      places = atlas.places(records.filter((record) => atlas.isDrawn(record) && atlas.inWindow(record.point, data.bounds)));
      group();
    }

    function group() {
      zoomOf = map.getZoom();
      groups = atlas.clusters(places, map.options.crs.scale(zoomOf) / 256);
      draw();
    }

    // The marks in view, each a node kept by the place it stands on.
    function draw() {
      if (!map._loaded) return;
      const origin = map.getPixelOrigin();
      const view = map.getPixelBounds();
      const keep = new Set();
      const fresh = document.createDocumentFragment();
      for (const each of groups) {
        if (each.x < view.min.x - 30 || each.x > view.max.x + 30 || each.y < view.min.y - 30 || each.y > view.max.y + 30) continue;
        keep.add(each.key);
        let node = nodes.get(each.key);
        if (!node) {
          node = create(each);
          fresh.append(node.button);
        }
        update(node, each, origin);
      }
      box.append(fresh);
      remove(keep);
      drawHalos(keep);
      label();
      stop();
    }

    function create(group) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "map-mark leaflet-zoom-animated";
      button.tabIndex = -1;
      const node = { button, sign: "", group };
      button.addEventListener("click", () => open(node.group));
      button.addEventListener("focus", () => take(node));
      button.addEventListener("mouseenter", () => hover(node));
      button.addEventListener("mouseleave", () => hover(null));
      nodes.set(group.key, node);
      return node;
    }

    function update(node, group, origin) {
      node.group = group;
      node.x = group.x - origin.x;
      node.y = group.y - origin.y;
      L.DomUtil.setPosition(node.button, L.point(Math.round(node.x), Math.round(node.y)));
      const sign = signOf(group);
      if (sign !== node.sign) {
        node.sign = sign;
        node.named = false;
        picture(node);
      } else if (node.records !== group.places.reduce((sum, place) => sum + place.records.length, 0)) node.named = false;
      node.button.classList.toggle("is-picked", group.places.some((place) => place.records.some((record) => ringed.has(record))));
    }

    // What a mark looks like, in a word: equal words need no new picture.
    function signOf(group) {
      const one = only(group);
      const true_ = group.places.length === 1 && trueSize(group.places[0]);
      if (one) return one.id + (true_ ? "!" : "");
      // A lone incident among sites is drawn by its kind, so its id counts.
      return group.incidents + "/" + group.count + ":" + kinds(group).map(([record, share]) => (record.kind || record.layer) + share.toFixed(3)).join();
    }

    const only = (group) => (group.count === 1 ? group.places[0].records[0] : null);

    function kinds(group) {
      const counts = new Map();
      const layers = group.incidents ? ["incidents"] : ["detention_sites", "crossings"];
      let all = 0;
      for (const place of group.places) {
        for (const record of place.records) {
          if (!layers.includes(record.layer)) continue;
          const key = record.kind || record.layer;
          const held = counts.get(key);
          if (held) held[1]++;
          else counts.set(key, [record, 1]);
          all++;
        }
      }
      return Array.from(counts.values()).sort((a, b) => b[1] - a[1]).map(([record, n]) => [record, n / all]);
    }

    const isTrue = (place, precision) => RADII[precision] / metres(place.lat, zoomOf) >= TRUE_FROM;
    const trueSize = (place) => precisionsOf(place.records).some((precision) => isTrue(place, precision));

    function picture(node) {
      const one = only(node.group);
      const { button } = node;
      button.textContent = "";
      if (!one) {
        const lone = node.group.incidents === 1 && kinds(node.group)[0][0];
        button.append(lone ? atlas.companion(lone, 2 * node.group.radius + 4) : atlas.crowd(node.group, kinds(node.group)));
      } else {
        const quiet = one.layer !== "incidents";
        if (one.precision === "site") button.append(atlas.pin(one, quiet ? 20 : 26));
        else {
          if (!trueSize(node.group.places[0])) button.append(soft(one, quiet));
          button.append(atlas.mark(one, quiet ? 13 : SIZE));
        }
      }
      button.className = "map-mark leaflet-zoom-animated is-" + (one ? one.layer : "crowd") + (one && one.precision === "site" ? " is-pin" : "");
      const reach = one ? (one.layer === "incidents" ? 28 : 24) : Math.max(28, 2 * node.group.radius + 6);
      button.style.width = button.style.height = reach + "px";
      button.style.margin = -reach / 2 + "px 0 0 " + -reach / 2 + "px";
    }

    // A soft disc below a mark whose place is a town or a county, while its true size is too small to see.
    function soft(record, quiet) {
      const wide = record.precision === "county";
      const size = (wide ? 34 : 26) * (quiet ? 0.75 : 1);
      const svg = atlas.svg("svg", { class: "symbol symbol-soft", width: size, height: size, viewBox: "-12 -12 24 24", "aria-hidden": "true", focusable: "false" });
      svg.append(atlas.svg("circle", { class: "halo halo-" + record.precision, r: 11 }));
      return atlas.paint(svg, record);
    }

    function remove(keep) {
      let lost = null;
      for (const [key, node] of nodes) {
        if (keep.has(key)) continue;
        if (node.button === document.activeElement) lost = node;
        node.button.remove();
        nodes.delete(key);
      }
      if (lost) focusNear(lost);
    }

    // The mark under the keyboard went away: go on from the nearest, or from the map.
    function focusNear(lost) {
      const near = order().sort((a, b) => Math.hypot(a.x - lost.x, a.y - lost.y) - Math.hypot(b.x - lost.x, b.y - lost.y))[0];
      (near ? near.button : map.getContainer()).focus({ preventScroll: true });
    }

    // Discs of 5 or 25 km below places in view, as soon as they are wide enough to be seen.
    function drawHalos(keep) {
      const wanted = new Map();
      for (const key of keep) {
        for (const place of nodes.get(key).group.places) {
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
        if (halos.has(key)) continue;
        halos.set(key, L.circle([place.lat, place.lon], { renderer: discs, pane: "halos", interactive: false, radius: RADII[precision],
          className: "true-halo is-" + precision }).addTo(map));
      }
    }

    // Names for the keyboard and for screen readers: said once a change, unique among the marks in view.
    function label() {
      const used = new Map();
      for (const node of nodes.values()) {
        if (!node.named) {
          node.name = nameOf(node.group);
          node.records = node.group.places.reduce((sum, place) => sum + place.records.length, 0);
          node.named = true;
        }
        const times = (used.get(node.name) || 0) + 1;
        used.set(node.name, times);
        const name = times > 1 ? node.name + " (" + times + ")" : node.name;
        if (node.said !== name) node.button.setAttribute("aria-label", (node.said = name));
      }
    }

    function nameOf(group) {
      const one = only(group);
      if (one) {
        const what = one.layer === "incidents" ? (data.vocab.kind || {})[one.kind]
          : one.layer === "detention_sites" ? (data.vocab.site_type || {})[one.type] : (data.vocab.crossing_type || {})[one.type];
        return [one.name, one.date_text, one.place === one.name ? "" : one.place, what].filter(Boolean).join(", ");
      }
      const records = group.places.flatMap((place) => place.records);
      const place = atlas.placeName(group.places[0].records);
      return atlas.t(group.places.length > 1 ? "map.crowd.near" : "map.crowd.at", { what: counts(records), place });
    }

    function counts(records) {
      return ["incidents", "detention_sites", "crossings"].map((layer) => [layer, records.filter((record) => record.layer === layer).length])
        .filter(([, n]) => n).map(([layer, n]) => atlas.t("map.count." + layer, { n })).join(", ");
    }

    // Zoom in where that parts the places; else list what stands here, so that each can be reached.
    function open(group) {
      const one = only(group);
      hover(null);
      if (one) return store.pick(one);
      if (map.getZoom() < map.getMaxZoom() && atlas.parts(group, map.options.crs.scale(map.getMaxZoom()) / 256)) return zoomTo(group);
      const records = group.places.flatMap((place) => place.records);
      return store.showPlace(atlas.placeName(records), records);
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
      const lines = one ? [one.name, one.date_text] : [node.name];
      return tip.show(at.x, at.y - Math.max(12, node.group.radius), lines[0], lines[1] || "");
    }

    // --- one tab stop; arrows walk the marks from left to right -------------------------------------------------
    const order = () => Array.from(nodes.values()).sort((a, b) => a.x - b.x || a.y - b.y);

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
      const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 };
      if (!(event.key in steps) || at < 0) return;
      event.preventDefault();
      event.stopPropagation();
      const next = list[(steps[event.key] + list.length) % list.length];
      next.button.focus({ preventScroll: true });
      hover(next);
    });
    box.addEventListener("focusout", () => tip.hide());
    L.DomEvent.on(box, "click dblclick mousedown touchstart", L.DomEvent.stopPropagation);

    function animate(event) {
      for (const node of nodes.values()) {
        const { lat, lon } = node.group.places[0];
        L.DomUtil.setPosition(node.button, map._latLngToNewLayerPoint([lat, lon], event.zoom, event.center).round());
      }
    }

    /** Ring the marks that hold these records. */
    function ring(records) {
      ringed = new Set(records);
      for (const node of nodes.values()) {
        node.button.classList.toggle("is-picked", node.group.places.some((place) => place.records.some((record) => ringed.has(record))));
      }
    }

    /** Marks in view as circles in container pixels, for the names to keep clear of. */
    function marks() {
      return Array.from(nodes.values()).map((node) => {
        const { x, y } = map.layerPointToContainerPoint([node.x, node.y]);
        const one = only(node.group);
        return { x, y, radius: one ? (one.layer === "incidents" ? 9 : 7) : node.group.radius, group: node.group };
      });
    }

    map.on("zoomanim", animate);
    map.on("moveend", () => (map.getZoom() === zoomOf ? draw() : group()));
    return { show, ring, marks, contains: (element) => box.contains(element) };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
