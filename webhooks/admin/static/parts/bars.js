// Bars lying on their side, one beside the other where there are two values; and the funnel, which is bars with shares.
import { draw } from "./build.js";
import { emptyFigure, figureOf, legendOf, tableOf } from "./figure.js";
import { stepsUpTo } from "./scales.js";
import { asNumber, asShare } from "./words.js";

const ROW = 30;
const THIN = 10;
const STEP = 54;

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
      limits.map(({ value, words }) => draw("g", {},
        draw("line", { class: "limit", x1: left + along(value), x2: left + along(value), y1: 0, y2: rows.length * ROW + 4 }),
        draw("text", { class: "axis middle", x: left + along(value), y: height - 4 }, words))),
      rows.map(({ name, values, isFew }, row) => draw("g", {},
        draw("title", {}, `${name}: ${values.map(asValue).join(", ")}`),
        draw("text", { class: "axis end", x: left - 8, y: row * ROW + 20 }, shortened(name, left - 8)),
        values.map((value, number) => draw("rect", {
          class: isFew ? "bar few" : `bar of-${number}`, x: left, rx: 3,
          y: row * ROW + (values.length > 1 ? 4 + number * (THIN + 1) : 6),
          width: Math.max(value === null ? 0 : 2, along(value ?? 0)), height: values.length > 1 ? THIN : 18,
        })),
        draw("text", { class: "axis", x: left + along(Math.max(...values.map((value) => value ?? 0))) + 8, y: row * ROW + 20 }, values.map(asValue).at(-1)))));
  };
}

export function barsFigure({ title, hint, rows, heads, asValue, empty, limits, most = 12, wide }) {
  if (!rows.length) return emptyFigure({ title, hint, why: empty, wide });
  return figureOf({
    title, hint, wide,
    legend: legendOf(heads.slice(1, 1 + rows[0].values.length)),
    paint: barsPainted({ rows: rows.slice(0, most), asValue, limits }),
    table: tableOf(title, heads, rows.map(({ name, values, more = [] }) => [name, ...values.map(asValue), ...more])),
  });
}

export function funnelFigure({ title, hint, funnel, empty }) {
  if (!funnel) return emptyFigure({ title, hint, why: empty });
  const steps = [["Shown", funnel.shown], ["Clicked", funnel.clicked], ["Into the cart", funnel.carted], ["Bought", funnel.bought]];
  const ofBefore = (number) => (number && steps[number - 1][1] ? asShare(steps[number][1] / steps[number - 1][1]) : "");
  const paint = (width) => {
    const height = STEP * steps.length;
    return draw("svg", { width, height, viewBox: `0 0 ${width} ${height}` },
      steps.map(([name, value], number) => draw("g", {},
        draw("text", { class: "label", x: 0, y: number * STEP + 16 }, `${name} ${asNumber(value)}`),
        draw("text", { class: "axis end", x: width, y: number * STEP + 16 }, number ? `${ofBefore(number)} of the step before` : ""),
        draw("rect", { class: "cell", x: 0, y: number * STEP + 24, width, height: 16, rx: 4 }),
        draw("rect", { class: "bar of-0", x: 0, y: number * STEP + 24, width: Math.max(2, (width * value) / (funnel.shown || 1)), height: 16, rx: 4 }))));
  };
  return figureOf({ title, hint, paint, table: tableOf(title, ["Step", "Products", "Of the step before"], steps.map(([name, value], number) => [name, asNumber(value), ofBefore(number) || "–"])) });
}
