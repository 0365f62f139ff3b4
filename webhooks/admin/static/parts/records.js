// What is read rather than plotted: data quality, models and where they come from, and trials.
import { build } from "./build.js";
import { tableOf } from "./figure.js";
import { intervalsFigure } from "./intervals.js";
import { asAmount, asChannel, asMoment, asNumber, asPoints, asScore, asShare, asWords } from "./words.js";

const orDash = (value, as) => (value === null || value === undefined ? "–" : as(value));
const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;

export function qualityTable(quality) {
  if (!quality.length) return [build("p", { class: "empty" }, "No event came in the last seven days. Put the beacon on your pages, and ask shoppers whether they agree.")];
  const rows = quality.map(({ channel, sessions, whole, late, duplicates, refused }) => [asChannel(channel), asNumber(sessions), orDash(whole, asShare), orDash(late, asShare), orDash(duplicates, asShare), asShare(refused)]);
  return [
    build("p", { class: "hint" }, "Of the last seven days. At least 80 % of the sessions should tell who did what when."),
    tableOf("Quality of events by channel", ["Channel", "Sessions", "Whole", "Late", "Told twice", "Not kept"], rows),
  ];
}

/** What was put to use and could not be opened orders nothing. */
function stateOf(model) {
  if (model.is_serving) return "in use";
  if (model.is_in_use) return "not opened";
  return model.passed ? "passed" : "refused";
}

function whatOrders({ in_use: inUse, since, serving, refused }) {
  const orders = serving ? `${serving} orders what is shown` : "The built-in order is in use";
  if (!refused) return build("p", {}, serving && serving === inUse ? `${orders}, since ${asMoment(since)}.` : `${orders}.`);
  return build("p", { class: "alert" }, `${inUse} was put to use, ${asMoment(since)}, and could not be opened. ${refused} ${orders} instead.`);
}

function modelItem(model) {
  const state = stateOf(model);
  const window = model.trained_since ? `${asMoment(model.trained_since)} to ${asMoment(model.trained_until)}` : "–";
  const better = model.better_low === null ? "" : ` (better by ${signed(model.better_low)} to ${signed(model.better_high)})`;
  const failed = model.checks.filter(({ passed }) => !passed);
  const fact = (name, value) => build("div", {}, build("dt", {}, name), build("dd", {}, value));
  return build("li", { class: "model" },
    build("h3", {}, model.version, build("span", { class: `badge ${state.replace(" ", "-")}` }, state), model.is_simulated ? build("span", { class: "badge" }, "of simulated shoppers") : null),
    build("dl", {},
      fact("Made", asMoment(model.made_at)), fact("Learned from", window), fact("Lists", orDash(model.lists, asNumber)), fact("Features", asNumber(model.features)),
      fact("nDCG on held-out lists", `${orDash(model.ndcg, asScore)} against ${orDash(model.ndcg_before, asScore)}${better}`),
      fact("Code", model.code ?? "–"),
      fact("Checks", failed.length ? `Failed: ${failed.map(({ name, words }) => `${asWords(name)} (${words})`).join("; ")}` : `${model.checks.length} passed`)));
}

export function modelsParts(told) {
  const parts = [whatOrders(told)];
  if (told.models.length) parts.push(build("ul", { class: "models" }, told.models.map(modelItem)));
  else parts.push(build("p", { class: "empty" }, "No model was learned yet. The worker tries as soon as enough was shown and clicked; ", build("code", {}, "aisle train recommender"), " tries now and says what is missing."));
  if (told.changes.length) {
    parts.push(build("h3", {}, "What changed"), tableOf("Changes of the model in use", ["When", "What", "From", "To", "By", "Why"],
      told.changes.map(({ at, what, left, version, by, why }) => [asMoment(at), asWords(what), left ?? "built-in", version ?? "built-in", by, why])));
  }
  if (told.runs.length) {
    parts.push(build("h3", {}, "Tries at learning"), tableOf("Tries at learning", ["Began", "State", "Lists", "What came of it", "Why"],
      told.runs.map(({ started_at: begun, state, lists, outcome, reasons }) => [asMoment(begun), state, asNumber(lists), outcome ? asWords(outcome) : "–", reasons.join(" ") || "–"])));
  }
  return parts;
}

export function experimentsParts(told) {
  if (!told) return [build("p", { class: "empty" }, "The trials could not be read just now; ", build("code", {}, "aisle experiment list"), " tells them too.")];
  if (!told.experiments.length) return [build("p", { class: "empty" }, "No order is tried against another. ", build("code", {}, "aisle experiment create"), " begins a trial.")];
  return [build("ul", { class: "models" }, told.experiments.map((trial) => build("li", { class: "model" },
    build("h3", {}, trial.name, build("span", { class: `badge ${trial.finding === "better" ? "in-use" : ""}` }, trial.stopped_at ? "ended" : "running")),
    build("p", {}, trial.words),
    build("p", { class: "hint" }, `By ${trial.metric}, since ${asMoment(trial.started_at)}${trial.stopped_at ? ` until ${asMoment(trial.stopped_at)}` : ""}.`),
    trial.arms.length ? armsOf(trial) : null)))];
}

/** By the trial's own metric: shares differ by points, and amounts are in the shop's minor units. */
function armsOf({ name, metric, arms }) {
  const asValue = metric === "revenue" ? (value) => asAmount(value, { signed: true }) : asPoints;
  const against = ({ better, better_low: low, better_high: high }) => (better === null ? "–" : `${asValue(better)} (${asValue(low)} to ${asValue(high)})`);
  const table = tableOf(`Arms of ${name}`, ["Arm", "Model", "Share", "Saw it", "Counted", "Bought", "Spent, minor units", "Against the first"], arms.map((arm) => [
    arm.name, arm.model, asShare(arm.share), asNumber(arm.seen), asNumber(arm.units), orDash(arm.conversion, asShare), orDash(arm.per_unit_minor, asAmount), against(arm)]));
  const rows = arms.filter(({ better }) => better !== null).map((arm) => ({ name: arm.name, value: arm.better, low: arm.better_low, high: arm.better_high }));
  const title = metric === "revenue" ? "Spent by each, against the first arm" : "Share that bought, against the first arm";
  return intervalsFigure({ title, hint: "An interval that holds at every look: one beside no difference is sure.", rows, asValue, table });
}
