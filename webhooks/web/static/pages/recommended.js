/** What the shop recommends to whoever is here: on the home page, beside a product, and below the cart. */
import { element } from "../widget/dom.js";
import { money, sentences } from "../widget/words.js";
import { picture, recommended, shelfOf } from "./shop.js";

const AT_HOME = 8;
const BESIDE = 4;
const BELOW_CART = 3;
const LONGEST_ADDRESS = 500;
const forYou = document.querySelector("#for-you");
const belowCart = document.querySelector("#below-cart");
let asksAtHome = 0;
let cartAskedFor = "";

/** Drawn anew whenever it is another shopper. */
export async function recommendAtHome(chat) {
  const asking = (asksAtHome += 1);
  const list = await fetched(chat, { for: "home", limit: AT_HOME, referrer: cameFrom() });
  if (asking !== asksAtHome) return;
  const shelf = list && shelfOf(list, { id: "for-you-title", title: list.is_personal ? "For you" : "Popular now" });
  forYou.replaceChildren(...(shelf ? [shelf] : []));
}

export function recommendNothingAtHome() {
  asksAtHome += 1;
  forYou.replaceChildren();
}

/** Null where nothing is known to go with it. */
export async function goesWith(chat, product) {
  const list = await fetched(chat, { for: "goes_with", product, limit: BESIDE });
  return list && shelfOf(list, { id: "goes-with-title", title: "Goes with it" });
}

/** Null where nothing is like it. */
export async function alike(chat, product) {
  const list = await fetched(chat, { for: "alike", product, limit: BESIDE });
  return list && shelfOf(list, { id: "alike-title", title: "Much like it" });
}

/** A few small things that go with the cart, each added with one press; the same cart is asked for once. */
export async function recommendBelowCart(chat, cart) {
  const goods = cart.lines.map((line) => line.product_id).sort().join(" ");
  if (goods === cartAskedFor) return;
  cartAskedFor = goods;
  const list = goods ? await fetched(chat, { for: "checkout", limit: BELOW_CART }) : null;
  if (goods !== cartAskedFor) return;
  belowCart.hidden = !list?.products.length;
  belowCart.replaceChildren(...(list?.products.length ? [element("h4", { id: "below-cart-title" }, "Before you go"), companions(chat, list)] : []));
}

/** The page is whole without it: what cannot be had is left out. */
function fetched(chat, asked) {
  return recommended(asked, chat.token).catch(() => null);
}

function cameFrom() {
  const { referrer } = document;
  return referrer && new URL(referrer).origin !== location.origin ? referrer.slice(0, LONGEST_ADDRESS) : "";
}

function companions(chat, list) {
  const marks = { "data-aisle-list": list.list_id, "data-aisle-model": list.model };
  return element("ul", { class: "companions", ...marks }, list.products.map((product) => companion(chat, product)));
}

function companion(chat, product) {
  const add = element("button", { type: "button", class: "button quiet", "aria-label": `Add to cart: ${product.title}` }, "Add");
  add.addEventListener("click", () => {
    chat.ask(sentences.add(product));
    // Saying something leads to the conversation; who adds a thing from the cart is not done with the cart.
    chat.showCart();
  });
  return element(
    "li",
    { "data-aisle-product": product.id, "data-aisle-position": String(product.position) },
    picture(product.image_url),
    element(
      "div",
      {},
      element("p", { class: "title", dir: "auto" }, product.title),
      element("p", { class: "price" }, money(product.price)),
      product.why && element("p", { class: "why", dir: "auto" }, product.why),
    ),
    add,
  );
}
