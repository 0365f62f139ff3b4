/** Fetches what the shop sells, and draws the pieces that the home page and the product page share. */
import { element, webUrl } from "../widget/dom.js";
import { money, rating } from "../widget/words.js";

/** The shop could not be asked, or answered with something other than the goods. */
export class ShopUnreachable extends Error {}

/** No such product. */
export class NotFound extends Error {}

/** `token` is the chat session's, if there is one: a list is whoever's it is made for. `anyway` shows also what they avoid. */
export async function products({ department, limit, anyway }, token) {
  return listed("/storefront/products", { limit, ...(department && { department }), ...(anyway && { anyway }) }, token);
}

export async function departments() {
  return (await read("/storefront/departments")).departments;
}

export async function product(id) {
  return read(`/storefront/products/${encodeURIComponent(id)}`);
}

/** What comes nearest to the words, best first. */
export async function search(words, { limit, anyway }, token) {
  return listed("/storefront/search", { q: words, limit, ...(anyway && { anyway }) }, token);
}

/** `asked` as in GET /storefront/recommended. */
export async function recommended(asked, token) {
  return listed("/storefront/recommended", asked, token);
}

/** The shop's own banners, those first that say most to whoever looks. */
export async function banners({ limit }, token) {
  return (await listed("/storefront/banners", { limit }, token)).banners;
}

async function listed(address, asked, token) {
  const device = browserName();
  const path = `${address}?${new URLSearchParams({ ...asked, ...(device && { device }) })}`;
  const response = await answered(path, token ? { Authorization: `Bearer ${token}` } : {});
  // A session that the shop does not know any more: whoever it was is a stranger now.
  return response.status === 401 ? whole(await answered(path)) : whole(response);
}

/** What the page's beacon calls this browser: it has no name until the shopper agreed. */
function browserName() {
  try {
    return localStorage.getItem("aisle.device");
  } catch {
    return null;
  }
}

/** Whom a visitor of the demo shop can be; nobody in any other shop. */
export async function demoCustomers() {
  return read("/storefront/demo-customers");
}

async function read(path) {
  return whole(await answered(path));
}

async function answered(path, headers = {}) {
  try {
    return await fetch(path, { headers: { Accept: "application/json", ...headers } });
  } catch (error) {
    throw new ShopUnreachable("no answer", { cause: error });
  }
}

function whole(response) {
  if (response.status === 404) throw new NotFound(response.url);
  if (!response.ok) throw new ShopUnreachable(`HTTP ${response.status}`);
  return response.json();
}

export function picture(imageUrl, { eager = false } = {}) {
  const src = webUrl(imageUrl);
  const image = src && element("img", { src, alt: "", width: 400, height: 400, loading: eager ? "eager" : "lazy", decoding: "async" });
  image?.addEventListener("error", () => image.remove(), { once: true });
  return element("div", { class: "picture" }, image);
}

export function stars(value) {
  if (value === null || value === undefined) return null;
  const spoken = element("span", { class: "visually-hidden" }, `Rated ${rating(value)} of 5`);
  const shown = element("span", { "aria-hidden": "true" }, element("span", { class: "star" }, "★"), ` ${rating(value)}`);
  return element("span", { class: "rating" }, spoken, shown);
}

export function apology(words, retry) {
  return element(
    "div",
    { class: "apology", role: "alert" },
    element("p", {}, words),
    retry && element("button", { type: "button", class: "button quiet", onclick: retry }, "Try again"),
  );
}

/** Marked with its name, for whatever the page tells of it: see beacon.js. */
export function goods(list) {
  const marks = { "data-aisle-list": list.list_id, "data-aisle-model": list.model };
  return element("ul", { class: "goods", ...marks }, list.products.map(card));
}

/** A shelf of what is recommended under a heading of its own; null where there is nothing. */
export function shelfOf(list, { id, title }) {
  if (!list.products.length) return null;
  return element("section", { class: "recommended", "aria-labelledby": id }, element("h2", { id }, title), goods(list));
}

export function ghosts(count) {
  return element("ul", { class: "goods" }, Array.from({ length: count }, ghost));
}

/** The page here: its own address may lie in another shop, or be unknown. */
function pageOf({ id }) {
  return `/products/${encodeURIComponent(id)}`;
}

function card(product) {
  return element(
    "li",
    { class: "good", "data-aisle-product": product.id, "data-aisle-position": String(product.position) },
    picture(product.image_url),
    element("p", { class: "brand", dir: "auto" }, product.brand),
    element("h3", { dir: "auto" }, element("a", { href: pageOf(product) }, product.title)),
    element("p", { class: "price" }, element("span", {}, money(product.price)), stars(product.rating)),
    product.why ? element("p", { class: "why", dir: "auto" }, product.why) : null,
    product.in_stock ? null : element("p", { class: "sold-out" }, "Out of stock"),
  );
}

function ghost() {
  return element("li", { class: "good ghost", "aria-hidden": "true" }, element("div", { class: "picture" }), element("p"), element("p"));
}
