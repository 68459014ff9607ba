"use strict";
// The reader's steps in the tab's history: Back and Forward go from choice to choice, not from pixel to pixel.
(function (atlas) {
  const SETTLED = 250; // milliseconds without a change make a choice a step

  /** Record the steps and go along with Back and Forward. A frame has no history of its own: nothing is written there. */
  atlas.steps = (store, data) => {
    const print = (selection) => atlas.selection.print(selection);
    const { text } = atlas.address;
    const choice = () => ({ ...store.state.selection, view: "" });
    let present = choice(); // the choice that the present entry of the history holds
    let known = atlas.address.read();
    let written = text(); // a map that came to rest where it was changes nothing

    function keep() {
      if (text() === written) return;
      written = text();
      const next = choice();
      const step = print(next) !== print(present) && !spelling(present, next);
      present = next;
      atlas.address.write(step);
      known = atlas.address.read();
    }

    /** Words that are still being typed are one step. */
    const spelling = (before, after) =>
      before.words && after.words && print({ ...before, words: "" }) === print({ ...after, words: "" });

    // A map may have come to rest just before a drag began: what passes is not the reader's choice yet.
    const settled = atlas.calm(() => store.state.passing || keep(), SETTLED);
    store.on((state, what) => {
      if (what === "picked") keep();
      else if (!state.passing && (what === "selection" || what === "viewed")) settled();
    });

    /** The address changed under us: Back, Forward, or a reader who edited it. */
    function follow() {
      if (atlas.framed) return;
      atlas.address.forget();
      atlas.theme.show();
      const asked = atlas.address.read();
      if (atlas.languageOf(data.meta) !== data.meta.lang) {
        atlas.restart(atlas.languageOf(data.meta), asked);
        return;
      }
      if (asked === known) return;
      known = asked;
      if (asked) atlas.choose(store, data, asked);
      else store.replace(data.opening);
      present = choice();
      written = text();
    }
    window.addEventListener("popstate", follow, { signal: atlas.signal });
    window.addEventListener("hashchange", follow, { signal: atlas.signal });
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
