"use strict";
// Copying text, and an honest way out where the browser refuses it.
(function (atlas) {
  /**
   * Copies a text and promises whether it is in the clipboard. Where neither way of copying is allowed,
   * as in some frames, the text is shown after `near` and selected, for the reader to copy.
   */
  atlas.copy = async (text, near = document.activeElement) => {
    for (const old of document.querySelectorAll(".copy-text")) old.remove();
    if ((await byClipboard(text)) || byCommand(text)) return true;
    const box = field(text, { class: "copy-text", rows: 5, "aria-label": atlas.t("panel.copy.text") });
    near.after(box);
    select(box);
    return false;
  };

  async function byClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  function byCommand(text) {
    const before = document.activeElement;
    const box = field(text, { class: "unseen" });
    document.body.append(box);
    select(box);
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    } finally {
      box.remove();
      if (before) before.focus({ preventScroll: true });
    }
  }

  function field(text, attributes) {
    const box = atlas.el("textarea", { readonly: true, ...attributes });
    box.value = text;
    return box;
  }

  function select(box) {
    box.focus({ preventScroll: true });
    box.select();
  }
})((window.RoutesAtlas = window.RoutesAtlas || {}));
