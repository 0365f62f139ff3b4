/** The page of one product: its picture, its words, and its variants to choose from. */
import { element } from "../widget/dom.js";
import { money, sentences } from "../widget/words.js";
import { variantPicker } from "./picker.js";
import { alike, goesWith } from "./recommended.js";
import { apology, NotFound, picture, product as fetchProduct, ShopUnreachable, stars } from "./shop.js";

const page = document.querySelector("#product");
let asked = null;

export async function showProduct(id, { chat, focus = false }) {
  const ask = (text) => chat.ask(text);
  asked = id;
  page.hidden = false;
  page.setAttribute("aria-busy", "true");
  page.replaceChildren(element("div", { class: "detail ghost", "aria-hidden": "true" }, element("div", { class: "picture" })));
  try {
    const found = await fetchProduct(id);
    if (asked !== id) return;
    draw(found, ask);
    if (focus) page.querySelector("h1").focus({ preventScroll: true });
    showGoesWith(id, chat);
    showAlike(id, chat);
  } catch (error) {
    if (asked === id) page.replaceChildren(...excuse(error, () => showProduct(id, { chat, focus: true })));
    if (!(error instanceof NotFound || error instanceof ShopUnreachable)) throw error;
  } finally {
    if (asked === id) page.removeAttribute("aria-busy");
  }
}

export function leaveProduct() {
  asked = null;
  page.hidden = true;
  page.replaceChildren();
}

/** What goes with it stands before what is like it, whichever comes first. The page is whole without both. */
async function showGoesWith(id, chat) {
  const shelf = await goesWith(chat, id);
  if (asked === id && shelf) page.querySelector(".detail").after(shelf);
}

async function showAlike(id, chat) {
  const shelf = await alike(chat, id);
  if (asked === id && shelf) page.append(shelf);
}

function excuse(error, retry) {
  document.title = "Alder & Quay";
  if (!(error instanceof NotFound)) return [apology("This product cannot be shown just now.", retry)];
  const ask = element("button", { type: "button", class: "button quiet", "data-ask": "What do you recommend?" }, "Ask the assistant");
  return [
    element("h1", { class: "missing", tabindex: "-1" }, "Not on our shelves"),
    apology("We do not carry that, or not any more.", null),
    element("div", { class: "buttons" }, element("a", { class: "button", href: "/" }, "Back to the shop"), ask),
  ];
}

function draw({ product, description, attributes, variants }, ask) {
  document.title = `${product.title} · Alder & Quay`;
  const offer = element("div", { class: "offer" });
  const frame = element("div", { class: "frame" });
  let shown = null;
  const choose = (variant) => {
    offer.replaceChildren(...offerOf(product, variant, ask));
    const url = variant.image_url ?? product.image_url;
    if (url !== shown) frame.replaceChildren(picture(url, { eager: true }));
    shown = url;
  };
  const start = variants.find((variant) => variant.id === product.variant_id) ?? variants[0];
  const words = element(
    "div",
    { class: "words" },
    element("p", { class: "brand", dir: "auto" }, product.brand),
    element("h1", { tabindex: "-1", dir: "auto" }, product.title),
    stars(product.rating),
    variantPicker(variants, start, choose),
    offer,
    element("p", { class: "description", dir: "auto" }, description),
    facts(attributes),
  );
  choose(start);
  page.replaceChildren(trail(product), element("div", { class: "detail" }, frame, words));
}

function trail({ category }) {
  const home = element("a", { href: "/" }, "All goods");
  return element("nav", { class: "trail", "aria-label": "Breadcrumb" }, home, element("span", { "aria-hidden": "true" }, "/"), element("span", {}, category));
}

function offerOf(product, variant, ask) {
  const chosen = { ...product, ...variant, title: product.title };
  const stock = element("p", { class: chosen.in_stock ? "stock" : "stock none" }, chosen.in_stock ? "In stock" : "Out of stock");
  const add = () => ask(sentences.add(chosen));
  const more = () => ask(sentences.details(product));
  return [
    element("p", { class: "amount", "aria-live": "polite" }, money(chosen.price)),
    stock,
    element(
      "div",
      { class: "buttons" },
      chosen.in_stock && element("button", { type: "button", class: "button", onclick: add }, "Add to cart"),
      element("button", { type: "button", class: "button quiet", onclick: more }, "Ask about it"),
    ),
  ];
}

function facts(attributes) {
  const rows = Object.entries(attributes ?? {}).map(([name, value]) =>
    element("div", {}, element("dt", {}, name.replaceAll("_", " ")), element("dd", { dir: "auto" }, String(value))),
  );
  return rows.length ? element("dl", { class: "facts" }, rows) : null;
}
