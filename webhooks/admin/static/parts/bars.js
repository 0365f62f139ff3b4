// Bars lying on their side, one beside the other where there are two values; and the funnel, which is bars with shares.
import { draw } from "./build.js";
import { emptyFigure, figureOf, legendOf, tableOf } from "./figure.js";
import { stepsUpTo } from "./scales.js";
import { asNumber, asShare } from "./words.js";

const ROW = 30;
const THIN = 10;

function shortened(text, room) {
  const most = Math.max(4, Math.floor(room / 7));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function barsPainted({ rows, asValue, limits = [] }) {
  return (width) => {
    const longest = Math.max(...rows.map(({ name }) => name.length));
    const left = Math.min(longest * 7 + 14, width * 0.42);
    const right = 70;
    const most = stepsUpTo(Math.max(...rows.flatMap(({ values }) => values.map((value) => value ?? 0)), ...limits.map(({ value }) => value))).at(-1);
    const along = (value) => ((width - left - right) * value) / most;
    const height = rows.length * ROW + 8 + (limits.length ? 16 : 0);
    return draw("svg", { width, height, viewBox: `0 0 ${width} ${height}` },
      rows.map(({ name, values }, row) => draw("g", {},
        draw("title", {}, `${name}: ${values.map(asValue).join(", ")}`),
        draw("text", { class: "axis end", x: left - 8, y: row * ROW + 20 }, shortened(name, left - 8)),
        values.map((value, number) => draw("rect", {
          class: `bar of-${number}`, x: left, rx: 3,
          y: row * ROW + (values.length > 1 ? 4 + number * (THIN + 1) : 6),
          width: Math.max(value === null ? 0 : 2, along(value ?? 0)), height: values.length > 1 ? THIN : 18,
        })),
        draw("text", { class: "axis", x: left + along(Math.max(...values.map((value) => value ?? 0))) + 8, y: row * ROW + 20 }, values.map(asValue).at(-1)))),
      limits.map(({ value, words }) => draw("g", {},
        draw("line", { class: "limit", x1: left + along(value), x2: left + along(value), y1: 0, y2: rows.length * ROW + 4 }),
        draw("text", { class: "axis middle", x: left + along(value), y: height - 4 }, words))));
  };
}

export function barsFigure({ title, hint, rows, heads, asValue, empty, limits, most = 12, wide }) {
  if (!rows.length) return emptyFigure({ title, hint, why: empty, wide });
  return figureOf({
    title, hint, wide,
    legend: legendOf(heads.slice(1)),
    paint: barsPainted({ rows: rows.slice(0, most), asValue, limits }),
    table: tableOf(title, heads, rows.map(({ name, values, more = [] }) => [name, ...values.map(asValue), ...more])),
  });
}

export function funnelFigure({ title, hint, funnel, empty }) {
  if (!funnel) return emptyFigure({ title, hint, why: empty });
  const steps = [["Shown", funnel.shown], ["Clicked", funnel.clicked], ["Into the cart", funnel.carted], ["Bought", funnel.bought]];
  const ofBefore = (number) => (number && steps[number - 1][1] ? asShare(steps[number][1] / steps[number - 1][1]) : "");
  // On a scale of roots: of a hundred things shown one is bought, and the last steps would be lines.
  const root = (value) => Math.sqrt(value / (funnel.shown || 1));
  const paint = (width) => {
    const height = 54 * steps.length;
    const middle = width / 2;
    return draw("svg", { width, height, viewBox: `0 0 ${width} ${height}` },
      steps.map(([name, value], number) => {
        const half = Math.max(1, (root(value) * (width - 20)) / 2);
        const next = number + 1 < steps.length ? Math.max(1, (root(steps[number + 1][1]) * (width - 20)) / 2) : half;
        const top = number * 54;
        return draw("g", {},
          draw("title", {}, `${name}: ${asNumber(value)}`),
          draw("path", { class: `step of-0 step-${number}`, d: `M${middle - half} ${top + 2}H${middle + half}L${middle + next} ${top + 52}H${middle - next}Z` }),
          draw("rect", { class: "plate", x: middle - 104, y: top + 11, width: 208, height: 30, rx: 15 }),
          draw("text", { class: "label middle", x: middle, y: top + 31 }, `${name} ${asNumber(value)}${number ? ` · ${ofBefore(number)}` : ""}`));
      }));
  };
  return figureOf({ title, hint, paint, table: tableOf(title, ["Step", "Products", "Of the step before"], steps.map(([name, value], number) => [name, asNumber(value), ofBefore(number) || "–"])) });
}
