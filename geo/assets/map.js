"use strict";
// The map: puts ground, corridors, marks and names together and keeps them in step with the store.
(function (atlas) {
  const MOUSE_REACH = 7; // pixels from a line within which it is meant: 14 wide for a mouse, 26 for a finger
  const TOUCH_REACH = 13;
  const MARK_REACH = 22; // and from a mark, which is smaller than a finger
  const POINT_LAYERS = ["incidents", "detention_sites", "crossings"];
  const CLOSEST = 8.5; // a fit comes no nearer

  /** How much of the map's right and lower side lies under a sheet, in pixels: nothing, until sheets say so. */
  atlas.cover = () => ({ right: 0, bottom: 0 });

  /** The boxes, in the map's pixels, of what lies on it: buttons, scale, legend and sheets. */
  atlas.furniture = (container) => {
    const frame = container.getBoundingClientRect();
    const { right, bottom } = atlas.cover();
    const sheets = [[frame.width - right, 0, frame.width, frame.height], [0, frame.height - bottom, frame.width, frame.height]];
    return sheets.concat(Array.from(container.parentElement.querySelectorAll(".map-controls, .map-edge, .leaflet-control-scale, .legend"), (each) => {
      const box = each.getBoundingClientRect();
      return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
    }));
  };

  /** Draw all on folium's map, and follow the store. Gives {fit, inView(record)}. */
  atlas.mapView = function (map, store, data) {
    atlas.style = data.style;
    const basemap = (data.basemap = atlas.topology(data.topology));
    const container = map.getContainer();
    if (atlas.still()) {
      map._zoomAnimated = false; // the wheel and two fingers ask nobody
      map.options.inertia = false;
    }
    const ground = new atlas.Ground(basemap).addTo(map);
    const tip = atlas.tip(map);
    const corridors = atlas.corridors(map, data);
    const points = atlas.points(map, store, data, tip);
    const names = atlas.labels(map, basemap);
    const edges = atlas.edges(map, store, data, points.marks);
    const journey = atlas.journey(map, data);
    let free = false; // true once a reader moved the map: it no longer fits itself
    let owed = false; // fitted, or not, while a sheet lay over the map: to be fitted once it is gone
    const moved = () => (free = true);

    container.setAttribute("role", "region");
    container.setAttribute("aria-label", atlas.t("map.region"));
    map.setMaxBounds(L.latLngBounds(data.bounds).pad(0.1));
    map.options.maxBoundsViscosity = 0.8;
    atlas.gestures(map, moved);
    map.on("atlas:moved", moved);
    controls(map, () => {
      free = false;
      fit(true);
    }, moved);

    // --- drawing --------------------------------------------------------------------------------------------------
    const record = (layer) => store.state.shown[layer] || [];
    const drawnPoints = () => POINT_LAYERS.flatMap(record);

    function draw() {
      ground.tint(record("countries"));
      corridors.show(record("routes"), record("crossings").filter((each) => each.lines));
      points.show(drawnPoints());
      edges.show(drawnPoints());
      emphasise();
      name();
    }

    const name = atlas.calm(() => {
      if (!map._loaded) return;
      const marks = points.marks();
      journey.show(store.state.picked, marks, store.state.step);
      names.place({ marks, boxes: journey.boxes().concat(atlas.furniture(container)), wanted: wanted(), story: story(), lines: corridors.inView() });
    }, 60);

    // The countries that the records tell of, the one that people leave first: each is named wherever it is seen.
    const story = () => record("countries").slice().sort((a, b) => (b.role === "origin") - (a.role === "origin")).map((each) => each.iso3);

    // Names that the reader asked for come before all others.
    function wanted() {
      const { picked, place } = store.state;
      const found = new Set();
      if (place) found.add(place.name);
      if (picked) for (const each of [picked, ...(picked.path || []), ...(picked.waypoints || [])]) if (each.place) found.add(each.place);
      return found;
    }

    function emphasise() {
      const { picked, hover, place } = store.state;
      const line = [hover, picked].find((each) => each && (each.layer === "routes" || each.lines));
      const told = picked && picked.layer === "incidents" ? record("routes").filter((route) => (picked.routes || []).includes(route.id)) : [];
      corridors.focus(line ? [line] : told, !line);
      corridors.light(store.state.hover, store.state.leg);
      points.ring(place ? place.records : [picked, hover].filter(Boolean));
      journey.show(picked, points.marks(), store.state.step);
      container.classList.toggle("has-path", journey.shown());
    }

    // --- fitting --------------------------------------------------------------------------------------------------
    // Flights reach far and say little of where people walked: they don't take part in a fit.
    function extent() {
      // Where nothing is shown, the map stays with all that it could show.
      const all = (layer) => data.records[layer] || [];
      const boxes = [boxOf(record), boxOf(all), L.latLngBounds(data.bounds)];
      return boxes.find((box) => box.isValid());
    }

    function boxOf(records) {
      // Plain numbers: Leaflet would make objects of every point, at each filter step.
      let [south, west, north, east] = [Infinity, Infinity, -Infinity, -Infinity];
      const add = (point) => {
        if (!atlas.inWindow(point, data.bounds)) return;
        const [lat, lon] = point;
        if (lat < south) south = lat;
        if (lat > north) north = lat;
        if (lon < west) west = lon;
        if (lon > east) east = lon;
      };
      for (const layer of POINT_LAYERS) for (const each of records(layer)) if (atlas.isDrawn(each)) add(each.point);
      for (const each of [...records("routes"), ...records("crossings")]) addLines(each, add);
      if (south > north) for (const each of records("countries")) addCountry(each, add);
      return L.latLngBounds(south > north ? [] : [[south, west], [north, east]]);
    }

    function addLines(each, add) {
      (each.spots || []).forEach(add);
      (each.lines || []).forEach((line, i) => {
        if (!each.legs || each.legs[i].course !== "air") line.forEach(add);
        else add(line[0]);
      });
    }

    function shape(each) {
      const country = basemap.countries.find(({ id }) => id === each.iso3);
      return country ? country.polygons.map(([ring]) => ring.map(([lon, lat]) => [lat, lon])) : each.rings || [];
    }

    const addCountry = (each, add) => shape(each).flat().forEach(add);

    function fit(animate) {
      owed = underSheet();
      map.fitBounds(extent(), { ...pad(), maxZoom: CLOSEST, animate: Boolean(animate) && !atlas.still() });
    }

    const pad = () => {
      const size = map.getSize();
      const side = Math.min(36, size.x * 0.06);
      const top = Math.min(36, size.y * 0.06);
      const over = cover();
      return {
        paddingTopLeft: [side + (size.x > 600 ? 44 : 0), top], // the buttons stand left
        paddingBottomRight: [side + over.x, top + over.y],
      };
    };

    // What a sheet hides of the map's right and lower side.
    const cover = () => {
      const { right, bottom } = atlas.cover();
      // What is hidden may lie beyond the edge of the land that we have.
      map.options.maxBounds = L.latLngBounds(data.bounds).pad(right || bottom ? 0.6 : 0.1);
      return L.point(right, bottom);
    };

    const underSheet = () => Boolean(cover().x || cover().y);

    // Once the detail has opened: it may lie over the map.
    const revealPicked = () => queueMicrotask(() => store.state.picked && reveal(store.state.picked));

    // With the next frame, when the page has been laid out anyway: a filter step must be quick.
    const fitSoon = atlas.perFrame(() => {
      if (!free || nothingSeen()) fit(true);
    });

    // Bring a picked record into view, moving no further than needed; what is seen already stays where it is.
    function reveal(each) {
      const box = L.latLngBounds([]);
      const add = (point) => atlas.inWindow(point, data.bounds) && box.extend(point);
      if (each.point) add(each.point);
      for (const stop of each.path || []) if (Number.isFinite(stop.lat)) add([stop.lat, stop.lon]);
      addLines(each, add);
      if (each.layer === "countries") addCountry(each, add);
      if (!box.isValid()) return;
      const animate = !atlas.still();
      const room = map.getSize().divideBy(9);
      const seen = map.getPixelBounds();
      const inner = L.bounds(seen.min.add(room), seen.max.subtract(room).subtract(cover()));
      const wanted = L.bounds([map.project(box.getNorthWest()), map.project(box.getSouthEast())]);
      if (inner.contains(wanted)) return;
      if (box.getNorthWest().equals(box.getSouthEast())) map.panTo(map.unproject(map.project(box.getCenter()).add(cover().divideBy(2))), { animate });
      else map.fitBounds(box, { ...pad(), maxZoom: Math.min(CLOSEST, map.getZoom() + 2), animate });
    }

    // Of a path that is told step by step, bring the present stop into view: no further than that takes.
    function toStop() {
      const stop = (store.state.picked.path || [])[store.state.step];
      if (!stop || !atlas.hasPoint(stop) || !atlas.inWindow([stop.lat, stop.lon], data.bounds)) return;
      const room = map.getSize().divideBy(9);
      map.panInside([stop.lat, stop.lon], { paddingTopLeft: room, paddingBottomRight: room.add(cover()), animate: !atlas.still() });
    }

    function first() {
      const wantedView = store.state.wantedView;
      if (wantedView) {
        free = true;
        map.setView([wantedView.lat, wantedView.lon], wantedView.zoom, { animate: false });
      } else {
        fit(false);
        revealPicked();
      }
    }

    // --- the frame may be hidden, or change its size --------------------------------------------------------------
    let ready = false;
    function size() {
      if (!container.clientWidth || !container.clientHeight) return;
      map.invalidateSize({ animate: false });
      if (!ready) {
        ready = true;
        first();
        draw();
      } else if (!free && underSheet()) {
        owed = true;
        revealPicked();
      } else if (!free) {
        fit(false);
        if (map._animatingZoom) map.once("zoomend", size); // it takes no other zoom before that
      }
      name();
    }

    new ResizeObserver(size).observe(container);

    /** Whether any of a record that the map can draw lies in view. */
    function inView(each) {
      if (!map._loaded) return false;
      const view = map.getBounds();
      const within = (point) => view.contains(point);
      if (each.point) return atlas.isDrawn(each) && within(each.point);
      return (each.spots || []).some(within) || (each.lines || []).some((line) => line.some(within)) ||
        (each.layer === "countries" && L.latLngBounds(shape(each).flat()).intersects(view));
    }

    // --- pointers: lines are found by nearness, so that each of many side by side can be reached -------------------
    const onMark = (event) => event.originalEvent.target.closest && event.originalEvent.target.closest(".map-mark, .map-controls, .map-edges");

    map.on("mousemove", (event) => {
      if (onMark(event)) return;
      const found = corridors.nearest(event.layerPoint, MOUSE_REACH);
      container.classList.toggle("is-over", Boolean(found));
      store.hover(found);
      if (found) tip.show(event.containerPoint.x, event.containerPoint.y, atlas.title(found), kindOf(found));
      else tip.hide();
    });
    map.on("mouseout", () => {
      store.hover(null);
      tip.hide();
    });
    map.on("click", (event) => {
      if (onMark(event)) return;
      const touch = event.originalEvent.pointerType === "touch";
      if (touch && points.tap(event.layerPoint, MARK_REACH)) return;
      const found = corridors.nearest(event.layerPoint, touch ? TOUCH_REACH : MOUSE_REACH);
      store.pick(found || ground.countryAt(event.latlng.lat, event.latlng.lng));
    });

    const kindOf = (found) => found.layer === "routes" ? atlas.t("map.route." + found.kind) : data.vocab.crossing_type[found.type];

    // --- following the store -----------------------------------------------------------------------------------------
    store.on((state, what) => {
      if (!ready) return;
      if (what === "selection") {
        draw();
        if (state.wantedView && state.wantedView !== seenView) go(state.wantedView);
        else fitSoon();
        seenView = state.wantedView;
      }
      if (what === "picked") {
        emphasise();
        revealPicked();
        name();
      }
      if (what === "hover" || what === "step") emphasise();
      if (what === "step") toStop();
      if (what === "seek") reveal(state.sought);
      if (what === "view" && state.wantedView) go(state.wantedView);
    });
    let seenView = store.state.wantedView;

    function go({ lat, lon, zoom }) {
      free = true;
      map.setView([lat, lon], zoom, { animate: !atlas.still() });
    }

    // A filter that leaves the view empty would look like an error: go to what it shows.
    function nothingSeen() {
      const view = map.getBounds();
      const any = drawnPoints().some((each) => atlas.isDrawn(each)) || record("routes").length;
      return Boolean(any) && !view.intersects(extent());
    }

    map.on("moveend", () => {
      name();
      const { lat, lng } = map.getCenter();
      store.viewed(free ? { lat, lon: lng, zoom: map.getZoom() } : null);
    });

    // --- themes --------------------------------------------------------------------------------------------------------
    const repaint = () => {
      ground.repaint();
      points.repaint(ground.isDark());
    };
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "print"]) {
      window.matchMedia(query).addEventListener("change", repaint, { signal: atlas.signal });
    }
    const themes = new MutationObserver(repaint);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
    atlas.signal.addEventListener("abort", () => themes.disconnect());

    points.repaint(ground.isDark());
    size();
    // A sheet has opened, closed or grown: names and edges keep clear of it, and what it put off is made up for.
    function covered() {
      edges.arrange();
      name();
      if (owed && !free && !underSheet()) fit(true);
    }

    return { fit, inView, covered, focus: points.focus, release: () => (free = false) };
  };

  // --- zoom, fit, scale ------------------------------------------------------------------------------------------------
  function controls(map, fit, moved) {
    const box = atlas.el("div", { class: "map-controls" });
    const button = (key, sign, act) => {
      const { node, show } = atlas.tool(act);
      show(sign, atlas.t(key));
      box.append(node);
      return node;
    };
    const zoom = (step) => () => {
      moved();
      map.setZoom(map.getZoom() + step, { animate: !atlas.still() });
    };
    const closer = button("map.zoom.in", "M-7 0H7M0-7V7", zoom(1));
    const wider = button("map.zoom.out", "M-7 0H7", zoom(-1));
    button("map.fit", "M-8-3V-8H-3M3-8H8V-3M8 3V8H3M-3 8H-8V3", fit);
    const limits = () => {
      closer.setAttribute("aria-disabled", String(map.getZoom() >= map.getMaxZoom()));
      wider.setAttribute("aria-disabled", String(map.getZoom() <= map.getMinZoom()));
    };
    map.on("zoomend", limits);
    map.getContainer().append(box);
    L.DomEvent.disableClickPropagation(box);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 90 }).addTo(map);
  }

})((window.RoutesAtlas = window.RoutesAtlas || {}));
