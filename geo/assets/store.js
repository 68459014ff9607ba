"use strict";
// The state of the document and the only ways to change it; whoever draws listens.
(function (atlas) {
  atlas.store = function (data) {
    const listeners = new Set();
    const state = {
      selection: atlas.selection.EMPTY,
      shown: {},
      counts: {},
      sentence: "",
      notes: [],
      picked: null,
      place: null,
      step: null,
      hover: null,
      leg: null,
      wantedView: null,
      passing: false, // amid a drag or playback: a choice that is on its way to the next
    };

    const tell = (what) => listeners.forEach((fn) => fn(state, what));

    function sayNotes(notes) {
      const { undatedHidden, noRoute } = state.shown;
      const told = [...notes];
      if (undatedHidden) told.push(atlas.t("say.note.undated", { n: undatedHidden }));
      if (noRoute) told.push(atlas.t("say.note.no_route", { n: noRoute }));
      return told;
    }

    function replace(wanted, notes = [], { passing = false } = {}) {
      const { selection, cut } = atlas.selection.narrow(data.base, wanted);
      state.selection = selection;
      state.shown = atlas.select(data, selection);
      state.counts = Object.fromEntries(
        data.layerOrder.map((name) => [name, (state.shown[name] || []).length]),
      );
      state.sentence = atlas.selection.say(selection, state.shown, data);
      state.notes = sayNotes(
        cut ? [...notes, atlas.t("say.note.narrowed", { sentence: data.meta.holds })] : notes,
      );
      const [layer, id] = split(selection.item);
      choose(data.find(layer, id) || null);
      if (state.picked) state.place = null; // a crowded place stays listed, with what the filters leave of it
      state.wantedView = atlas.selection.viewOf(selection.view);
      state.passing = passing;
      tell("selection");
    }

    // A step belongs to the path of one record.
    function choose(record) {
      if (record !== state.picked) state.step = null;
      state.picked = record;
    }

    function split(item) {
      const at = item.indexOf(":");
      return [item.slice(0, at), item.slice(at + 1)];
    }

    const quietly = (changes) => {
      state.selection = atlas.selection.make({ ...state.selection, ...changes });
    };

    return {
      state,
      replace,
      /** Change some of the selection; `passing` for one of many on the way to a choice (a drag, playback). */
      select: (changes, notes, how) =>
        replace(atlas.selection.make({ ...state.selection, ...changes }), notes, how),
      pick(record) {
        if (record === state.picked && !state.place) return;
        choose(record);
        if (record) state.place = null;
        quietly({ item: record ? `${record.layer}:${record.id}` : "" });
        tell("picked");
      },
      showPlace(name, records) {
        state.place = name === null ? null : { name, records };
        choose(null);
        quietly({ item: "" });
        tell("picked");
      },
      /** Light a record up, or one leg of a route by its number. */
      hover(record, leg = null) {
        if (record === state.hover && leg === state.leg) return;
        Object.assign(state, { hover: record, leg });
        tell("hover");
      },
      /** Go to the stop of this number on the picked record's path; null shows the whole of it. */
      step(n) {
        if (n === state.step) return;
        state.step = n;
        tell("step");
      },
      /** Bring something into view that is no record of its own: {path} or {lines}. */
      seek(target) {
        state.sought = target;
        tell("seek");
      },
      view(view) {
        state.wantedView = view;
        tell("view");
      },
      /** The map came to rest: `view` where the reader moved it, null where it fitted itself. */
      viewed(view) {
        if (view) quietly({ view: [view.lat.toFixed(3), view.lon.toFixed(3), Number(view.zoom.toFixed(2))].join(",") });
        tell("viewed");
      },
      on(fn) {
        listeners.add(fn);
        return () => listeners.delete(fn);
      },
    };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
