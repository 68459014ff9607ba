"use strict";
// Lines of whole numbers from the encoded polyline format: see geo/polyline.py.
(function (atlas) {
  // Text to [[x, y], …], or with `steps` each point as the difference to the last.
  atlas.polyline = function (text, steps = false) {
    const points = [];
    let at = 0;
    let x = 0;
    let y = 0;

    function next() {
      let value = 0;
      let shift = 0;
      let group;
      do {
        group = text.charCodeAt(at++) - 63;
        value |= (group & 0x1f) << shift;
        shift += 5;
      } while (group >= 0x20);
      return value & 1 ? ~(value >> 1) : value >> 1;
    }

    while (at < text.length) {
      const [stepX, stepY] = [next(), next()];
      x += stepX;
      y += stepY;
      points.push(steps ? [stepX, stepY] : [x, y]);
    }
    return points;
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
