/** Draws what an answer shows besides its words: a rail of products, and the cart as a card. */
import { element, icon, webUrl } from "./dom.js";
import { choices, count, money, number, rating, sentences } from "./words.js";

/** `ask` sends a sentence; `open` is told of a product whose link was followed and may prevent the navigation. */
export function productRail(products, { ask, open, from }) {
  const list = element("ul", { class: "rail-list" }, products.map((product) => productCard(product, { ask, open, from })));
  const label = count(products.length, "product", "products");
  const header = element("div", { class: "rail-header" }, element("span", { dir: "auto" }, label));
  if (products.length > 1) header.append(scrollButton(list, "previous", -1), scrollButton(list, "next", 1));
  return element("div", { class: "rail", role: "group", "aria-label": label }, header, list);
}

function scrollButton(list, name, direction) {
  const scroll = () => {
    const forward = getComputedStyle(list).direction === "rtl" ? -direction : direction;
    list.scrollBy({ left: forward * list.clientWidth * 0.8 });
  };
  const label = name === "next" ? "Next products" : "Previous products";
  return element("button", { type: "button", class: "round small", "aria-label": label, onclick: scroll }, icon(name));
}

function productCard(product, { ask, open, from }) {
  const buttons = element("div", { class: "card-buttons" });
  if (product.in_stock) buttons.append(speaker("Add to cart", product, sentences.add, { ask, kind: "primary" }));
  buttons.append(speaker("Details", product, sentences.details, { ask, kind: "quiet" }));
  return element(
    "li",
    { class: "card", part: "card" },
    picture(product, from),
    element(
      "div",
      { class: "card-body" },
      element("p", { class: "card-brand", dir: "auto" }, product.brand),
      title(product, { open, from }),
      element("p", { class: "card-choice", dir: "auto" }, cardChoices(product)),
      element("p", { class: "card-price" }, element("strong", {}, money(product.price)), stars(product)),
      stock(product),
      product.why && element("p", { class: "card-why", dir: "auto" }, icon("tick"), element("span", {}, product.why)),
    ),
    buttons,
  );
}

/** A card's attributes hold everything known of the product; only what the shopper chooses belongs on it. */
function cardChoices({ attributes: { color, size } = {} }) {
  return [color, size].filter(Boolean).join(" · ");
}

function speaker(label, product, sentence, { ask, kind }) {
  const name = { "aria-label": `${label}: ${product.title}` };
  return element("button", { type: "button", class: kind, onclick: () => ask(sentence(product)), ...name }, label);
}

export function picture(product, from) {
  const src = webUrl(product.image_url, from);
  const image = src && element("img", { src, alt: "", loading: "lazy", decoding: "async", width: 208, height: 173 });
  image?.addEventListener("error", () => image.remove(), { once: true });
  return element("div", { class: "picture" }, icon("bag"), image);
}

export function title(product, { open, from }) {
  const href = webUrl(product.url, from);
  if (!href) return element("p", { class: "card-title", dir: "auto" }, product.title);
  const follow = (event) => {
    if (!isPlainClick(event)) return;
    if (!open(product, href)) event.preventDefault();
  };
  return element("p", { class: "card-title", dir: "auto" }, element("a", { href, onclick: follow }, product.title));
}

function isPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

function stars(product) {
  if (!product.rating && product.rating !== 0) return null;
  const value = rating(product.rating);
  const attributes = { class: "card-rating", role: "img", "aria-label": `Rated ${value} of 5` };
  return element("span", attributes, element("span", { class: "star" }, "★"), value);
}

function stock({ in_stock: inStock }) {
  return element("p", { class: inStock ? "card-stock" : "card-stock none" }, inStock ? "In stock" : "Out of stock");
}

export function itemCount(cart) {
  return (cart?.lines ?? []).reduce((total, line) => total + line.quantity, 0);
}

/** The cart's lines and total, and the way to the sheet where they can be changed. */
export function cartCard(cart, { showCart, from }) {
  if (!cart.lines.length) return null;
  return element(
    "div",
    { class: "cart", role: "group", "aria-label": `Cart, ${itemsIn(cart)}`, part: "cart" },
    element("ul", { class: "cart-lines" }, cart.lines.map((line) => cartLine(line, { from }))),
    totalsList(cart.totals ?? { total: cart.total }),
    element("button", { type: "button", class: "quiet", onclick: showCart }, "View cart"),
  );
}

/** What has just come in, so that one sees at a glance that it is the right thing; `added` holds how many by line. */
export function addedCard(cart, added, { showCart, from }) {
  const lines = cart.lines.filter((line) => added.has(line.line_id));
  const open = element("button", { type: "button", class: "quiet", onclick: showCart }, "View cart");
  const total = cart.totals?.total ?? cart.total;
  return element(
    "div",
    { class: "cart", role: "group", "aria-label": "Added to your cart", part: "cart" },
    element("ul", { class: "cart-lines" }, lines.map((line) => cartLine(line, { from, fresh: added.get(line.line_id) }))),
    element("div", { class: "cart-sum" }, element("span", { dir: "auto" }, itemsIn(cart), " · ", element("strong", {}, money(total))), open),
  );
}

function itemsIn(cart) {
  return count(itemCount(cart), "item", "items");
}

/** What is known of what it comes to: a total without tax and shipping is told as that of the items. */
export function totalsList({ items, discounts = [], shipping, tax, total }) {
  const rows = [];
  const parts = discounts.length || shipping || tax;
  if (items && parts) rows.push(["Items", money(items)]);
  for (const { name, amount } of discounts) rows.push([name, `−${money(amount)}`]);
  if (shipping) rows.push(["Shipping", shipping.amount_minor ? money(shipping) : "Free"]);
  if (tax) rows.push(["Tax", money(tax)]);
  const due = total ?? reduced(items, discounts);
  return element(
    "dl",
    { class: "totals" },
    rows.map(([name, amount]) => element("div", {}, element("dt", { dir: "auto" }, name), element("dd", {}, amount))),
    element("div", { class: "due" }, element("dt", {}, tax || !items ? "Total" : "Total before tax"), element("dd", {}, money(due))),
  );
}

function reduced(items, discounts) {
  const off = discounts.reduce((sum, { amount }) => sum + amount.amount_minor, 0);
  return { ...items, amount_minor: items.amount_minor - off };
}

/** `fresh` is how many have just come in; `buttons` change the line; `more` is told of it besides. */
export function cartLine(line, { from, fresh = 0, buttons = null, more = "" }) {
  const each = line.quantity > 1 ? `${number(line.quantity)} × ${money(line.unit_price)}` : "";
  const facts = [choices(line.attributes), each, more].filter(Boolean).join(" · ");
  return element(
    "li",
    {},
    line.image_url === undefined ? null : picture(line, from),
    element(
      "div",
      { class: "cart-what" },
      element("span", { class: "cart-title", dir: "auto" }, line.title),
      element("span", { class: "cart-price" }, money(line.line_total)),
      element("span", { class: "cart-facts", dir: "auto" }, facts),
      fresh ? element("span", { class: "badge" }, icon("tick"), `Added ${number(fresh)}`) : null,
    ),
    buttons,
  );
}
