// The frame of every plot: its name, what it means, the drawing, and the same numbers as a table.
import { build, newId } from "./build.js";

const drawings = new Map();
const watcher = new ResizeObserver((changes) => changes.forEach(({ target }) => redraw(target)));

function redraw(canvas) {
  const drawing = drawings.get(canvas);
  const width = Math.floor(canvas.clientWidth);
  if (!drawing || width < 1 || drawing.width === width) return;
  drawing.width = width;
  canvas.replaceChildren(drawing.paint(width));
}

export function forgetDrawings() {
  watcher.disconnect();
  drawings.clear();
}

export function tableOf(caption, heads, rows) {
  const [first, ...others] = heads;
  return build("div", { class: "table", tabindex: "0", role: "region", "aria-label": caption },
    build("table", {},
      build("caption", { class: "visually-hidden" }, caption),
      build("thead", {}, build("tr", {}, build("th", { scope: "col" }, first), others.map((head) => build("th", { scope: "col", class: "number" }, head)))),
      build("tbody", {}, rows.map(([name, ...cells]) => build("tr", {}, build("th", { scope: "row" }, name), cells.map((cell) => build("td", { class: "number" }, cell)))))));
}

export function figureOf({ title, hint, legend, paint, table, wide }) {
  const id = newId("plot");
  const canvas = build("div", { class: "canvas" });
  drawings.set(canvas, { width: 0, paint: (width) => {
    const drawing = paint(width);
    drawing.setAttribute("aria-labelledby", id);
    drawing.setAttribute("role", "img");
    return drawing;
  } });
  watcher.observe(canvas);
  return build("figure", { class: wide ? "plot wide" : "plot" },
    build("figcaption", {}, build("h3", { id }, title), hint ? build("p", { class: "hint" }, hint) : null),
    legend ?? null,
    canvas,
    build("details", {}, build("summary", {}, "As a table", build("span", { class: "visually-hidden" }, `: ${title}`)), table));
}

export function emptyFigure({ title, hint, why, wide }) {
  return build("figure", { class: wide ? "plot wide" : "plot" },
    build("figcaption", {}, build("h3", {}, title), hint ? build("p", { class: "hint" }, hint) : null),
    build("p", { class: "empty" }, why));
}

export function legendOf(names) {
  return names.length < 2 ? null : build("ul", { class: "legend" }, names.map((name, number) => build("li", { class: `of-${number % 6}` }, build("span", { class: "key", "aria-hidden": "true" }), name)));
}
