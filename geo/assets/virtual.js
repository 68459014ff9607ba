"use strict";
// A long list in a box that scrolls, of which only the lines near what is seen are in the document.
(function (atlas) {
  const MOST = 60; // lines in the document at once
  const BEYOND = 8; // lines drawn above and below what is seen
  const GUESS = 56; // pixels of a line before any was measured

  /** Make `nodes`, and no others, the children of `parent`, without moving one that can stay: it may have the focus. */
  atlas.fill = (parent, nodes) => {
    const wanted = new Set(nodes);
    for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
    let at = parent.firstChild;
    for (const node of nodes) {
      if (node === at) at = at.nextSibling;
      else parent.insertBefore(node, at);
    }
  };

  /**
   * Lines are objects with a `key` (the same object or text for the same content) and a `sort`, whose mean
   * height is taken for those that were never seen. `draw(from, to, height)` puts the lines from..to-1 into
   * the document, and gives their elements by line number; `height(i, j)` is the room that lines i..j-1 take.
   */
  atlas.virtual = (scroller, draw) => {
    const heights = new Map(); // by key, as measured
    const drawn = new Map(); // element → its line
    let lines = [];
    let tops = new Float64Array(1);
    let [top, seen, width] = [0, 600, 0];
    let [from, to] = [0, 0];

    // Elements are measured after the browser has laid them out anyway: a filter step need not wait for it.
    const measure = new ResizeObserver((entries) => {
      if (take(entries.map((entry) => [entry.target, entry.borderBoxSize[0].blockSize]))) settle();
    });
    const room = new ResizeObserver(([{ contentRect }]) => {
      if (!contentRect.height) return; // hidden: what is drawn stays
      if (width && Math.abs(contentRect.width - width) > 1) heights.clear();
      [seen, width] = [contentRect.height, contentRect.width];
      later();
    });
    room.observe(scroller);
    scroller.addEventListener("scroll", () => {
      top = scroller.scrollTop;
      render();
    });

    const height = (i, j) => tops[j] - tops[i];

    function take(pairs) {
      let changed = false;
      for (const [element, size] of pairs) {
        const line = drawn.get(element);
        if (!line || !size || Math.abs((heights.get(line.key) || 0) - size) < 0.5) continue;
        heights.set(line.key, size);
        changed = true;
      }
      return changed;
    }

    function addUp() {
      const sums = {};
      for (const { key, sort } of lines) {
        const size = heights.get(key);
        if (!size) continue;
        sums[sort] ||= [0, 0];
        sums[sort][0] += size;
        sums[sort][1] += 1;
      }
      const mean = (sort) => (sums[sort] ? sums[sort][0] / sums[sort][1] : GUESS);
      const means = {};
      tops = new Float64Array(lines.length + 1);
      lines.forEach(({ key, sort }, i) => {
        tops[i + 1] = tops[i] + (heights.get(key) || (means[sort] ||= mean(sort)));
      });
    }

    /** The line at so many pixels from the list's beginning. */
    function lineAt(pixels) {
      let [low, high] = [0, lines.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (tops[middle] <= pixels) low = middle;
        else high = middle - 1;
      }
      return Math.max(0, low);
    }

    // What was measured differs from what was guessed: the line at the top edge stays where it is.
    function settle() {
      const anchor = lineAt(top);
      const within = top - tops[anchor];
      addUp();
      place();
      if (anchor > 0 && Math.abs(tops[anchor] + within - top) > 0.5) scroller.scrollTop = top = tops[anchor] + within;
      later();
    }

    const later = atlas.perFrame(() => render());

    function render() {
      const edge = Math.max(0, Math.min(top, tops[lines.length] - seen));
      const start = Math.max(0, lineAt(edge) - BEYOND);
      const end = Math.min(lines.length, lineAt(edge + seen) + 1 + BEYOND, start + MOST);
      if (start === from && end === to) return;
      [from, to] = [start, end];
      place();
    }

    function place() {
      const elements = draw(from, to, height);
      const now = new Map();
      elements.forEach((element, i) => now.set(element, lines[i]));
      for (const element of drawn.keys()) if (!now.has(element)) measure.unobserve(element);
      for (const element of now.keys()) if (!drawn.has(element)) measure.observe(element);
      drawn.clear();
      now.forEach((line, element) => drawn.set(element, line));
    }

    return {
      /** Show other lines, from their beginning or as far down as now. */
      set(given, fromTop) {
        lines = given;
        addUp();
        if (fromTop && top) scroller.scrollTop = top = 0;
        [from, to] = [-1, -1];
        render();
      },
      /** Bring line number `i` into the document and into the box; `above` pixels are covered by headings. */
      reach(i, above = 0) {
        // Guesses give way to measures as lines are drawn: a few rounds at most.
        for (let round = 0; round < 5; round += 1) {
          const before = top;
          if (tops[i] - above < top) top = Math.max(0, tops[i] - above);
          else if (tops[i + 1] > top + seen) top = tops[i + 1] - seen;
          render();
          if (top !== before) {
            scroller.scrollTop = top;
            top = scroller.scrollTop;
          }
          const measured = take([...drawn.keys()].map((element) => [element, element.getBoundingClientRect().height]));
          if (!measured && top === before) break;
          if (measured) {
            addUp();
            place();
          }
        }
      },
      /** The line that is so many boxes further down from line `i`. */
      page: (i, boxes) => lineAt(Math.max(0, tops[i] + boxes * seen)),
      top: () => lineAt(top),
    };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
