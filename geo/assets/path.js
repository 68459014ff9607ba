"use strict";
// A case's path: its stops in order with their dates, gone through one by one or played, here and on the map.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const PACE = 2200; // milliseconds a stop: time enough to read it, or to hear it
  const SIGNS = {
    back: "M4-7L-4 0L4 7ZM-7-7H-5V7H-7Z",
    forward: "M-4-7L4 0L-4 7ZM5-7H7V7H5Z",
    play: "M-5-8L8 0L-5 8Z",
    pause: "M-6-7H-2V7H-6ZM2-7H6V7H2Z",
  };

  /** When somebody was at a stop, and how sure that is, for lists and for the live region. */
  function teller(record, data) {
    const off = (stop) => !atlas.hasPoint(stop) || !atlas.inWindow([stop.lat, stop.lon], data.bounds);
    return {
      off,
      when: (stop) => stop.date_text || t("panel.path.undated"),
      doubt: (stop) =>
        off(stop) ? t(atlas.hasPoint(stop) ? "panel.path.off" : "panel.path.nowhere")
          : atlas.isRough(stop, record) && t(`panel.path.rough.${record.precision}`),
    };
  }

  /** The section of a record's path: player, stops, what the lines mean, sources. */
  atlas.pathPlayer = (record, known) => {
    const { data, store, signal, cite } = known;
    const { path } = record;
    const tell = teller(record, data);
    const stops = path.map((stop, i) =>
      atlas.button({ class: "path-stop", on: { click: () => go(i) } },
        el("span", { class: "path-number" }, String(i + 1)),
        el("span", {},
          el("span", { class: "step-place" }, atlas.written(atlas.whereIs(stop))),
          el("span", { class: "fine" }, tell.when(stop)),
          tell.doubt(stop) && el("span", { class: "fine" }, tell.doubt(stop)))));
    const list = el("ol", { class: "path-stops" }, stops.map((stop) => el("li", {}, stop)));
    list.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const next = by && stops[stops.indexOf(event.target) + by];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.click();
    });
    const drawn = new Set(path.filter((stop) => !tell.off(stop)).map(({ lat, lon }) => `${lat},${lon}`)).size; // places
    const seen = drawn > 0 && path.length > 1;
    const player = seen && controls();

    let timer = 0;
    const playing = () => timer !== 0;

    function go(n) {
      halt();
      store.step(n);
    }

    function halt() {
      clearTimeout(timer);
      timer = 0;
      if (player) player.show();
    }

    function play() {
      const at = store.state.step;
      store.step(at === null || at === path.length - 1 ? 0 : at + 1);
      timer = store.state.step === path.length - 1 ? 0 : setTimeout(play, PACE);
      player.show();
    }

    function controls() {
      const button = (sign, act) => {
        const picture = atlas.svg("path", { d: SIGNS[sign] });
        const made = atlas.button({ class: "icon", "aria-label": t(`panel.path.${sign}`), on: { click: act } });
        made.append(atlas.svg("svg", { viewBox: "-12 -12 24 24", width: 20, height: 20, "aria-hidden": "true", focusable: "false" }, picture));
        return { made, picture };
      };
      const by = (n) => () => {
        const at = store.state.step;
        const next = at === null ? (n > 0 ? 0 : -1) : at + n;
        if (next >= 0 && next < path.length) go(next);
      };
      const back = button("back", by(-1)).made;
      const forward = button("forward", by(1)).made;
      const start = button("play", () => (playing() ? halt() : play()));
      const said = el("p", { class: "path-said" });
      const whole = atlas.button({ class: "plain", on: {
        click: () => {
          go(null);
          forward.focus();
        },
      } }, t("panel.path.all"));
      start.made.hidden = atlas.still(); // who asked for less motion goes step by step
      return {
        node: el("div", { class: "path-player" }, back, start.made, forward, said),
        whole,
        show() {
          const at = store.state.step;
          const sign = playing() ? "pause" : "play";
          back.setAttribute("aria-disabled", String(!at));
          forward.setAttribute("aria-disabled", String(at === path.length - 1));
          start.made.setAttribute("aria-label", t(`panel.path.${sign}`));
          start.picture.setAttribute("d", SIGNS[sign]);
          said.textContent = at === null ? t("panel.path.count", { n: path.length }) : sentence(at);
          whole.hidden = at === null;
        },
      };
    }

    function sentence(i) {
      const at = path[i];
      return t(tell.off(at) ? "panel.path.stop.off" : "panel.path.stop",
        { at: i + 1, n: path.length, place: atlas.whereIs(at).text, date: tell.when(at) });
    }

    function show({ step }) {
      stops.forEach((each, i) => {
        if (i === step) each.setAttribute("aria-current", "step");
        else each.removeAttribute("aria-current");
      });
      if (player) player.show();
    }

    show(store.state);
    signal.addEventListener("abort", halt);
    signal.addEventListener("abort", store.on((state, what) => {
      if (what !== "step") return;
      show(state);
      if (state.step === null) return;
      const box = list.closest(".detail"); // where it doesn't scroll by itself, the map stays in sight instead
      if (box.scrollHeight > box.clientHeight) stops[state.step].scrollIntoView({ block: "nearest" });
      atlas.announce(sentence(state.step));
    }));
    document.addEventListener("visibilitychange", () => document.hidden && halt(), { signal });
    return el("section", { class: "path" },
      el("h3", {}, t("panel.path")),
      player && player.node,
      list,
      player && player.whole,
      el("p", { class: "fine" }, drawn > 1 && t("panel.path.note"), " ", cite.ref(record.sources)));
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
