"use strict";
// Light or dark: as the reader's system has it, or as the address or the reader says.
(function (atlas) {
  const root = document.documentElement;
  const THEMES = ["auto", "light", "dark"];
  const own = root.dataset.theme || "auto"; // as the document was written

  atlas.theme = {
    THEMES,

    /** The theme that was chosen, else the document's; "auto" follows the system. */
    now() {
      const asked = atlas.address.option("theme");
      return THEMES.includes(asked) ? asked : own;
    },

    /** Show the chosen theme. */
    show() {
      const theme = atlas.theme.now();
      if (theme === "auto") delete root.dataset.theme;
      else root.dataset.theme = theme;
    },

    /** Choose a theme and keep it in the address. */
    choose(theme) {
      if (!THEMES.includes(theme)) return;
      atlas.address.choose("theme", theme === own ? "" : theme);
      atlas.theme.show();
      if (atlas.current) atlas.address.write();
    },
  };
  atlas.theme.show();
})((window.RoutesAtlas = window.RoutesAtlas || {}));
