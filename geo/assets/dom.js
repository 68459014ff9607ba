"use strict";
// Elements made of words and nodes only: text from data can never become markup.
(function (atlas) {
  // Attributes that could run something or load something; a link is made by atlas.link alone.
  const REFUSED = /^(on|href$|src|srcdoc$|style$|action$|formaction$|xlink)/i;

  function append(node, children) {
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === false || child === "") continue;
      node.append(child instanceof Node ? child : String(child));
    }
  }

  /** An element; `on: {click: …}` listens, a value of null or false leaves the attribute out. */
  atlas.el = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "on") {
        for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
      } else if (REFUSED.test(name)) {
        throw new Error(`attribute not allowed: ${name}`);
      } else {
        node.setAttribute(name, value === true ? "" : String(value));
      }
    }
    append(node, children);
    return node;
  };

  /** A button that never submits. */
  atlas.button = (attributes, ...children) =>
    atlas.el("button", { type: "button", ...attributes }, ...children);

  /** Put these children, and only these, into a node. */
  atlas.put = (node, ...children) => {
    node.textContent = "";
    append(node, children);
    return node;
  };

  /** The address if it is an http or https one, else null. */
  atlas.webAddress = (text) => {
    try {
      const url = new URL(text);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    } catch {
      return null;
    }
  };

  atlas.framed = window.parent !== window;

  /**
   * A link to a web page, as a list of nodes; plain text where the address is not a web address.
   * A frame may forbid new windows without telling: there the address is shown once the link is used.
   */
  atlas.link = (url, text) => {
    const href = atlas.webAddress(url);
    if (!href) return [text];
    const link = document.createElement("a");
    link.href = href;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.textContent = text;
    if (!atlas.framed) return [link];
    const address = atlas.el("span", { class: "address", hidden: true }, href);
    link.addEventListener("click", () => (address.hidden = false));
    return [link, address];
  };

  // What was put off does not come after the document has begun anew: its map is gone.
  const whileHere = (task) => {
    const { signal } = atlas;
    return (...values) => signal && signal.aborted ? undefined : task(...values);
  };

  /** Runs `task` with the newest values once no call has come for a while. */
  atlas.calm = (task, milliseconds) => {
    const later = whileHere(task);
    let timer = 0;
    return (...values) => {
      clearTimeout(timer);
      timer = setTimeout(later, milliseconds, ...values);
    };
  };

  /** Runs `task` at most once a frame, with the newest values. */
  atlas.perFrame = (task) => {
    const later = whileHere(task);
    let waiting = null;
    return (...values) => {
      const asked = waiting !== null;
      waiting = values;
      if (asked) return;
      requestAnimationFrame(() => {
        const newest = waiting;
        waiting = null;
        later(...newest);
      });
    };
  };

  const quiet = window.matchMedia("(prefers-reduced-motion: reduce)");

  /** Bring a node into view, without gliding for readers who asked for less motion. */
  atlas.reveal = (node, block = "nearest") =>
    node.scrollIntoView({ block, behavior: quiet.matches ? "auto" : "smooth" });
})((window.RoutesAtlas = window.RoutesAtlas || {}));
