"use strict";
// A story: its scenes beside the map, which shows what the scene tells that is being read.
(function (atlas) {
  const el = (...words) => atlas.el(...words);
  const t = (...words) => atlas.t(...words);
  const LINE = 0.45; // part of the text's height above which a scene counts as read

  /** Put the story's text, which the page already holds, beside the map and follow its reader. */
  atlas.story = (parts, store, data, view) => {
    const column = document.getElementById("story");
    const scenes = Array.from(column.querySelectorAll(".scene"));
    const nav = controls();
    let at = -1;
    place();

    function place() {
      parts.page.classList.add("has-story");
      const byline = parts.page.querySelector(".byline");
      parts.masthead.classList.remove("unseen");
      parts.sentence.classList.add("unseen"); // the scenes say what is shown
      column.tabIndex = 0; // it scrolls, so the keyboard must reach it
      column.setAttribute("role", "region");
      column.setAttribute("aria-label", data.meta.title);
      column.prepend(parts.masthead);
      column.append(byline);
      parts.stage.prepend(nav.node, column); // the keyboard comes to the steps before the long text
    }

    function controls() {
      const step = (by, sign, key) =>
        atlas.button({ class: "icon", "aria-label": t(key), on: { click: () => go(at + by) } }, sign);
      const back = step(-1, "‹", "story.back");
      const on = step(1, "›", "story.on");
      const where = el("span", { class: "fine" });
      const record = atlas.button({ class: "story-record" }, t("story.record"));
      record.addEventListener("click", () => tell(false));
      const node = el("nav", { class: "story-steps", "aria-label": t("story.steps") }, back, where, on, record);
      return { node, back, on, where, record };
    }

    // The record that a scene picks is drawn; its panel opens when the reader asks for it.
    const tell = (quiet) => {
      parts.page.classList.toggle("is-told", quiet);
      nav.record.hidden = !quiet || !store.state.picked;
    };

    /** Show scene `n` on the map. */
    function show(n) {
      if (n === at) return;
      at = n;
      scenes.forEach((scene, i) => {
        scene.classList.toggle("is-now", i === n);
        if (i === n) scene.setAttribute("aria-current", "step");
        else scene.removeAttribute("aria-current");
      });
      const { selection, step } = data.story[n];
      view.release();
      tell(true);
      atlas.choose(store, data, selection);
      if (step) store.step(step - 1);
      tell(true);
      nav.where.textContent = t("story.scene", { at: n + 1, n: scenes.length });
      // Not disabled: the focus would fall off the page.
      nav.back.setAttribute("aria-disabled", String(n === 0));
      nav.on.setAttribute("aria-disabled", String(n === scenes.length - 1));
      atlas.address.choose("scene", n ? String(n + 1) : "");
    }

    /** Bring scene `n` to be read, as the buttons do. */
    function go(n, still = atlas.still()) {
      if (!scenes[n]) return;
      show(n);
      held = n;
      column.scrollTo({ top: scenes[n].offsetTop - 8, behavior: still ? "auto" : "smooth" });
      atlas.announce(t("story.at", { at: n + 1, n: scenes.length, heading: scenes[n].querySelector("h2").textContent }));
    }

    // A button says which scene it is, until the reader scrolls.
    let held = null;
    for (const sort of ["wheel", "touchstart", "pointerdown", "keydown"]) column.addEventListener(sort, () => (held = null), { passive: true });

    // From anywhere but the map, which the arrows move, and what takes them itself.
    document.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const other = event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
      if (by && !other && !event.target.closest(".folium-map, input, select, textarea")) go(at + by);
    }, { signal: atlas.signal });

    const read = atlas.perFrame(() => {
      if (held !== null) return;
      const line = column.getBoundingClientRect().top + column.clientHeight * LINE;
      const passed = scenes.filter((scene) => scene.getBoundingClientRect().top <= line).length;
      const end = column.scrollTop + column.clientHeight >= column.scrollHeight - 4;
      show(end ? scenes.length - 1 : Math.max(0, passed - 1));
    });
    column.addEventListener("scroll", read, { passive: true });

    // Whoever picks something else on the map wants to read it.
    store.on((state, what) => {
      if (what !== "picked") return;
      const own = new URLSearchParams(data.story[at].selection).get("item");
      const picked = state.picked && atlas.keyOf(state.picked);
      if (picked && picked !== own) tell(false);
      if (!picked) tell(true);
    });

    const asked = Number(atlas.address.option("scene")) - 1;
    if (scenes[asked]) go(asked, true);
    else show(0);
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
