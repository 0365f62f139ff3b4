/** Draws products side by side: a column for each with its picture and price, a row for each fact in which they differ. */
import { picture, title } from "./cards.js";
import { element, hiddenText, icon } from "./dom.js";
import { money, sentences } from "./words.js";

const CELLS = " | ";
const LINE_OF_ORDER = /^(?:\d+ x |Order \S+$|\p{L}+: \D?[\d.,]+\D?$)/u;

/** The words of an answer without what stands in the table, and without an address that stands on a button. */
export function wordsBeside(text, { comparison, order, link }) {
  const addresses = [order?.payment?.url, link].filter(Boolean);
  const isTold = (line) =>
    (comparison && line.includes(CELLS)) || (order && LINE_OF_ORDER.test(line)) || addresses.some((address) => line.includes(address));
  return text.split("\n").filter((line) => !isTold(line)).join("\n");
}

/** `cards` is what product cards need: `ask`, `open` and `from`. */
export function comparisonTable({ columns, rows }, products, cards) {
  const known = columns.map(({ product_id: id, title: name }) => products.find((product) => product.id === id) ?? { id, title: name });
  const label = `Comparison of ${columns.map(({ title: name }) => name).join(", ")}`;
  const heads = known.map((product) => element("th", { scope: "col" }, picture(product, cards.from), title(product, cards)));
  const head = element("tr", {}, element("td", {}, hiddenText("Product")), heads);
  const facts = rows.map(({ name, label: fact, values }) => row(name, fact, values.map((value, place) => told(name, value, known[place]))));
  const adding = row("add", hiddenText("Buy"), known.map((product) => add(product, cards)));
  return element(
    "div",
    { class: "table", tabindex: "0", role: "region", "aria-label": label, part: "table" },
    element("table", {}, element("thead", {}, head), element("tbody", {}, facts, adding)),
  );
}

function row(name, label, cells) {
  const header = element("th", { scope: "row", dir: "auto" }, label);
  return element("tr", { class: `row-${name}` }, header, cells.map((cell) => element("td", { dir: "auto" }, cell)));
}

/** The price as this page writes prices; what is not known, as a sign that can be heard. */
function told(name, value, product) {
  if (name === "price" && product.price) return money(product.price);
  return value ?? [element("span", { "aria-hidden": "true" }, "—"), hiddenText("not known")];
}

function add(product, { ask }) {
  if (product.in_stock === false) return "Out of stock";
  const attributes = { class: "primary", "aria-label": `Add to cart: ${product.title}`, onclick: () => ask(sentences.add(product)) };
  return element("button", { type: "button", ...attributes }, icon("plus"), "Add");
}
