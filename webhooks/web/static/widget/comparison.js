/** Draws products side by side: a column for each with its picture and price, a row for each fact in which they differ. */
import { picture, title } from "./cards.js";
import { element, hiddenText, icon } from "./dom.js";
import { money, sentences } from "./words.js";

const CELLS = " | ";

/** The words of an answer without what stands in the table, and without an address that stands on a button. */
export function wordsBeside(text, { comparison, order, link }) {
  const addresses = [order?.payment?.url, link].filter(Boolean);
  const isTold = (line) => (comparison && line.includes(CELLS)) || addresses.some((address) => line.includes(address));
  return text.split("\n").filter((line) => !isTold(line)).join("\n");
}

/** `cards` is what product cards need: `ask`, `open` and `from`. */
export function comparisonTable({ columns, rows }, products, cards) {
  const known = columns.map(({ product_id: id, title: name }) => products.find((product) => product.id === id) ?? { id, title: name });
  const label = `Comparison of ${columns.map(({ title: name }) => name).join(", ")}`;
  const head = element("tr", {}, element("td", {}, hiddenText("Product")), known.map((product) => column(product, cards)));
  const shown = rows.filter(({ name }) => name !== "price" || known.some(({ price }) => !price));
  return element(
    "div",
    { class: "table", tabindex: "0", role: "region", "aria-label": label, part: "table" },
    element("table", {}, element("thead", {}, head), element("tbody", {}, shown.map(row))),
  );
}

function column(product, cards) {
  return element(
    "th",
    { scope: "col" },
    picture(product, cards.from),
    title(product, cards),
    product.price && element("strong", { class: "table-price" }, money(product.price)),
    product.in_stock && add(product, cards),
    product.in_stock === false && element("span", { class: "card-stock none" }, "Out of stock"),
  );
}

function add(product, { ask }) {
  const attributes = { class: "primary", "aria-label": `Add to cart: ${product.title}`, onclick: () => ask(sentences.add(product)) };
  return element("button", { type: "button", ...attributes }, icon("plus"), "Add");
}

function row({ label, values }) {
  const cells = values.map((value) => element("td", { dir: "auto" }, value ?? element("span", {}, "—", hiddenText(" not known"))));
  return element("tr", {}, element("th", { scope: "row", dir: "auto" }, label), cells);
}
