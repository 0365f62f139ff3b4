/** Draws the words of an answer: paragraphs as they stand, and lines of cells as a table that can be read. */
import { element } from "./dom.js";

const BETWEEN = " | ";
const LABELLED = /^([^|:]{1,40}): (.*)$/;

export function bubble(text) {
  const blocks = blocksOf(text);
  if (blocks.every((block) => !block.cells)) return element("p", { class: "bubble", dir: "auto" }, text);
  return element("div", { class: "bubble wide-bubble", dir: "auto" }, blocks.map(draw));
}

/** Lines next to each other that hold the same number of cells are a table. */
function blocksOf(text) {
  const blocks = [];
  for (const line of text.split("\n")) {
    const cells = line.includes(BETWEEN) ? line.split(BETWEEN) : null;
    const last = blocks.at(-1);
    if (cells && last?.cells?.[0].length === cells.length) last.cells.push(cells);
    else if (cells) blocks.push({ cells: [cells] });
    else if (last && !last.cells) last.text += `\n${line}`;
    else blocks.push({ text: line });
  }
  return blocks.map((block) => (block.cells?.length === 1 ? { text: block.cells[0].join(BETWEEN) } : block));
}

function draw({ text, cells }) {
  return cells ? table(cells) : element("p", {}, text);
}

/** The first line names what is compared; each other one begins with what it says of them. */
function table([names, ...rows]) {
  const head = element("tr", {}, element("td"), names.map((name) => element("th", { scope: "col", dir: "auto" }, name.trim())));
  const attributes = { class: "table", tabindex: "0", role: "region", "aria-label": `Comparison of ${names.length}` };
  return element("div", attributes, element("table", {}, element("thead", {}, head), element("tbody", {}, rows.map(row))));
}

function row([first, ...others]) {
  const [, label = "", value = first] = first.match(LABELLED) ?? [];
  const cells = [value, ...others].map((cell) => element("td", { dir: "auto" }, cell.trim()));
  return element("tr", {}, element("th", { scope: "row" }, label), cells);
}
