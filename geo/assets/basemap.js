"use strict";
// The map's ground: land, borders, coast, lakes and rivers from one TopoJSON, on one canvas.
(function (atlas) {
  /** TopoJSON (quantized) as plain lists, everything [longitude, latitude]:
   *  {bounds: [[south, west], [north, east]], countries: [{id, name, polygons}], coast, borders: [line],
   *  lakes: [polygon], rivers: [{name, lines}], places, labels: [{…properties, point: [lat, lon]}]}.
   *  An arc of one country is coast, of two a border; what runs along the window's edge is neither. */
  atlas.topology = function (topology) {
    const arcs = topology.arcs.map((arc) => unpack(arc, topology.transform));
    const objects = topology.objects;
    const members = (name) => (objects[name] && objects[name].geometries) || [];
    const line = (indexes) => join(indexes, arcs);
    const polygons = (geometry) =>
      geometry.type === "Polygon" ? [geometry.arcs.map(line)]
        : geometry.type === "MultiPolygon" ? geometry.arcs.map((rings) => rings.map(line)) : [];
    const lines = (geometry) =>
      geometry.type === "LineString" ? [line(geometry.arcs)] : (geometry.arcs || []).map(line);
    const points = (name) => members(name).map((geometry) => {
      const [lon, lat] = position(geometry.coordinates, topology.transform);
      return { ...geometry.properties, point: [lat, lon] };
    });
    const countries = members("countries").map((geometry) => ({
      id: geometry.id || "", name: (geometry.properties || {}).name || "", polygons: polygons(geometry),
    }));
    const box = topology.bbox || extent(countries);
    const { coast, borders } = edges(members("countries"), arcs, box);
    return {
      bounds: [[box[1], box[0]], [box[3], box[2]]],
      countries, coast, borders,
      lakes: members("lakes").flatMap(polygons),
      rivers: members("rivers").map((geometry) => ({ name: (geometry.properties || {}).name || "", lines: lines(geometry) })),
      places: points("places"),
      labels: points("labels"),
    };
  };

  // Arcs hold differences; without a transform they hold degrees.
  function unpack(arc, transform) {
    if (!transform) return arc;
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => position([(x += dx), (y += dy)], transform));
  }

  function position([x, y], transform) {
    if (!transform) return [x, y];
    return [x * transform.scale[0] + transform.translate[0], y * transform.scale[1] + transform.translate[1]];
  }

  // One line of several arcs; ~index means backwards, and arcs meet in one shared point.
  function join(indexes, arcs) {
    const points = [];
    for (const index of indexes) {
      const arc = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
      for (let i = points.length ? 1 : 0; i < arc.length; i++) points.push(arc[i]);
    }
    return points;
  }

  function extent(countries) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const country of countries) {
      for (const [ring] of country.polygons) {
        for (const [lon, lat] of ring) {
          box[0] = Math.min(box[0], lon);
          box[1] = Math.min(box[1], lat);
          box[2] = Math.max(box[2], lon);
          box[3] = Math.max(box[3], lat);
        }
      }
    }
    return box;
  }

  function edges(geometries, arcs, box) {
    const owners = arcs.map(() => new Set());
    geometries.forEach((geometry, country) => {
      for (const index of (geometry.arcs || []).flat(3)) owners[index < 0 ? ~index : index].add(country);
    });
    const coast = [];
    const borders = [];
    arcs.forEach((arc, i) => {
      if (owners[i].size === 1) coast.push(...inside(arc, box));
      if (owners[i].size > 1) borders.push(arc);
    });
    return { coast, borders };
  }

  // The parts of a line that don't run along the window's edge.
  function inside(line, [west, south, east, north]) {
    const near = (a, b) => Math.abs(a - b) < 1e-6;
    const parts = [];
    let part = [];
    for (let i = 1; i < line.length; i++) {
      const [ax, ay] = line[i - 1];
      const [bx, by] = line[i];
      const edge = (ax === bx && (near(ax, west) || near(ax, east))) || (ay === by && (near(ay, south) || near(ay, north)));
      if (edge) {
        if (part.length) parts.push(part);
        part = [];
        continue;
      }
      if (!part.length) part.push(line[i - 1]);
      part.push(line[i]);
    }
    if (part.length) parts.push(part);
    return parts;
  }

  /** Web Mercator at zoom 0: a world of 256 by 256 pixels. */
  atlas.world = function (lat, lon) {
    const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
    return [((lon + 180) / 360) * 256, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 256];
  };

  /** Is [longitude, latitude] within the polygon (rings, holes by the even-odd rule)? */
  atlas.within = function (polygon, lon, lat) {
    let odd = false;
    for (const ring of polygon) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [ax, ay] = ring[i];
        const [bx, by] = ring[j];
        if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) odd = !odd;
      }
    }
    return odd;
  };

  function trace(path, points, close) {
    points.forEach(([lon, lat], i) => {
      const [x, y] = atlas.world(lat, lon);
      if (i) path.lineTo(x, y);
      else path.moveTo(x, y);
    });
    if (close) path.closePath();
    return path;
  }

  const shape = (polygons) => {
    const path = new Path2D();
    for (const rings of polygons) for (const ring of rings) trace(path, ring, true);
    return path;
  };
  const strokes = (lines) => lines.reduce((path, points) => trace(path, points), new Path2D());

  const TINT = 0.8; // opacity of a country's tint
  const EDGE = 2; // world pixels, about 3 degrees, in which the map fades out

  // Colours are the style sheet's, so that themes, print and forced colours reach the canvas too.
  const INKS = ["theme", "sea", "land", "coast", "border", "river", "lake"];

  function inks(element) {
    const style = getComputedStyle(element);
    return Object.fromEntries(INKS.map((name) => [name, style.getPropertyValue("--map-" + name).trim() || "transparent"]));
  }

  /** A Leaflet renderer that draws the ground; paths stand in world pixels and only the transform changes. */
  atlas.Ground = L.Renderer.extend({
    options: { pane: "basemap", padding: 0.4 },

    initialize(basemap, options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._basemap = basemap;
      this._tints = [];
      this._land = shape(basemap.countries.flatMap((country) => country.polygons));
      this._lakes = shape(basemap.lakes);
      this._coast = strokes(basemap.coast);
      this._borders = strokes(basemap.borders);
      this._rivers = strokes(basemap.rivers.flatMap((river) => river.lines));
      this._shapes = new Map();
    },

    /** Tint these country records (iso3, role; rings where the ground has no such country). */
    tint(records) {
      const key = records.map((record) => record.iso3).join();
      if (key === this._tinted) return;
      this._tinted = key;
      this._tints = records;
      if (this._map) this._paint();
    },

    /** The tinted country record at a position, or null. */
    countryAt(lat, lon) {
      return this._tints.find((record) => this._polygons(record).some((polygon) => atlas.within(polygon, lon, lat))) || null;
    },

    isDark() {
      return (this._inks = this._inks || inks(this._container)).theme === "dark";
    },

    repaint() {
      this._inks = null;
      if (this._map) this._paint();
    },

    _polygons(record) {
      const country = this._basemap.countries.find((each) => each.id && each.id === record.iso3);
      if (country) return country.polygons;
      return (record.rings || []).map((ring) => [ring.map(([lat, lon]) => [lon, lat])]);
    },

    _shape(record) {
      if (!this._shapes.has(record.iso3)) this._shapes.set(record.iso3, shape(this._polygons(record)));
      return this._shapes.get(record.iso3);
    },

    // In forced colours the reader's own land colour stays.
    _tintOf(record, ink) {
      const role = ((atlas.style || {}).roles || {})[record.role] || {};
      return (ink.theme === "dark" ? role.dark : ink.theme === "light" ? role.color : "") || "transparent";
    },

    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._context = this._container.getContext("2d");
    },

    _destroyContainer() {
      this._container.remove();
      this._container = null;
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const dense = Math.min(2, window.devicePixelRatio || 1);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = Math.max(1, size.x * dense);
      canvas.height = Math.max(1, size.y * dense);
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      this._dense = dense;
      this._paint();
    },

    // Fetch the paint once a theme; draw the land in one path, so that no seam shows between neighbours.
    _paint() {
      const context = this._context;
      const ink = (this._inks = this._inks || inks(this._container));
      const scale = this._map.options.crs.scale(this._zoom) / 256;
      const corner = this._bounds.min.add(this._map.getPixelOrigin());
      const pixel = 1 / scale;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, this._container.width, this._container.height);
      const factor = scale * this._dense;
      context.setTransform(factor, 0, 0, factor, -corner.x * this._dense, -corner.y * this._dense);
      context.lineJoin = "round";
      const [[south, west], [north, east]] = this._basemap.bounds;
      const [left, top] = atlas.world(north, west);
      const [right, bottom] = atlas.world(south, east);
      context.fillStyle = ink.sea;
      context.fillRect(left, top, right - left, bottom - top);
      context.fillStyle = ink.land;
      context.fill(this._land, "evenodd");
      context.globalAlpha = TINT;
      for (const record of this._tints) {
        context.fillStyle = this._tintOf(record, ink);
        context.fill(this._shape(record), "evenodd");
      }
      context.globalAlpha = 1;
      const stroke = (path, style, width) => {
        context.strokeStyle = style;
        context.lineWidth = width * pixel;
        context.stroke(path);
      };
      context.fillStyle = ink.lake;
      context.fill(this._lakes, "evenodd");
      stroke(this._lakes, ink.coast, 0.5);
      stroke(this._borders, ink.border, this._zoom < 5 ? 0.8 : 1.1);
      stroke(this._rivers, ink.river, this._zoom < 5 ? 1 : this._zoom < 8 ? 1.6 : 2.4);
      stroke(this._coast, ink.coast, 0.8);
      this._fade(left, top, right, bottom);
    },

    // The map doesn't break off at its window's edge but fades into what is neither land nor sea.
    _fade(left, top, right, bottom) {
      const context = this._context;
      const side = (x, y, toX, toY) => {
        const fade = context.createLinearGradient(x, y, toX, toY);
        fade.addColorStop(0, "rgb(0 0 0 / 1)");
        fade.addColorStop(1, "rgb(0 0 0 / 0)");
        context.fillStyle = fade;
        context.fillRect(left, top, right - left, bottom - top);
      };
      context.globalCompositeOperation = "destination-out";
      side(left, 0, left + EDGE, 0);
      side(right, 0, right - EDGE, 0);
      side(0, top, 0, top + EDGE);
      side(0, bottom, 0, bottom - EDGE);
      context.globalCompositeOperation = "source-over";
    },
  });
})((window.RoutesAtlas = window.RoutesAtlas || {}));
