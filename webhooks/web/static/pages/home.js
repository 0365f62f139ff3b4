/** The home page: the departments and a shelf of products. */
import { element } from "../widget/dom.js";
import { money } from "../widget/words.js";
import { apology, picture, products, ShopUnreachable, stars } from "./shop.js";

const SHELF_LIMIT = 12;
const home = document.querySelector("#home");
const shelf = document.querySelector("#shelf");
let asked = 0;

export async function showHome(department, { focus = false } = {}) {
  home.hidden = false;
  home.classList.toggle("in-department", Boolean(department));
  document.title = department ? `${department} · Alder & Quay` : "Alder & Quay";
  const title = headShelf(department);
  if (focus) (department ? title : document.querySelector("#main")).focus({ preventScroll: true });
  await fillShelf(department);
}

export function leaveHome() {
  home.hidden = true;
  asked += 1;
  if (!document.querySelector("#departments").childElementCount) fillDepartments();
}

/** Without the hero above it, the shelf's heading is the page's. */
function headShelf(department) {
  const level = department ? "h1" : "h2";
  const title = element(level, { id: "shelf-title", tabindex: "-1" }, department ?? "On the shelves today");
  document.querySelector("#shelf-title").replaceWith(title);
  return title;
}

/** The product page shows the departments too, and may be the first page opened. */
async function fillDepartments() {
  try {
    showDepartments((await products({ limit: 1 })).departments, null);
  } catch (error) {
    if (!(error instanceof ShopUnreachable)) throw error;
  }
}

async function fillShelf(department) {
  asked += 1;
  const mine = asked;
  shelf.setAttribute("aria-busy", "true");
  shelf.replaceChildren(element("ul", { class: "goods" }, Array.from({ length: 8 }, ghost)));
  try {
    const found = await products({ department, limit: SHELF_LIMIT });
    // Another department was chosen while this one was on its way.
    if (mine !== asked) return;
    showDepartments(found.departments, department);
    shelf.replaceChildren(goods(found.products));
  } catch (error) {
    if (mine === asked) shelf.replaceChildren(apology("The shelves cannot be shown just now.", () => fillShelf(department)));
    if (!(error instanceof ShopUnreachable)) throw error;
  } finally {
    if (mine === asked) shelf.removeAttribute("aria-busy");
  }
}

function showDepartments(departments, current) {
  const links = departments.map((name) => {
    const href = `/?department=${encodeURIComponent(name)}`;
    return element("li", {}, element("a", { href, "aria-current": name === current && "page" }, name));
  });
  document.querySelector("#departments").replaceChildren(...links);
}

function goods(found) {
  if (!found.length) return element("p", { class: "apology" }, "There is nothing on this shelf today.");
  return element("ul", { class: "goods" }, found.map(card));
}

function card(product) {
  return element(
    "li",
    { class: "good" },
    picture(product.image_url),
    element("p", { class: "brand", dir: "auto" }, product.brand),
    element("h3", { dir: "auto" }, element("a", { href: product.url }, product.title)),
    element("p", { class: "price" }, element("span", {}, money(product.price)), stars(product.rating)),
    product.in_stock ? null : element("p", { class: "sold-out" }, "Out of stock"),
  );
}

function ghost() {
  return element("li", { class: "good ghost", "aria-hidden": "true" }, element("div", { class: "picture" }), element("p"), element("p"));
}
