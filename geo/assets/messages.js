"use strict";
// The public protocol between the document and the page that frames it; docs/embedding.md tells it.
(function (atlas) {
  const VERSION = "routes-atlas";

  /** Where the document is framed, answer the parent and tell it what happens; else do nothing. */
  atlas.messages = (store, data) => {
    if (!atlas.framed) return { ready() {} };
    const send = (type, more) => window.parent.postMessage({ [VERSION]: 1, type, ...more }, "*");
    const state = () => ({
      selection: atlas.selection.print(store.state.selection),
      counts: { ...store.state.counts },
      sentence: store.state.sentence,
      passing: Boolean(store.state.passing),
      turn: hear.turn,
      lang: data.meta.lang,
    });
    let told = "";
    const shown = () => {
      const now = state();
      told = now.selection;
      send("shown", now);
    };
    // The map may come to rest where it was: nothing to tell.
    const rested = atlas.calm(() => told !== atlas.selection.print(store.state.selection) && shown(), 250);
    const hear = listeners(store, data);

    window.addEventListener("message", (event) => {
      if (event.source !== window.parent) return;
      const message = event.data;
      if (!message || typeof message !== "object" || message[VERSION] !== 1) return;
      if (message.type === "hello") send("ready", state());
      if (Object.hasOwn(hear, message.type) && typeof hear[message.type] === "function") hear[message.type](message);
    }, { signal: atlas.signal });
    store.on((current, what) => {
      if (what === "picked") {
        const { layer = null, id = null } = current.picked || {};
        send("picked", { layer, id });
      }
      if (what === "picked" || what === "selection") shown();
      if (what === "viewed") rested();
    });
    atlas.tellHeight(send);
    return {
      ready() {
        send("ready", state());
        told = state().selection;
      },
    };
  };

  /** What the parent may ask; anything malformed is left alone. */
  function listeners(store, data) {
    return {
      turn: 0, // the parent's own number of the newest selection that it asked for
      select({ selection, turn }) {
        if (typeof selection !== "string") return;
        if (Number.isInteger(turn)) this.turn = turn;
        atlas.choose(store, data, selection);
      },
      focus({ layer, id }) {
        if (typeof layer !== "string" || typeof id !== "string") return;
        const record = data.find(layer, id);
        if (record) store.pick(record);
      },
      address({ href, where }) {
        if (typeof href === "string") atlas.address.tell(href, where);
      },
      theme({ theme }) {
        atlas.theme.choose(theme);
      },
      view({ lat, lon, zoom }) {
        const within = (value, most) => Number.isFinite(value) && Math.abs(value) <= most;
        if (within(lat, 90) && within(lon, 180) && within(zoom, 22) && zoom >= 0) {
          store.view({ lat, lon, zoom });
        }
      },
    };
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
