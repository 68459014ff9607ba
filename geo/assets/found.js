"use strict";
// Where the words that a reader searches for stand in a text, to mark them there.
(function (atlas) {
  const AROUND = 36; // letters shown on either side of a word found in a long text

  /** For each letter of the text, whether it belongs to one of the folded words; null where none is found. */
  function hits(letters, words) {
    let folded = "";
    const owner = []; // which letter each unit of the folded text comes from
    letters.forEach((letter, i) => {
      for (const unit of atlas.folding.fold(letter).split("")) {
        folded += unit;
        owner.push(i);
      }
    });
    let found = null;
    for (const word of words) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        found ||= new Array(letters.length).fill(false);
        found.fill(true, owner[at], owner[at + word.length - 1] + 1);
      }
    }
    return found;
  }

  /** The text as nodes, with what the words find in it marked. */
  atlas.marked = (text, words) => {
    if (!words.length || !text) return [text];
    const letters = Array.from(text);
    const found = hits(letters, words);
    if (!found) return [text];
    const runs = [];
    letters.forEach((letter, i) => {
      if (i && found[i] === found[i - 1]) runs[runs.length - 1].text += letter;
      else runs.push({ text: letter, found: found[i] });
    });
    return runs.map((run) => (run.found ? atlas.el("mark", {}, run.text) : run.text));
  };

  /** Where a record holds a word that its line in the list doesn't show: the passage, else null. */
  atlas.passage = (record, shown, words) => {
    const { fold } = atlas.folding;
    const line = fold(shown);
    const missing = words.find((word) => !line.includes(word));
    if (!missing) return null;
    const texts = [...record.searched(), ...record.sources.flatMap((source) => [source.publisher, source.title])];
    const text = texts.find((each) => each && fold(each).includes(missing));
    if (!text) return null;
    const letters = Array.from(text);
    const found = hits(letters, [missing]);
    if (!found) return null;
    const at = found.indexOf(true);
    const [start, end] = [Math.max(0, at - AROUND), Math.min(letters.length, at + missing.length + AROUND)];
    return (start ? "…" : "") + letters.slice(start, end).join("").trim() + (end < letters.length ? "…" : "");
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
