// Lines over days, with what each day says under the pointer.
import { build, draw } from "./build.js";
import { emptyFigure, figureOf, legendOf, tableOf } from "./figure.js";
import { daysBetween, everyFew, stepsUpTo } from "./scales.js";
import { asDay, asFullDay } from "./words.js";

const HEIGHT = 220;
const EDGE = { top: 12, right: 12, bottom: 26 };

function pathsOf(points, across, up) {
  const runs = [[]];
  for (const point of points) {
    if (point.value === null) runs.push([]);
    else runs.at(-1).push(point);
  }
  return runs.filter((run) => run.length).map((run) => ({
    line: run.map(({ day, value }, number) => `${number ? "L" : "M"}${across(day).toFixed(1)} ${up(value).toFixed(1)}`).join(""),
    alone: run.length === 1 ? run[0] : null,
  }));
}

function pointing(svg, { days, across, series, asValue, width, height }) {
  const rule = draw("line", { class: "pointer", y1: EDGE.top, y2: height - EDGE.bottom });
  const told = draw("g", { class: "told" });
  svg.append(rule, told);
  const hide = () => svg.classList.remove("pointed");
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("pointermove", (event) => {
    const at = event.clientX - svg.getBoundingClientRect().left;
    const day = days.reduce((best, each) => (Math.abs(across(each) - at) < Math.abs(across(best) - at) ? each : best), days[0]);
    const lines = series.flatMap(({ name, points }, number) => {
      const point = points.find((each) => each.day === day);
      return point ? [{ number, text: `${name ? `${name}: ` : ""}${asValue(point.value)}` }] : [];
    });
    if (!lines.length) return hide();
    const place = across(day);
    rule.setAttribute("x1", place);
    rule.setAttribute("x2", place);
    const boxWidth = 16 + 7 * Math.max(...lines.map(({ text }) => text.length + 2), asFullDay(day).length);
    const left = place + 10 + boxWidth > width ? Math.max(0, place - 10 - boxWidth) : place + 10;
    told.replaceChildren(
      draw("rect", { x: left, y: EDGE.top, width: boxWidth, height: 26 + 18 * lines.length, rx: 8 }),
      draw("text", { x: left + 10, y: EDGE.top + 18, class: "when" }, asFullDay(day)),
      ...lines.flatMap(({ number, text }, row) => [
        draw("circle", { class: `dot of-${number % 6}`, cx: left + 14, cy: EDGE.top + 31 + 18 * row, r: 4 }),
        draw("text", { x: left + 24, y: EDGE.top + 35 + 18 * row }, text),
      ]));
    svg.classList.add("pointed");
  });
}

function painted({ series, since, until, asValue, most, line }) {
  const days = daysBetween(since, until);
  const values = series.flatMap(({ points }) => points.map(({ value }) => value)).filter((value) => value !== null);
  const steps = stepsUpTo(Math.max(...values, line?.value ?? 0));
  if (most !== undefined && steps.at(-1) > most) while (steps.length > 2 && steps.at(-2) >= most) steps.pop();
  return (width) => {
    const edgeLeft = 14 + 7 * Math.max(...steps.map((step) => asValue(step).length));
    const across = (day) => edgeLeft + ((width - edgeLeft - EDGE.right) * (days.length > 1 ? days.indexOf(day) / (days.length - 1) : 0.5));
    const up = (value) => HEIGHT - EDGE.bottom - ((HEIGHT - EDGE.top - EDGE.bottom) * value) / steps.at(-1);
    const svg = draw("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` },
      steps.map((step) => draw("g", {},
        draw("line", { class: "grid", x1: edgeLeft, x2: width - EDGE.right, y1: up(step), y2: up(step) }),
        draw("text", { class: "axis end", x: edgeLeft - 8, y: up(step) + 4 }, asValue(step)))),
      everyFew(days, width - edgeLeft).map((day) => draw("text", { class: "axis middle", x: Math.min(across(day), width - 22), y: HEIGHT - 6 }, asDay(day))),
      line ? [draw("line", { class: "limit", x1: edgeLeft, x2: width - EDGE.right, y1: up(line.value), y2: up(line.value) }),
        draw("text", { class: "axis end", x: width - EDGE.right, y: up(line.value) - 5 }, line.words)] : [],
      series.map(({ points }, number) => draw("g", { class: `line of-${number % 6}` },
        pathsOf(points, across, up).map(({ line: path, alone }) => (alone
          ? draw("circle", { class: "dot", cx: across(alone.day), cy: up(alone.value), r: 3.5 })
          : draw("path", { d: path }))))));
    pointing(svg, { days, across, series, asValue, width, height: HEIGHT });
    return svg;
  };
}

export function linesFigure({ title, hint, series, since, until, asValue, empty, most, line, wide }) {
  const known = series.filter(({ points }) => points.some(({ value }) => value !== null)).slice(0, 6);
  if (!known.length) return emptyFigure({ title, hint, why: empty, wide });
  const days = [...new Set(known.flatMap(({ points }) => points.map(({ day }) => day)))].sort().reverse();
  const names = known.map(({ name }) => name || "All");
  const valueOn = (points, day) => {
    const point = points.find((each) => each.day === day);
    return point ? asValue(point.value) : "–";
  };
  return figureOf({
    title, hint, wide,
    legend: legendOf(names),
    paint: painted({ series: known, since, until, asValue, most, line }),
    table: tableOf(title, ["Day", ...names], days.map((day) => [asFullDay(day), ...known.map(({ points }) => valueOn(points, day))])),
  });
}

export function sparkline(points, width = 120, height = 32) {
  const known = points.filter(({ value }) => value !== null);
  if (known.length < 2) return build("span", { class: "spark" });
  const values = known.map(({ value }) => value);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const up = (value) => height - 3 - ((height - 6) * (value - least)) / (greatest - least || 1);
  const path = values.map((value, number) => `${number ? "L" : "M"}${((width * number) / (values.length - 1)).toFixed(1)} ${up(value).toFixed(1)}`).join("");
  return draw("svg", { class: "spark", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, draw("path", { d: path }));
}
