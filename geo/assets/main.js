"use strict";
// Starts the document: data, state, the parts around the map, the map itself, then the world outside.
(function (atlas) {
  /** Show what a query string asks for; what it gets wrong is told in the notes. */
  atlas.choose = (store, data, text) => {
    const { selection, notes } = atlas.selection.parse(text, data);
    store.replace(selection, notes);
  };

  /** `map` is the Leaflet map that folium made. */
  atlas.start = (map) => {
    const data = atlas.data(JSON.parse(document.getElementById("atlas-data").textContent));
    atlas.style = data.style; // marks take their colours and shapes from it
    const store = atlas.store(data);
    const asked = atlas.address.read();
    if (asked) atlas.choose(store, data, asked);
    else store.replace(data.opening);

    const parts = atlas.layout(data);
    atlas.showSentence(parts, store);
    atlas.mapView(map, store, data);
    atlas.legend(parts.legend, store, data);
    const list = atlas.list(parts, store, data);
    atlas.detail(parts, store, data, list);
    if (parts.full) {
      atlas.filters(parts.filters, store, data);
      atlas.timeline(parts.time, store, data);
    }
    atlas.print(parts, data, list);
    speak(store, data);
    document.documentElement.dataset.ready = "true";
  };

  /** Tell the state to the address or to the parent, and listen to either. */
  function speak(store, data) {
    const messages = atlas.messages(store, data);
    const write = atlas.calm(() => atlas.address.write(atlas.selection.print(store.state.selection)), 150);
    store.on((state, what) => {
      if (what === "selection" || what === "picked" || what === "viewed") write();
    });
    atlas.address.onChange((text) => atlas.choose(store, data, text));
    messages.ready();
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
