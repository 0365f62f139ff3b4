// The operator's page: asks for the figures, and draws them anew when the period or the channel is changed.
import { ask } from "./parts/asking.js";
import { build } from "./parts/build.js";
import { forgetDrawings } from "./parts/figure.js";
import { alertsSection, tilesOf } from "./parts/glance.js";
import { experimentsParts, modelsParts, qualityTable } from "./parts/records.js";
import { cataloguePlots, interestPlots, orderPlots, talkPlots } from "./parts/sections.js";
import { asChannel } from "./parts/words.js";

const controls = document.getElementById("controls");
const page = document.getElementById("figures");
const picker = document.getElementById("channel");
const REFRESH_MS = 300_000;
let asked = 0;

function section(id, title, parts, { plots = false } = {}) {
  return build("section", { id, "aria-labelledby": `${id}-title` }, build("h2", { id: `${id}-title` }, title), plots ? build("div", { class: "plots" }, parts) : [parts].flat(2));
}

function madeUpNote() {
  return build("p", { class: "made-up" }, "This is the demo shop: its past is of simulated shoppers, and leaves with it when you import your own goods.");
}

function offer(channels, chosen) {
  const names = ["", ...new Set([...channels, ...(chosen ? [chosen] : [])])];
  picker.replaceChildren(...names.map((name) => build("option", { value: name, selected: name === chosen }, asChannel(name))));
}

function show(overview, alerts, models, experiments) {
  const open = new Set([...page.querySelectorAll("details[open]")].map((part) => part.closest("figure")?.querySelector("h3")?.textContent));
  forgetDrawings();
  offer(overview.channels, overview.channel);
  const sections = [
    section("alerts", "Worth knowing", [overview.is_made_up ? madeUpNote() : null, alertsSection(alerts.alerts, overview.measured_at)]),
    section("glance", "At a glance", tilesOf(overview)),
    section("interest", "What interests shoppers", interestPlots(overview), { plots: true }),
    section("order", "The order of what is shown", orderPlots(overview), { plots: true }),
    section("catalogue", "The catalogue", cataloguePlots(overview), { plots: true }),
    section("talk", "Conversations", talkPlots(overview), { plots: true }),
    section("quality", "Quality of the data", qualityTable(overview.quality)),
    section("experiments", "Trials", experimentsParts(experiments)),
    section("models", "Models", modelsParts(models)),
  ];
  page.replaceChildren(...sections);
  for (const part of page.querySelectorAll("figure details")) part.open = open.has(part.closest("figure").querySelector("h3").textContent);
  document.getElementById("contents").replaceChildren(...sections.map((each) => build("a", { href: `#${each.id}` }, each.querySelector("h2").textContent)));
}

function tell(problem) {
  if (problem.status === 401 || problem.status === 404) {
    window.location.reload();
    return;
  }
  const again = build("button", { type: "button" }, "Try again");
  again.addEventListener("click", refresh);
  page.replaceChildren(build("p", { class: "status", role: "alert" }, `${problem.message}. `, again));
}

async function refresh() {
  const number = (asked += 1);
  const given = new FormData(controls);
  const wanted = { days: given.get("days"), channel: given.get("channel") ?? "" };
  page.setAttribute("aria-busy", "true");
  try {
    const answers = await Promise.all([ask("overview", wanted), ask("alerts", { days: wanted.days }), ask("models"), ask("experiments").catch(() => null)]);
    if (number === asked) show(...answers);
  } catch (problem) {
    if (number === asked) tell(problem);
  }
  if (number === asked) page.setAttribute("aria-busy", "false");
}

controls.addEventListener("change", refresh);
controls.addEventListener("submit", (event) => event.preventDefault());
setInterval(() => document.visibilityState === "visible" && refresh(), REFRESH_MS);
refresh();
