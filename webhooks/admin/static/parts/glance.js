// What is told before any plot: alerts, and the few numbers that say whether all is well.
import { build } from "./build.js";
import { sparkline } from "./lines.js";
import { asChange, asChannel, asMoment, asNumber, asScore, asShare, asWords } from "./words.js";

const KINDS = {
  clicks_fell: "Fewer clicks", order_fell: "Worse order", drift: "Drift", stale_vectors: "Stale vectors", events_incomplete: "Incomplete events",
};

export function alertsSection(alerts, measuredAt) {
  const open = alerts.filter(({ closed_at: closed }) => closed === null);
  const over = alerts.filter(({ closed_at: closed }) => closed !== null);
  const item = (alert) => build("li", { class: alert.closed_at === null ? "alert" : "alert over" },
    build("p", { class: "kind" }, KINDS[alert.kind] ?? asWords(alert.kind), alert.subject ? ` · ${asChannel(alert.subject)}` : "",
      build("span", { class: "since" }, alert.closed_at === null ? `since ${asMoment(alert.opened_at)}` : `${asMoment(alert.opened_at)} to ${asMoment(alert.closed_at)}`)),
    build("p", {}, alert.told));
  if (!measuredAt) {
    return [build("p", { class: "empty" }, "Nothing was measured yet. The worker measures every hour; ", build("code", {}, "aisle monitor"), " does it now.")];
  }
  return [
    open.length ? build("ul", { class: "alerts" }, open.map(item)) : build("p", { class: "well" }, "Nothing that somebody should know."),
    build("p", { class: "hint" }, `Last measured ${asMoment(measuredAt)}.`),
    over.length ? build("details", { class: "over" }, build("summary", {}, `${over.length} that ended`), build("ul", { class: "alerts" }, over.map(item))) : null,
  ];
}

function weekTold(week) {
  if (!week || week.change === null) return build("p", { class: "delta" }, "too little to compare weeks");
  const sure = `${asChange(week.low)} to ${asChange(week.high)}`;
  const way = week.has_fallen ? "fell" : week.low > 0 ? "rose" : "";
  return build("p", { class: `delta ${way}` }, `${asChange(week.change)} on the week before`, build("span", { class: "sure" }, `between ${sure}`));
}

function tile(name, value, about, points) {
  return build("div", { class: "tile" }, build("dt", {}, name), build("dd", {}, build("span", { class: "value" }, value), points ? sparkline(points) : null, about));
}

function together(series) {
  const days = new Map();
  for (const { points } of series) {
    for (const { day, value, out_of: behind } of points) {
      if (value === null) continue;
      const sum = days.get(day) ?? { day, top: 0, behind: 0 };
      days.set(day, { day, top: sum.top + value * behind, behind: sum.behind + behind });
    }
  }
  return [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1)).map(({ day, top, behind }) => ({ day, value: behind ? top / behind : null, out_of: behind }));
}

const RIPE_MS = 8 * 86_400_000;
const ripeBy = (points, until) => points.filter(({ day }) => Date.parse(day) <= Date.parse(until) - RIPE_MS);
const latest = (points) => points.filter(({ value }) => value !== null).at(-1)?.value ?? null;

function summed(series) {
  const sums = series.flatMap(({ points }) => points).map(({ value }) => value ?? 0);
  return sums.reduce((sum, value) => sum + value, 0);
}

export function tilesOf(overview) {
  const weekOf = (rate) => overview.weeks.find((week) => week.rate === rate && week.channel === overview.channel);
  const clicks = together(overview.clicks);
  const order = together(overview.order);
  const funnel = overview.funnel;
  const bought = ripeBy(together(overview.success), overview.until);
  const outside = together(overview.out_of_scope);
  const about = (words) => build("p", { class: "delta" }, words);
  const orNone = (value, as) => (value === null ? "–" : as(value));
  return build("dl", { class: "tiles" },
    tile("Click-through", orNone(funnel ? funnel.clicked / funnel.shown : null, asShare), weekTold(weekOf("clicks")), clicks),
    tile("Order, nDCG@10", orNone(latest(order), asScore), weekTold(weekOf("ndcg")), order),
    tile("Shown, then bought within a week", orNone(latest(bought), asShare), about(bought.length ? "of products shown, by the latest day that is complete" : "known of days that are a week ago"), bought),
    tile("Catalogue shown in a week", orNone(latest(overview.coverage), asShare), about("of what can be bought"), overview.coverage),
    tile("Turns of conversation", asNumber(summed(overview.turns)), about("on all channels looked at")),
    tile("Out of scope", orNone(latest(outside), asShare), about("of turns, on the latest day"), outside));
}
