"use strict";
// Sums of people over incidents: ranges of documented cases, never an estimate. As geo/people.py.
(function (atlas) {
  const NEVER_SUMMED = new Set(["helper_detained", "policy"]);

  function sumOf(records, name, silent) {
    const sum = { min: 0, max: 0, atLeast: false };
    for (const record of records) {
      const [low, high] = [record[`${name}_min`], record[`${name}_max`]];
      if (low === null && high === null && silent) continue;
      sum.min += low || 0;
      sum.max += high !== null ? high : low || 0;
      sum.atLeast = sum.atLeast || high === null;
    }
    return sum;
  }

  function sayRange({ min, max, atLeast }) {
    if (atLeast) return atlas.t("say.people.at_least", { n: min });
    return min === max ? atlas.words.number(min) : atlas.t("say.people.range", { min, max });
  }

  atlas.people = {
    sum(incidents) {
      const counted = incidents.filter((r) => r.count_in_totals && !NEVER_SUMMED.has(r.kind));
      return {
        people: sumOf(counted, "people", false),
        returned: sumOf(counted, "people_returned", true),
        died: sumOf(counted, "people_died", true),
      };
    },
    sayRange,
    say({ people, returned, died }) {
      const parts = [
        ["say.people", people],
        ["say.people.returned", returned],
        ["say.people.died", died],
      ];
      return parts
        .filter(([, sum]) => sum.max)
        .map(([key, sum]) => atlas.t(key, { n: sayRange(sum) }))
        .join("; ");
    },
  };
})((window.RoutesAtlas = window.RoutesAtlas || {}));
