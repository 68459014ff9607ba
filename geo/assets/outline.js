"use strict";
// Groups, their sections and rows as lines of one virtual list: only elements near what is seen are made.
(function (atlas) {
  const el = (...words) => atlas.el(...words);

  /**
   * A group is {key, head, note, open, sections}, with elements for its heading and for what stands under it;
   * a section {label, items}. `row(item)` makes the element of an item, which is kept while it is near.
   * `after(lost)` is told of each drawing, and whether what had the focus is gone with it.
   */
  atlas.outline = (scroller, row, after) => {
    const made = new Map(); // record → {element, item} as drawn last
    const boxes = new Map(); // group key → its elements, kept for good: the focus may be in there
    let groups = [];
    let lines = [];
    let near = []; // lines that are drawn
    const screen = atlas.virtual(scroller, draw);

    function show(given, fromTop) {
      groups = given;
      lines = [];
      for (const group of groups) {
        const add = (line) => {
          line.group = group;
          lines.push(line);
        };
        group.from = lines.length;
        add({ key: group.key, sort: "group" });
        if (group.open && group.note) add({ key: `${group.key} note`, sort: "note" });
        group.body = lines.length;
        if (group.open) for (const section of group.sections) {
          section.from = lines.length;
          if (section.label !== null) add({ key: `${group.key} ${section.label}`, sort: "heading", section });
          section.rows = lines.length;
          section.items.forEach((item, at) => add({ key: item.record, sort: item.part ? "part" : "row", section, item, at }));
          section.to = lines.length;
        }
        group.to = lines.length;
      }
      atlas.fill(scroller, groups.map((group) => boxOf(group).node));
      screen.set(lines, fromTop);
    }

    function boxOf({ key, head, note, open }) {
      if (!boxes.has(key)) {
        const body = el("div", { id: `rows-${key}` });
        boxes.set(key, { body, node: el("section", { class: "group" }) });
      }
      const box = boxes.get(key);
      atlas.fill(box.node, [head, open && note, box.body].filter(Boolean));
      return box;
    }

    function draw(from, to, height) {
      const held = document.activeElement;
      const elements = [];
      const kept = new Set();
      for (const group of groups) {
        const { node, body } = boxes.get(group.key);
        elements[group.from] = group.head;
        if (group.body > group.from + 1) elements[group.from + 1] = group.note;
        node.classList.toggle("is-parted", group.open && group.sections.some((section) => section.label !== null));
        const near = group.open ? group.sections.filter((section) => section.to > from && section.from < to) : [];
        const first = near.length ? near[0].from : group.to;
        const last = near.length ? near[near.length - 1].to : group.to;
        pad(body, height(group.body, first), height(last, group.to));
        atlas.fill(body, near.map((section) => drawSection(section, { from, to, height, elements, kept })));
      }
      for (const record of made.keys()) if (!kept.has(record)) made.delete(record);
      near = Object.keys(elements).map((i) => lines[i]);
      after(!held.isConnected);
      return elements;
    }

    function drawSection(section, { from, to, height, elements, kept }) {
      if (!section.node) {
        section.list = el("ul", { class: "rows" });
        section.head = section.label !== null && el("h4", {}, String(section.label), el("span", { class: "badge" }, atlas.words.number(section.items.length)));
        section.node = el("div", {}, section.head, section.list);
      }
      if (section.head) elements[section.from] = section.head;
      const start = Math.min(section.to, Math.max(section.rows, from));
      const end = Math.max(start, Math.min(section.to, to));
      const shown = [];
      for (let i = start; i < end; i += 1) {
        const element = rowOf(lines[i]);
        kept.add(lines[i].key);
        element.setAttribute("aria-posinset", lines[i].at + 1);
        element.setAttribute("aria-setsize", section.items.length);
        shown.push((elements[i] = element));
      }
      pad(section.list, height(section.rows, start), height(end, section.to));
      atlas.fill(section.list, shown);
      return section.node;
    }

    function rowOf({ item }) {
      const old = made.get(item.record);
      if (old && old.part === item.part) return old.element;
      const element = row(item);
      made.set(item.record, { element, part: item.part });
      return element;
    }

    function pad(element, above, below) {
      const [top, bottom] = [`${above}px`, `${below}px`];
      if (element.style.paddingTop !== top) element.style.paddingTop = top;
      if (element.style.paddingBottom !== bottom) element.style.paddingBottom = bottom;
    }

    /** What of a line takes the focus: a row's button, a group's heading; null for all else and for what is not drawn. */
    function target(line) {
      if (line.sort === "group") return line.group.head.firstChild;
      const row = line.item && made.get(line.item.record);
      return row ? row.element.firstChild : null;
    }

    return {
      show,
      target,
      screen,
      /** Draw every row anew. */
      renew: () => made.clear(),
      lines: () => lines,
      near: () => near,
      button: (record) => (made.has(record) ? made.get(record).element.firstChild : null),
      lineOf: (record) => lines.findIndex((line) => line.key === record),
      /** Bring a line into view and give the element that takes its focus. */
      reach(i) {
        const { section, group } = lines[i];
        const cover = section && section.label !== null ? section.head : lines[i].item && group.head;
        screen.reach(i, cover ? cover.offsetHeight || 36 : 0);
        return target(lines[i]);
      },
    };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
