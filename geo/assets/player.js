"use strict";
// Playback: the clock and the buttons. Which time comes next stands in playback.js.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const PAUSE = { slow: 1800, normal: 900, fast: 400 }; // ms that a step stands
  const CALM = 5000; // ms between two announcements

  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  /** A small menu of words: [[value, label], …]. */
  atlas.menu = (label, options, value, change) => {
    const node = el("select", { "aria-label": label, title: label, on: { change: () => change(node.value) } },
      options.map(([name, text]) => el("option", { value: name, selected: name === value }, text)));
    return node;
  };

  const sign = (d) => atlas.svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, atlas.svg("path", { d }));
  const SIGNS = { play: "M3 1L14 8L3 15Z", pause: "M3 1H7V15H3ZM9 1H13V15H9Z", back: "M3 1H5V15H3ZM14 1V15L6 8Z", on: "M2 1L10 8L2 15ZM11 1H13V15H11Z" };

  /**
   * `time` is the chosen time, `axis()` answers {start, end, step}, `touches` whether anything lies in some months,
   * `shown(said)` is told the period that plays, and null when none does.
   */
  atlas.player = ({ store, time, axis, touches, shown }) => {
    let mode = "window";
    let speed = "normal";
    let timer = null;
    let ours = "";
    let quietUntil = 0;

    const key = ({ from, to }) => `${from}/${to}`;
    const now = () => ({ from: time.from(), to: time.to() });
    const rules = () => ({ ...axis(), mode });
    const said = () => atlas.months.sayAll(time.from(), time.to());
    const announce = (text) => atlas.announce && atlas.announce(text);

    /** The first time from this on that shows something more, or the last; null at the end. */
    const further = (first, move) =>
      first && atlas.playback.passEmpty(first, (from) => atlas.playback[move](from, rules()),
        ({ from, to }) => !touches(mode === "grow" ? Math.max(from, atlas.months.move(to, -1, rules().step, "last") + 1) : from, to));

    function show(wanted, passing) {
      ours = null; // what comes now is ours
      time.choose(wanted.from, wanted.to, passing);
      ours = key(store.state.selection);
      shown(said());
    }

    function tick() {
      const wanted = further(atlas.playback.next(now(), rules()), "next");
      if (!wanted) {
        stop();
        announce(t("panel.time.play.ended", { period: said() }));
        return;
      }
      show(wanted, true);
      const instant = Date.now();
      if (instant > quietUntil) {
        quietUntil = instant + CALM;
        announce(said());
      }
      timer = setTimeout(tick, PAUSE[speed]);
    }

    function start() {
      if (still.matches || timer !== null) return;
      show(further(atlas.playback.begin(now(), rules()), "next"), true);
      announce(said());
      quietUntil = Date.now() + CALM;
      timer = setTimeout(tick, PAUSE[speed]);
      dress();
    }

    function stop() {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      dress();
      shown(null);
      time.settle();
    }

    function step(move) {
      stop();
      const first = atlas.playback[move === "next" ? "begin" : move](now(), rules());
      if (!first) return;
      show(further(first, move), false);
      shown(null);
      announce(said());
    }

    const label = el("span", {});
    const play = atlas.button({ class: "play", on: { click: () => (timer === null ? start() : stop()) } });
    const tool = (name, move) =>
      atlas.button({ class: "tool", "aria-label": t(`panel.time.step.${name}`), title: t(`panel.time.step.${name}`), on: { click: () => step(move) } }, sign(SIGNS[name]));
    const speeds = atlas.menu(t("panel.time.speed"), Object.keys(PAUSE).map((name) => [name, t(`panel.time.speed.${name}`)]), speed, (value) => (speed = value));
    const modes = atlas.menu(t("panel.time.mode"), ["window", "grow"].map((name) => [name, t(`panel.time.mode.${name}`)]), mode, (value) => (mode = value));

    function dress() {
      const name = timer === null ? "play" : "pause";
      label.textContent = t(`panel.time.${name}`);
      atlas.put(play, sign(SIGNS[name]), label);
      play.classList.toggle("is-playing", timer !== null);
    }
    function suit() {
      if (still.matches) stop();
      play.hidden = speeds.hidden = still.matches;
    }

    const signal = atlas.signal;
    still.addEventListener("change", suit, { signal });
    document.addEventListener("visibilitychange", () => document.hidden && stop(), { signal });
    if (signal) signal.addEventListener("abort", () => clearTimeout(timer));
    store.on((state, what) => {
      // Another hand has changed the time: it is theirs now.
      if (what === "selection" && timer !== null && ours !== null && key(state.selection) !== ours) stop();
    });
    dress();
    suit();
    return { node: el("div", { class: "player" }, play, tool("back", "back"), tool("on", "next"), speeds), mode: modes, stop };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
