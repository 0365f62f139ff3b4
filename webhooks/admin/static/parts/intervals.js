// How much better each arm of a trial is than the first, with how sure that is: a dot on its interval, beside no difference.
import { draw } from "./build.js";
import { figureOf } from "./figure.js";

const INTERVAL_ROW = 34;
const INTERVAL_SIDE = 12;

function intervalsPainted({ rows, asValue }) {
  return (width) => {
    const left = Math.min(Math.max(...rows.map(({ name }) => name.length)) * 7 + 14, width * 0.42);
    const right = 14 + 7 * Math.max(...rows.map(({ value }) => asValue(value).length));
    const low = Math.min(0, ...rows.map((row) => row.low));
    const high = Math.max(0, ...rows.map((row) => row.high));
    const across = (value) => left + INTERVAL_SIDE + ((width - left - right - 2 * INTERVAL_SIDE) * (value - low)) / (high - low || 1);
    const height = rows.length * INTERVAL_ROW + 24;
    return draw("svg", { width, height, viewBox: `0 0 ${width} ${height}` },
      draw("line", { class: "limit", x1: across(0), x2: across(0), y1: 0, y2: rows.length * INTERVAL_ROW }),
      draw("text", { class: "axis middle", x: across(0), y: height - 6 }, "no difference"),
      rows.map(({ name, value, low: from, high: to }, row) => draw("g", { class: "interval of-0" },
        draw("title", {}, `${name}: ${asValue(value)} (${asValue(from)} to ${asValue(to)})`),
        draw("text", { class: "axis end", x: left - 8, y: row * INTERVAL_ROW + 21 }, name.length * 7 > left ? `${name.slice(0, Math.floor(left / 7) - 1)}…` : name),
        draw("line", { x1: across(from), x2: across(to), y1: row * INTERVAL_ROW + 17, y2: row * INTERVAL_ROW + 17 }),
        draw("circle", { class: "dot", cx: across(value), cy: row * INTERVAL_ROW + 17, r: 5 }),
        draw("text", { class: "axis", x: width - right + 6, y: row * INTERVAL_ROW + 21 }, asValue(value)))));
  };
}

/** Null where no arm can be held against the first yet: the table says as much. */
export function intervalsFigure({ title, hint, rows, asValue, table }) {
  return rows.length ? figureOf({ title, hint, paint: intervalsPainted({ rows, asValue }), table }) : table;
}
