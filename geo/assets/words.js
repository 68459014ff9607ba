"use strict";
// The words of the interface: texts by key, slots filled in one pass, plural forms by CLDR category.
(function (atlas) {
  let texts = {};
  let plural = new Intl.PluralRules("en");
  let numbers = new Intl.NumberFormat("en");

  atlas.words = {
    use(strings, lang) {
      texts = strings;
      plural = new Intl.PluralRules(lang);
      numbers = new Intl.NumberFormat(lang);
    },
    number: (value) => numbers.format(value),
    listed: (names) => names.filter(Boolean).join(atlas.t("say.comma")),
    /** A route's name: the places that it joins keep their dash at the end of a line. The same as geo/words.py. */
    dashed: (name) => name.replace(/ - /g, "\u00a0– "),
    anyOf: (names) => names.join(atlas.t("say.or")),
  };

  atlas.t = function (key, values = {}) {
    let text = texts[key];
    if (text === undefined) return key;
    if (typeof text !== "string") text = text[plural.select(values.n)] || text.other;
    return text.replace(/\{(\w+)\}/g, (slot, name) => {
      const value = values[name];
      return typeof value === "number" ? numbers.format(value) : value === undefined ? slot : value;
    });
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
