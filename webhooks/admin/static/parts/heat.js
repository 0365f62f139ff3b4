// A rate for each channel and category: the darker, the higher.
import { draw } from "./build.js";
import { emptyFigure, figureOf, tableOf } from "./figure.js";
import { asChannel, asNumber, asShare } from "./words.js";

const CELL_HIGH = 32;
const HEAD_HIGH = 26;

export function heatFigure({ title, hint, cells, empty }) {
  const known = cells.filter(({ rate }) => rate !== null);
  if (!known.length) return emptyFigure({ title, hint, why: empty, wide: true });
  const channels = [...new Set(cells.map(({ channel }) => channel))].sort();
  const categories = [...new Set(cells.map(({ category }) => category))];
  const at = new Map(cells.map((cell) => [`${cell.channel}/${cell.category}`, cell]));
  const cellOf = (channel, category) => at.get(`${channel}/${category}`);
  const most = Math.max(...known.map(({ rate }) => rate));
  const named = (category) => category || "not known";
  const paint = (width) => {
    const left = Math.min(Math.max(...categories.map((name) => named(name).length)) * 7 + 14, width * 0.42);
    const room = (width - left) / channels.length;
    const height = HEAD_HIGH + categories.length * CELL_HIGH;
    const fitting = (text) => (text.length * 7 > left - 10 ? `…${text.slice(-Math.floor((left - 24) / 7))}` : text);
    return draw("svg", { width, height, viewBox: `0 0 ${width} ${height}` },
      channels.map((channel, column) => draw("text", { class: "axis middle", x: left + room * (column + 0.5), y: 16 }, asChannel(channel))),
      categories.map((category, row) => draw("g", {},
        draw("text", { class: "axis end", x: left - 8, y: HEAD_HIGH + row * CELL_HIGH + 20 }, fitting(named(category))),
        channels.map((channel, column) => {
          const cell = cellOf(channel, category);
          const level = cell?.rate != null ? Math.min(4, Math.floor((cell.rate / (most || 1)) * 4.999)) : null;
          return draw("g", {},
            draw("title", {}, `${asChannel(channel)}, ${named(category)}: ${cell ? asShare(cell.rate) : "nothing shown"}`),
            draw("rect", { class: level === null ? "cell" : `cell level-${level}`, x: left + room * column + 1, y: HEAD_HIGH + row * CELL_HIGH + 1, width: Math.max(1, room - 2), height: CELL_HIGH - 2, rx: 5 }),
            draw("text", { class: level === null ? "axis middle" : `on-level-${level} middle`, x: left + room * (column + 0.5), y: HEAD_HIGH + row * CELL_HIGH + 20 }, cell ? (cell.rate === null ? "·" : asShare(cell.rate)) : "–"));
        }))));
  };
  const rows = categories.map((category) => [named(category), ...channels.map((channel) => {
    const cell = cellOf(channel, category);
    return cell ? `${asShare(cell.rate)} of ${asNumber(cell.shown)}` : "–";
  })]);
  return figureOf({ title, hint, wide: true, paint, table: tableOf(title, ["Category", ...channels.map(asChannel)], rows) });
}
