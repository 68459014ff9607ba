"use strict";
// Starts the document: data, state, the parts around the map, the map itself, then the world outside.
(function (atlas) {
  /** Show what a query string asks for; what it gets wrong is told in the notes. */
  atlas.choose = (store, data, text) => {
    const { selection, notes } = atlas.selection.parse(text, data);
    store.replace(selection, notes);
  };

  /** The language to show: the one asked for in the address, if the document carries it. */
  atlas.languageOf = (meta) => atlas.carried(meta.langs, atlas.address.option("lang"));

  /** Start once; `makeMap` makes a Leaflet map in the page's own div. */
  atlas.start = (makeMap) => {
    const blank = document.getElementById("atlas").cloneNode(true);
    let ending = null; // ends what listens beyond the page's own elements
    let map = null;

    function begin(lang, asked) {
      const block = JSON.parse(document.getElementById("atlas-data").textContent);
      ending = new AbortController();
      atlas.signal = ending.signal;
      map = makeMap();
      run(map, atlas.data(block, lang || atlas.languageOf(block.meta)), asked);
    }

    /** Begin again in another language, with the same selection or the one asked for. */
    atlas.restart = (lang, asked) => {
      const selection = asked === undefined ? atlas.address.text() : asked;
      const { scrollX, scrollY } = window;
      delete document.documentElement.dataset.ready;
      document.activeElement.blur(); // what loses the focus tells the map, which must still be there
      ending.abort();
      map._animatingZoom = false; // or the end of a zoom that is under way looks for the map's panes
      map.remove();
      document.getElementById("atlas").replaceWith(blank.cloneNode(true));
      begin(lang, selection);
      window.scrollTo(scrollX, scrollY);
    };

    painted(() => begin("", atlas.address.read()));
  };

  // Title and sentence are on the screen first: a browser may else paint nothing before all scripts have run. In a
  // closed tab nothing is painted, and the task comes a little later.
  function painted(task) {
    let due = true;
    const once = () => due && ((due = false), task());
    requestAnimationFrame(() => setTimeout(once));
    setTimeout(once, 100);
  }

  function run(map, data, asked) {
    atlas.translatePage(data);
    atlas.style = data.style; // marks take their colours and shapes from it
    const store = atlas.store(data);
    atlas.current = { store, data };
    atlas.address.now = () => store.state.selection;
    if (asked) atlas.choose(store, data, asked);
    else store.replace(data.opening);

    const parts = atlas.layout(data);
    atlas.showSentence(parts, store);
    const view = atlas.mapView(map, store, data);
    if (parts.legend) atlas.legend(parts.legend, store, data);
    const list = atlas.list(parts, store, data, view);
    atlas.detail(parts, store, data, list);
    if (parts.filters) atlas.filters(parts.filters, store, data);
    if (parts.time) atlas.timeline(parts.time, store, data);
    atlas.tools(parts, store, data);
    atlas.sheets(parts, view.covered);
    if (atlas.story) atlas.story(parts, store, data, view);
    atlas.print(parts, data, list);
    const messages = atlas.messages(store, data);
    atlas.steps(store, data);
    messages.ready();
    document.documentElement.dataset.ready = "true";
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
