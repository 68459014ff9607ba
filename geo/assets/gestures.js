"use strict";
// How a map inside an article behaves: one finger and the plain wheel scroll the page, not the map.
(function (atlas) {
  const CALM = 1600; // milliseconds that a hint stays

  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
  /** Does the reader want things to stay still? */
  atlas.still = () => reduced.matches;

  /** Rules for wheel and fingers; a mouse drags as ever. Tells by `moved` that a reader moved the map. */
  atlas.gestures = function (map, moved) {
    const container = map.getContainer();
    const hint = atlas.el("p", { class: "map-hint", "aria-hidden": "true" });
    container.append(hint);
    let timer = 0;
    let active = false; // a click or the keyboard's focus gives the wheel to the map until the pointer leaves

    function say(key) {
      hint.textContent = atlas.t(key);
      hint.classList.add("is-shown");
      clearTimeout(timer);
      timer = setTimeout(() => hint.classList.remove("is-shown"), CALM);
    }

    const activate = () => (active = true);
    container.addEventListener("mousedown", activate);
    container.addEventListener("focusin", activate);
    container.addEventListener("mouseleave", () => (active = false));
    container.addEventListener("focusout", (event) => {
      if (!container.contains(event.relatedTarget)) active = false;
    });

    // Leaflet's own handler is switched on only for a turn of the wheel that is meant for the map.
    map.scrollWheelZoom.disable();
    container.addEventListener("wheel", (event) => {
      const meant = event.ctrlKey || event.metaKey || active;
      if (meant) {
        map.scrollWheelZoom.enable();
        moved();
      } else {
        map.scrollWheelZoom.disable();
        say(/Mac|iP(hone|ad)/.test(navigator.platform) ? "map.hint.wheel.mac" : "map.hint.wheel");
      }
    }, { capture: true, passive: true });

    // Each touch decides anew: a laptop may have both a mouse and a screen to touch.
    let start = null;
    container.addEventListener("touchstart", (event) => {
      map.dragging.disable();
      start = event.touches.length === 1 ? event.touches[0] : null;
      if (event.touches.length > 1) moved();
    }, { capture: true, passive: true });
    container.addEventListener("touchmove", (event) => {
      if (!start || event.touches.length > 1) return;
      const at = event.touches[0];
      if (Math.hypot(at.clientX - start.clientX, at.clientY - start.clientY) > 12) say("map.hint.touch");
    }, { capture: true, passive: true });
    container.addEventListener("mousedown", () => map.dragging.enable(), { capture: true });
    map.on("dragstart", moved);
    container.addEventListener("dblclick", moved, { capture: true });
    container.addEventListener("keydown", (event) => {
      if (event.target === container && /^(Arrow|[+=-]$)/.test(event.key)) moved();
    }, { capture: true });
  };

  /** A note beside the pointer: tip.show(x, y, title, more) in container pixels. */
  atlas.tip = function (map) {
    const title = atlas.el("strong");
    const more = atlas.el("span");
    const box = atlas.el("div", { class: "map-tip", "aria-hidden": "true" }, title, more);
    map.getContainer().append(box);
    return {
      show(x, y, name, text) {
        title.textContent = name;
        more.textContent = text || "";
        box.classList.add("is-shown");
        const size = map.getSize();
        const left = Math.max(6, Math.min(size.x - box.offsetWidth - 6, x - box.offsetWidth / 2));
        const above = y - box.offsetHeight - 8;
        box.style.transform = "translate(" + Math.round(left) + "px," + Math.round(above < 6 ? y + 18 : above) + "px)";
      },
      hide: () => box.classList.remove("is-shown"),
    };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
