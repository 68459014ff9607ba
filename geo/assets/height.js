"use strict";
// The page's own height, told to a page that fits the frame to it: in our own message, and in the
// two that newsrooms' pages already listen for.
(function (atlas) {
  /** Tell it whenever it changes; `send(type, more)` sends a message of ours. */
  atlas.tellHeight = (send) => {
    const pym = pymName();
    let told = 0;
    const tell = () => {
      const height = Math.ceil(document.body.getBoundingClientRect().height);
      if (!height || height === told) return;
      told = height;
      send("height", { height });
      const post = (message) => window.parent.postMessage(message, "*");
      post({ "datawrapper-height": { "routes-atlas": height } });
      if (pym) post(["pym", pym, "height", height].join("xPYMx"));
    };
    const watch = new ResizeObserver(tell);
    watch.observe(document.body);
    atlas.signal.addEventListener("abort", () => watch.disconnect());
  };

  /** The name that a parent with pym.js gives its frame, by the query; letters, digits, - and _ only. */
  function pymName() {
    try {
      const name = new URLSearchParams(window.location.search).get("childId") || "";
      return /^[\w-]{1,80}$/.test(name) ? name : "";
    } catch {
      return "";
    }
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
