// The plots of the page, section by section, and what is said where there is nothing to plot yet.
import { barsFigure, funnelFigure } from "./bars.js";
import { heatFigure } from "./heat.js";
import { linesFigure } from "./lines.js";
import { asChannel, asIndex, asMs, asNumber, asScore, asShare, asWords } from "./words.js";

const NO_EVENTS = "Nobody was shown anything yet, as far as is known: pages tell it by the beacon, once the shopper agreed, and conversations by themselves.";
const NO_TURNS = "No conversation had been counted when this was measured, which the worker does every hour; aisle monitor does it now.";
const NO_MODEL = "When this was measured the built-in order was in use, which was trained on nothing and cannot drift. A learned model is watched from its first hour; aisle monitor measures it now.";

const byChannel = (series) => series.map(({ name, points }) => ({ name: asChannel(name), points }));

export function interestPlots(overview) {
  const { since, until } = overview;
  return [
    linesFigure({ title: "Click-through by channel", hint: "Of products shown, how many were clicked, asked about or put into the cart.", series: byChannel(overview.clicks), since, until, asValue: asShare, most: 1, empty: NO_EVENTS }),
    funnelFigure({ title: "From shown to bought", hint: "The same product, by the same visitor. What was shown in the last days may still be bought.", funnel: overview.funnel, empty: NO_EVENTS }),
    linesFigure({ title: "Shown, then bought", hint: "Of products shown on a day, how many the same person bought within a week: the last seven days are not complete yet.", wide: true, series: byChannel(overview.success), since, until, asValue: asShare, most: 1, empty: NO_EVENTS }),
    heatFigure({ title: "Click-through by channel and category", hint: "The categories that were shown most. A dot: too few visitors to tell.", cells: overview.heat, empty: NO_EVENTS }),
  ];
}

export function orderPlots(overview) {
  const { since, until, drift } = overview;
  const rows = drift.map(({ feature, index, certain, lists }) => ({ name: feature, values: [index], isFew: certain === null, more: [asIndex(certain), asNumber(lists)] }));
  return [
    linesFigure({ title: "nDCG@10 by model", hint: "How near lists came to the best order of what was clicked and put into the cart; 1 is perfect. What was drawn by lot is left out.", series: overview.order, since, until, asValue: asScore, most: 1, empty: "No list was clicked in yet, so no order can be judged." }),
    barsFigure({ title: "Drift of features", hint: "How far what the model reads has moved from what it was trained on (population stability index). Grey: too few persons or days to tell.", rows, heads: ["Feature", "Index", "Beyond what is usual", "Lists"], asValue: asIndex, empty: NO_MODEL, limits: [{ value: 0.1, words: ".1 moved" }, { value: 0.25, words: ".25 far" }] }),
  ];
}

export function cataloguePlots(overview) {
  const { since, until } = overview;
  const named = (name, points) => ({ name, points });
  return [
    linesFigure({ title: "How much of the catalogue is shown", hint: "Of products that can be bought, how many were shown within seven days.", series: [named("Shown", overview.coverage)], since, until, asValue: asShare, most: 1, empty: NO_EVENTS }),
    linesFigure({ title: "How showing is spread", hint: "Gini index: 0 where all products are shown alike, near 1 where a few have it all. Beside it what the most shown hundredth has.", series: [named("Gini index", overview.gini), named("Share of the top 1 %", overview.top_share)], since, until, asValue: asIndex, most: 1, empty: NO_EVENTS }),
    linesFigure({ title: "Vectors older than their text", hint: "Products whose text changed over an hour ago and that are still found by what it said before.", series: [named("Stale", overview.stale_vectors)], since, until, asValue: asShare, line: { value: 0.05, words: "alert" }, empty: "Not measured yet, or no embedding model is in use: aisle doctor tells which." }),
  ];
}

function countsAsBars(counts) {
  const sums = new Map();
  for (const { name, turns } of counts) {
    const sum = sums.get(name);
    sums.set(name, turns === null ? sum ?? null : (sum ?? 0) + turns);
  }
  return [...sums].sort(([, one], [, other]) => (other ?? 0) - (one ?? 0)).map(([name, turns]) => ({ name: asWords(name), values: [turns] }));
}

export function talkPlots(overview) {
  const { since, until } = overview;
  return [
    linesFigure({ title: "Turns by channel", series: byChannel(overview.turns), since, until, asValue: asNumber, empty: NO_TURNS }),
    barsFigure({ title: "What shoppers wanted", hint: "Turns by intent.", rows: countsAsBars(overview.intents), heads: ["Intent", "Turns"], asValue: asNumber, empty: NO_TURNS, most: 20 }),
    linesFigure({ title: "Out of scope", hint: "Of turns, how many the assistant took for nothing it can do.", series: byChannel(overview.out_of_scope), since, until, asValue: asShare, most: 1, empty: NO_TURNS }),
    barsFigure({ title: "Turns that failed", hint: "By why no real answer was given.", rows: countsAsBars(overview.failures), heads: ["Reason", "Turns"], asValue: asNumber, empty: "No turn failed." }),
    linesFigure({ title: "How long turns take", hint: "The 95th of a hundred.", series: byChannel(overview.turn_p95), since, until, asValue: asMs, empty: NO_TURNS }),
    barsFigure({ title: "Where the time goes", hint: "Stages of a turn.", rows: overview.stages.map(({ stage, p50, p95 }) => ({ name: stage, values: [p50, p95] })), heads: ["Stage", "Half of the turns", "95 of a hundred"], asValue: asMs, empty: NO_TURNS }),
  ];
}
