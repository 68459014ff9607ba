"use strict";
// Sums of people over incidents: ranges of documented cases, never an estimate. As geo/people.py.
(function (atlas) {
  const NEVER_SUMMED = new Set(["helper_detained", "policy"]);

  const none = () => ({ min: 0, max: 0, atLeast: false });

  function add(sum, low, high, silent) {
    if (low === null && high === null && silent) return;
    sum.min += low || 0;
    sum.max += high !== null ? high : low || 0;
    sum.atLeast = sum.atLeast || high === null;
  }

  function sayRange({ min, max, atLeast }) {
    if (atLeast) return atlas.t("say.people.at_least", { n: min });
    return min === max ? atlas.words.number(min) : atlas.t("say.people.range", { min, max });
  }

  atlas.people = {
    sum(incidents) {
      const sums = { people: none(), returned: none(), died: none() };
      for (const r of incidents) {
        if (!r.count_in_totals || NEVER_SUMMED.has(r.kind)) continue;
        add(sums.people, r.people_min, r.people_max, false);
        add(sums.returned, r.people_returned_min, r.people_returned_max, true);
        add(sums.died, r.people_died_min, r.people_died_max, true);
      }
      return sums;
    },
    sayRange,
    say({ people, returned, died }) {
      const parts = [
        ["say.people", people],
        ["say.people.returned", returned],
        ["say.people.died", died],
      ];
      const told = parts.filter(([, sum]) => sum.max).map(([key, sum]) => atlas.t(key, { n: sayRange(sum) }));
      return told.length ? atlas.t("say.people.told", { parts: told.join(atlas.t("say.semicolon")) }) : "";
    },
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
