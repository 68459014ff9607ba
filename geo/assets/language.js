"use strict";
// The languages that a document carries: which one is shown, and the page's own words in it.
(function (atlas) {
  let towns = {};
  let countries = {};

  /** The language among `langs` that a tag means ("zh", "ko-KR"), else the first. */
  atlas.carried = (langs, wanted) => {
    const asked = String(wanted || "").replace("_", "-").toLowerCase();
    const base = (tag) => tag.toLowerCase().split("-")[0];
    return langs.find((tag) => tag.toLowerCase() === asked) || langs.find((tag) => base(tag) === base(asked)) || langs[0];
  };

  /** The texts, dates and names of a language from now on. */
  atlas.speak = ({ strings, towns: names, vocab }, lang) => {
    atlas.words.use(strings, lang);
    atlas.dates.use(lang);
    towns = names;
    countries = vocab.country;
  };

  /** A town's name in the language shown where a source gives one, else the name given. */
  atlas.townName = (name) => (Object.hasOwn(towns, name) ? towns[name] : name);

  // Whether a text names something, in words of their own.
  const says = (text, name) => text.split(name).slice(1).some((rest) => !/^\p{L}/u.test(rest));

  /**
   * Where something is, in words: {text, own}, `own` being what of the text is as its source wrote it. Place, province
   * and country, each only where none before it says so. The same as geo/languages.py.
   */
  atlas.whereIs = ({ place, admin1, country }) => {
    const said = [];
    const names = [];
    const own = [];
    for (const [given, name] of [[place, atlas.townName(place)], [admin1, admin1], [country, countries[country]]]) {
      if (!given || said.some((text) => says(text, name || given))) continue;
      said.push(given, name || given);
      names.push(name || given);
      if (name === given) own.push(name);
    }
    return { text: atlas.words.listed(names), own: atlas.words.listed(own) };
  };

  /** A text as nodes, with `own` in it marked as English; `show` gives the nodes of a piece. */
  atlas.written = ({ text, own }, show = (piece) => piece) => {
    const at = own ? text.lastIndexOf(own) : -1;
    if (at < 0) return show(text);
    return [show(text.slice(0, at)), atlas.el("span", { lang: "en" }, show(own)), show(text.slice(at + own.length))];
  };

  /** What the page said before any script ran, in the language shown. */
  atlas.translatePage = ({ meta }) => {
    document.documentElement.lang = meta.lang;
    document.title = meta.title;
    document.querySelector("h1").textContent = meta.title;
    const skip = document.querySelector("a.skip");
    if (skip) skip.textContent = atlas.t("meta.skip");
  };

  /** What is said of the document itself, from the facts that the block tells. */
  atlas.metaIn = (block, lang) => {
    const { title, report, grave, as_of: asOf } = block.meta;
    const t = (...words) => atlas.t(...words);
    return {
      ...block.meta,
      lang,
      title: title || t("meta.title"),
      credit: block.meta.licensed ? t("meta.credit") : "",
      as_of_text: asOf && atlas.dates.sayEdtf(asOf),
      notice: t("meta.notice"),
      content_note: grave ? t("meta.content_note") : "",
      report: report || t("meta.report"),
      licence: block.meta.licensed ? t("meta.licence") : "", // whose records they are sets their licence
      attribution: [
        t("meta.attribution.towns"),
        t("meta.attribution.basemap"),
        block.meta.facilities && t("meta.attribution.sites"),
        t("meta.attribution.library"),
        !block.languages[lang].reviewed && t("meta.unreviewed"),
      ].filter(Boolean),
    };
  };

  /** Names of countries, seas and rivers on the basemap: the block names them by id. */
  atlas.namedTopology = (topology, vocab) => {
    const labels = topology.objects.labels;
    const geometries = labels.geometries.map((each) => {
      const { kind, id } = each.properties;
      return { ...each, properties: { ...each.properties, name: vocab[kind][id] } };
    });
    return { ...topology, objects: { ...topology.objects, labels: { ...labels, geometries } } };
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
