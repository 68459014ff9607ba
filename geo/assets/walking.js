"use strict";
// The keyboard's way through the list: one tab stop, arrows from line to line, digits or letters to a year or country.
(function (atlas) {
  const PAUSE = 800; // milliseconds after which typed letters begin anew

  /** `fold(group, open)` folds a group. Gives `stop()`, which keeps one tab stop among what is drawn. */
  atlas.walking = (box, outline, fold) => {
    let current = null; // key of the line that was in focus last
    let typed = "";
    const forget = atlas.calm(() => (typed = ""), PAUSE);
    const takes = (line) => line && (line.item || line.sort === "group");
    const lineAt = (element) => outline.near().find((line) => takes(line) && outline.target(line) === element);
    const where = () => outline.lines().findIndex((line) => line.key === current);

    function stop() {
      const drawn = outline.near().filter(takes);
      const top = outline.lines()[outline.screen.top()];
      const held = drawn.find((line) => line.key === current) || drawn.find((line) => line === top) || drawn[0];
      for (const line of drawn) outline.target(line).tabIndex = line === held ? 0 : -1;
    }

    function go(i) {
      const line = outline.lines()[i];
      if (!takes(line)) return;
      current = line.key;
      const element = outline.reach(i);
      stop();
      if (!element) return;
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" }); // the box itself may lie beyond the window's edge
    }

    // The nearest line from `i` on that takes the focus, in steps of `by`.
    function next(i, by) {
      const lines = outline.lines();
      while (lines[i] && !takes(lines[i])) i += by;
      return lines[i] ? i : -1;
    }

    function leaf(i, boxes) {
      const lines = outline.lines();
      const far = outline.screen.page(i, boxes * 0.9);
      const by = Math.sign(boxes);
      const found = next(far === i ? i + by : far, by);
      return found < 0 ? next(by > 0 ? lines.length - 1 : 0, -by) : found;
    }

    /** The first line of the next section whose heading begins with what was typed. */
    function jump(i, letter) {
      typed += letter.toLocaleLowerCase();
      forget();
      const lines = outline.lines();
      const fits = (line) => line.sort === "heading" && String(line.section.label).toLocaleLowerCase().startsWith(typed);
      const here = lines[i] && lines[i].section;
      if (typed.length > 1 && here && fits({ sort: "heading", section: here })) return -1;
      const from = here ? here.to : i + 1;
      const found = [...lines.keys()].find((n) => n >= from && fits(lines[n])) ?? lines.findIndex(fits);
      return found < 0 ? -1 : found + 1;
    }

    box.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const inside = outline.lines().indexOf(lineAt(event.target));
      if (inside < 0 && event.target !== box) return;
      const at = inside >= 0 ? inside : where();
      const to = step(event.key, at < 0 ? outline.screen.top() - 1 : at, at >= 0);
      if (to === null) return;
      event.preventDefault();
      if (to >= 0) go(to);
    });

    // The line that a key leads to, -1 where it leads nowhere, null where it means nothing here.
    function step(key, at, known) {
      const lines = outline.lines();
      const group = known && lines[at].group;
      if (key === "ArrowDown") return next(at + 1, 1);
      if (key === "ArrowUp") return next(at - 1, -1);
      if (key === "Home") return next(0, 1);
      if (key === "End") return next(lines.length - 1, -1);
      if (key === "PageDown") return leaf(Math.max(0, at), 1);
      if (key === "PageUp") return leaf(Math.max(0, at), -1);
      if (key === "ArrowLeft" && group) {
        if (lines[at].sort === "group") fold(group, false);
        return group.from;
      }
      if (key === "ArrowRight" && group && lines[at].sort === "group") {
        if (group.open) return next(at + 1, 1);
        fold(group, true);
        return outline.lines().findIndex((line) => line.key === group.key);
      }
      return key.length === 1 && key !== " " ? jump(at, key) : null;
    }

    box.addEventListener("focusin", (event) => {
      const line = lineAt(event.target);
      if (!line) return;
      current = line.key;
      stop();
    });

    return { stop, go };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
