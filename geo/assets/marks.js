"use strict";
// The shapes that stand for records, on the map and in the legend alike: SVG made element by element.
(function (atlas) {
  /** An SVG element with attributes; children that are null or false are left out. */
  atlas.svg = function (name, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children.filter(Boolean));
    return element;
  };

  // A closed outline through corners at (angle in turns from the top, radius).
  function outline(corners) {
    return corners.map(([turn, radius], i) => {
      const angle = (turn - 0.25) * 2 * Math.PI;
      return (i ? "L" : "M") + round(Math.cos(angle) * radius) + " " + round(Math.sin(angle) * radius);
    }).join("") + "Z";
  }

  const round = (value) => Math.round(value * 100) / 100;
  const regular = (sides, radius, turn = 0) =>
    outline(Array.from({ length: sides }, (_, i) => [i / sides + turn, radius]));
  const PLUS = "M-2.4-8H2.4V-2.4H8V2.4H2.4V8H-2.4V2.4H-8V-2.4H-2.4Z";

  // Drawn about (0, 0) to look equally large; 8 is the nominal radius.
  const SHAPES = {
    circle: "M-7.2 0A7.2 7.2 0 1 0 7.2 0A7.2 7.2 0 1 0-7.2 0Z",
    square: "M-6.4-6.4H6.4V6.4H-6.4Z",
    diamond: "M0-8.8L8.8 0L0 8.8L-8.8 0Z",
    triangle: "M0-8.4L8.4 6.6H-8.4Z",
    "triangle-down": "M0 8.4L8.4-6.6H-8.4Z",
    plus: PLUS,
    cross: "M-5.7-8.5L0-2.8L5.7-8.5L8.5-5.7L2.8 0L8.5 5.7L5.7 8.5L0 2.8L-5.7 8.5L-8.5 5.7L-2.8 0L-8.5-5.7Z",
    star: outline(Array.from({ length: 10 }, (_, i) => [i / 10, i % 2 ? 4.2 : 9.4])),
    hexagon: regular(6, 8.2, 1 / 12),
    pentagon: regular(5, 8.4),
    ring: "M-7.6 0A7.6 7.6 0 1 0 7.6 0A7.6 7.6 0 1 0-7.6 0ZM-3.4 0A3.4 3.4 0 1 1 3.4 0A3.4 3.4 0 1 1-3.4 0Z",
    bar: "M-8.6-3.2H8.6V3.2H-8.6Z",
    // A deck between two banks, and a barred window: places, not events, whatever their colour.
    bridge: "M-9-6.5H-4.8V-2.2H4.8V-6.5H9V6.5H4.8V2.2H-4.8V6.5H-9Z",
    grille: "M-7.6-7.6H7.6V7.6H-7.6ZM-4.9-4.9V4.9H-2.3V-4.9ZM-1.3-4.9V4.9H1.3V-4.9ZM2.3-4.9V4.9H4.9V-4.9Z",
  };
  const LAYER_SHAPES = { crossings: "bridge", detention_sites: "grille" };
  const shapeOf = (record) => SHAPES[LAYER_SHAPES[record.layer] || (styleOf(record) || {}).shape] || SHAPES.circle;

  function styleOf(record) {
    const style = atlas.style || {};
    if (record.layer === "crossings") return style.crossing;
    if (record.layer === "detention_sites") return style.site;
    if (record.layer === "countries") return (style.roles || {})[record.role];
    if (record.layer === "routes") return (style.route || {})[record.kind];
    return (style.kinds || {})[record.kind];
  }

  /** Give an element the record's colour for light and dark; the style sheet chooses. */
  atlas.paint = function (element, record) {
    const style = styleOf(record) || {};
    element.style.setProperty("--light", style.color || "#5b6468");
    element.style.setProperty("--dark", style.dark || style.color || "#aab4b8");
    return element;
  };

  function frame(size, kind) {
    return atlas.svg("svg", { class: "symbol symbol-" + kind, viewBox: "-12 -12 24 24", width: size, height: size,
      "aria-hidden": "true", focusable: "false" });
  }

  // Samples for a legend that are no point: a stretch of route, a river stretch, a country, a disc of precision.
  function routeSample(record, svg) {
    const air = record.course === "air";
    svg.append(atlas.svg("path", { class: "route-line" + (air ? " is-air" : "") + (record.inferred ? " is-inferred" : ""),
      d: air ? "M-11 4Q0-8 11 4" : "M-11 0H11" }));
    if (!air) svg.append(arrow(record.kind, 0.5, 0, 0, 1));
    return svg;
  }

  const SAMPLES = { site: 0, town: 7, county: 11 };

  function precisionSample(record, svg) {
    const radius = SAMPLES[record.precision];
    if (radius) svg.append(atlas.svg("circle", { class: "halo halo-" + record.precision, r: radius }));
    svg.append(...(radius ? [atlas.svg("circle", { class: "symbol-dot", r: 3 })] : pin(SHAPES.circle, 0.55)));
    return svg;
  }

  // A pin: the shape on a foot whose tip is the point itself, at (0, 10).
  function pin(shape, scale) {
    return [atlas.svg("path", { class: "pin-body", d: "M0 10.5L-4.6 3.6A7.4 7.4 0 1 1 4.6 3.6Z" }),
      atlas.svg("path", { class: "pin-sign", d: shape, "fill-rule": "evenodd", transform: "translate(0-2.6)scale(" + scale + ")" })];
  }

  /** The mark of a record, or of {layer, kind, precision …} as a legend asks for it: an SVG element of `size` pixels. */
  atlas.mark = function (record, size = 16) {
    const sort = record.layer || "precision";
    const svg = atlas.paint(frame(size, sort), record);
    if (sort === "routes") return routeSample(record, svg);
    if (sort === "countries") {
      svg.append(atlas.svg("rect", { class: "tint", x: -10, y: -7, width: 20, height: 14, rx: 2 }));
      return svg;
    }
    if (sort === "precision") return precisionSample(record, svg);
    if (record.type === "river_stretch") {
      svg.append(atlas.svg("path", { class: "stretch-band", d: "M-9 3Q-3-5 2 0T9-3" }));
      return svg;
    }
    svg.append(atlas.svg("path", { class: "symbol-shape", d: shapeOf(record), "fill-rule": "evenodd" }));
    return svg;
  };

  /** A record known to the very building or bridge: the same shape on a pin whose tip is the point. */
  atlas.pin = function (record, size) {
    const svg = atlas.paint(frame(size, record.layer), record);
    svg.append(...pin(shapeOf(record), 0.5));
    return svg;
  };

  /** The ring of a crowd as one CSS gradient, cheap enough for hundreds a step. `shares`: [[kind or layer, share], …]. */
  atlas.ringOf = function (shares, dark) {
    const style = atlas.style || {};
    let done = 0;
    const parts = shares.map(([name, share]) => {
      const own = (style.kinds || {})[name] || (name === "crossings" ? style.crossing : style.site) || {};
      const from = done;
      done += share * 360;
      return (dark ? own.dark : own.color) + " " + round(from) + "deg " + round(done) + "deg";
    });
    return "conic-gradient(" + parts.join() + ")";
  };

  /** An arrow of a route at (x, y), turned by `angle`: a full head for a repatriation, a light chevron for an escape. */
  atlas.arrowData = function (kind, x, y, angle, scale) {
    const head = kind === "repatriation" ? [[-4.6, -4.6], [5.4, 0], [-4.6, 4.6], [-2.4, 0]] : [[-2.8, -3.2], [1.4, 0], [-2.8, 3.2]];
    const cos = Math.cos(angle) * scale;
    const sin = Math.sin(angle) * scale;
    const data = head.map(([px, py], i) =>
      (i ? "L" : "M") + round(x + px * cos - py * sin) + " " + round(y + px * sin + py * cos)).join("");
    return kind === "repatriation" ? data + "Z" : data;
  };

  function arrow(kind, x, y, angle, scale) {
    return atlas.svg("path", { class: "route-arrow is-" + kind, d: atlas.arrowData(kind, x, y, angle, scale) });
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
