"use strict";
// An SVG over the map that moves and grows with it: what stands in its root keeps Leaflet's layer points.
(function (atlas) {
  /** `new atlas.SvgPane({ pane })`, added to a map; draw into `_rootGroup`, anew at each "update". */
  atlas.SvgPane = L.Renderer.extend({
    options: { padding: 0.4 },

    _initContainer() {
      this._rootGroup = atlas.svg("g", {});
      this._container = atlas.svg("svg", { "pointer-events": "none" }, this._rootGroup);
    },

    _destroyContainer() {
      this._container.remove();
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const { min } = this._bounds;
      const { x, y } = this._bounds.getSize();
      for (const [name, value] of [["width", x], ["height", y], ["viewBox", [min.x, min.y, x, y].join(" ")]]) {
        this._container.setAttribute(name, value);
      }
      L.DomUtil.setPosition(this._container, min);
      this.fire("update");
    },
  });
})((window.RoutesAtlas = window.RoutesAtlas || {}));
