"use strict";
// The state in the address: read from the hash (else the query), written back, made into links.
(function (atlas) {
  // Where the document is framed its address is not the reader's: `shown` tells the state instead.
  const canWrite = !atlas.framed;
  const OURS = new Set([
    "from", "to", "route", "layer", "kind", "outcome", "corroboration", "country", "words", "item", "view",
  ]);
  const chosen = {}; // lang and theme as the reader set them, which a frame's address cannot keep
  let told = null; // where the public finds this map, as the page around told it

  function params(text) {
    return new URLSearchParams(text.replace(/^[#?]/, ""));
  }

  function place() {
    try {
      return { hash: window.location.hash, query: window.location.search };
    } catch {
      return { hash: "", query: "" };
    }
  }

  /** Does this part of the address ask for a selection? */
  const asks = (text) => [...params(text).keys()].some((name) => OURS.has(name));

  /** Our state, the reader's choices, and what others keep in the same part of an address. */
  function beside(text, held, choices) {
    const others = params(held);
    for (const name of OURS) others.delete(name);
    for (const [name, value] of Object.entries(choices)) value ? others.set(name, value) : others.delete(name);
    const rest = [...others].filter(([, value]) => value);
    return [text, new URLSearchParams(rest).toString()].filter(Boolean).join("&");
  }

  atlas.address = {
    /** The selection that the address asks for, as a query string; "" where it asks for none. */
    read() {
      const { hash, query } = place();
      if (asks(hash)) return hash.slice(1);
      return asks(query) ? query.slice(1) : "";
    },

    /** `lang` or `theme`: what the reader chose here, else from the hash, else from the query. */
    option(name) {
      if (name in chosen) return chosen[name];
      const { hash, query } = place();
      return params(hash).get(name) || params(query).get(name) || "";
    },

    /** Keep a choice of `lang` or `theme`; it reaches the hash with the next `write`. */
    choose(name, value) {
      chosen[name] = value;
    },

    /** Let the address say again what is chosen, after a reader went back or edited it. */
    forget() {
      for (const name of Object.keys(chosen)) delete chosen[name];
    },

    /** The selection as an address says it: where the bare one opens in less than everything, by an empty name. */
    text() {
      const { print } = atlas.selection;
      return print(atlas.address.now()) || (asks(place().query) || print(atlas.current.data.opening) ? "from=" : "");
    },

    /** Write the selection into the hash, as a new step of the tab's history or into the present one. */
    write(step = false) {
      if (!canWrite) return;
      const hash = beside(atlas.address.text(), place().hash, chosen);
      const bare = window.location.pathname + window.location.search;
      try {
        window.history[step ? "pushState" : "replaceState"](null, "", hash ? `#${hash}` : bare);
      } catch {
        // A file or a sandbox may refuse; the map works without.
      }
    },

    /** Remember the address at which the public finds this map, a web address or nothing, and tell whoever offers it. */
    tell(href, where) {
      const url = atlas.webAddress(href);
      told = url && { url, query: where === "query" };
      document.dispatchEvent(new Event("atlas:address"));
    },

    /** An absolute link that opens this state elsewhere; null where the document has no address of its own. */
    link() {
      if (!told && !/^(https?|file):$/.test(window.location.protocol)) return null;
      const url = new URL(told ? told.url : window.location.href);
      const part = told && told.query ? "search" : "hash";
      const lang = told && atlas.address.option("lang");
      // A live document is what its query says; who follows the link has a theme of their own.
      url[part] = beside(atlas.address.text(), url[part], { ...chosen, theme: "", ...(lang && { lang }) });
      return url.href;
    },

    /** The selection as it stands; main.js says which. */
    now: () => atlas.selection.EMPTY,
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
