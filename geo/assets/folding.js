"use strict";
// Folding of text for search: NFKC, then the committed table of lower-case letters (folding.json).
(function (atlas) {
  const SPACE = /[\t-\r \u1680\u2028\u2029]+/;
  const table = new Map();

  function fold(text) {
    const normal = text.normalize("NFKC").replace(/[A-Z]+/g, (run) => run.toLowerCase());
    return normal.replace(/[^\0-\x7f]/gu, (letter) => {
      const lower = table.get(letter.codePointAt(0));
      return lower === undefined ? letter : String.fromCodePoint(lower);
    });
  }

  atlas.folding = {
    fold,
    words: (text) => fold(text).split(SPACE).filter(Boolean),
    use(ranges) {
      for (const [first, last, step, distance] of ranges) {
        for (let code = first; code <= last; code += step) table.set(code, code + distance);
      }
    },
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
