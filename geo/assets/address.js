"use strict";
// The state in the address: read once from the hash (else the query), written back as it changes.
(function (atlas) {
  // Where the document is framed its address is not the reader's: `shown` tells the state instead.
  const canWrite = !atlas.framed;
  const OURS = new Set([
    "from", "to", "route", "layer", "kind", "outcome", "corroboration", "country", "words", "item", "view",
  ]);

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

  atlas.address = {
    /** The selection that the address asks for, as a query string; "" where it asks for none. */
    read() {
      const { hash, query } = place();
      const asks = (text) => [...params(text).keys()].some((name) => OURS.has(name));
      if (asks(hash)) return hash.slice(1);
      return asks(query) ? query.slice(1) : "";
    },

    /** `lang` or `theme`, from the hash or else the query. */
    option(name) {
      const { hash, query } = place();
      return params(hash).get(name) || params(query).get(name) || "";
    },

    /** Write a selection's query string into the hash; names of others stay where they are. */
    write(text) {
      if (!canWrite) return;
      const others = new URLSearchParams(
        [...params(place().hash)].filter(([name, value]) => !OURS.has(name) && value),
      ).toString();
      const hash = [text, others].filter(Boolean).join("&");
      try {
        const bare = window.location.pathname + window.location.search;
        window.history.replaceState(null, "", hash ? `#${hash}` : bare);
      } catch {
        // A file or a sandbox may refuse; the map works without.
      }
    },

    /** Calls `task` with the query string when the reader, not we, changes the hash. */
    onChange(task) {
      if (canWrite) window.addEventListener("hashchange", () => task(this.read()));
    },
  };

  const theme = atlas.address.option("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
})((window.RoutesAtlas = window.RoutesAtlas || {}));
