/** The home page: the departments and a shelf of products, of what stands out, of a department, or of what was searched for. */
import { element } from "../widget/dom.js";
import { showBanners, showNoBanners } from "./banners.js";
import { recommendAtHome, recommendNothingAtHome } from "./recommended.js";
import { apology, departments, ghosts, goods, products, search, ShopUnreachable } from "./shop.js";

const SHELF_LIMIT = 12;
const SEARCH_LIMIT = 48;
const LONGEST_TOLD = 200;
// The largest come first; a shop of single-level categories has dozens.
const DEPARTMENTS_SHOWN = 9;
const home = document.querySelector("#home");
const shelf = document.querySelector("#shelf");
let asks = 0;

/** `department` and `words` are null unless the address names them. */
export async function showHome({ department, words }, { chat, focus = false }) {
  const narrowed = department ?? words;
  home.hidden = false;
  home.classList.toggle("in-department", Boolean(narrowed));
  document.title = narrowed ? `${narrowed} · Alder & Quay` : "Alder & Quay";
  document.querySelector("#finder-text").value = words ?? "";
  const title = headShelf(department ?? (words && `Found for “${words}”`));
  if (focus) (narrowed ? title : document.querySelector("#main")).focus({ preventScroll: true });
  if (narrowed) {
    showNoBanners();
    recommendNothingAtHome();
  } else {
    showBanners(chat);
    recommendAtHome(chat);
  }
  await fillShelf({ department, words }, chat);
}

/** Another shopper is here. */
export function recommendAnew(chat) {
  if (home.hidden || home.classList.contains("in-department")) return;
  showBanners(chat);
  recommendAtHome(chat);
}

export function leaveHome() {
  home.hidden = true;
  asks += 1;
  if (!document.querySelector("#departments").childElementCount) fillDepartments();
}

/** Without the hero above it, the shelf's heading is the page's. */
function headShelf(narrowed) {
  const level = narrowed ? "h1" : "h2";
  const title = element(level, { id: "shelf-title", tabindex: "-1", dir: "auto" }, narrowed ?? "On the shelves today");
  document.querySelector("#shelf-title").replaceWith(title);
  return title;
}

/** The product page shows the departments too, and may be the first page opened. */
async function fillDepartments() {
  try {
    showDepartments(await departments(), null);
  } catch (error) {
    if (!(error instanceof ShopUnreachable)) throw error;
  }
}

async function fillShelf({ department, words, anyway = false }, chat) {
  asks += 1;
  const mine = asks;
  shelf.setAttribute("aria-busy", "true");
  shelf.replaceChildren(ghosts(8));
  try {
    const { token } = chat;
    const found = words ? await search(words, { limit: SEARCH_LIMIT, anyway }, token) : await products({ department, limit: SHELF_LIMIT, anyway }, token);
    // Another shelf was chosen while this one was on its way.
    if (mine !== asks) return;
    if (found.departments) showDepartments(found.departments, department);
    else fillDepartments();
    const list = found.products.length ? goods(found) : nothing(words);
    const withheld = leftOut(found.left_out ?? [], () => fillShelf({ department, words, anyway: true }, chat));
    shelf.replaceChildren(...[withheld, list].filter(Boolean));
    if (words) window.aisleEvents?.tell("search", { query: words.slice(0, LONGEST_TOLD), list_id: list.dataset.aisleList });
  } catch (error) {
    if (mine === asks) shelf.replaceChildren(apology("The shelves cannot be shown just now.", () => fillShelf({ department, words, anyway }, chat)));
    if (!(error instanceof ShopUnreachable)) throw error;
  } finally {
    if (mine === asks) shelf.removeAttribute("aria-busy");
  }
}

/** What is not on the shelf for the shopper's own sake, and a way to see it all the same; null where nothing is. */
function leftOut(told, showAnyway) {
  if (!told.length) return null;
  const without = new Intl.ListFormat("en", { type: "disjunction" }).format(told);
  const anyway = element("button", { type: "button", class: "button quiet", onclick: showAnyway }, "Show it anyway");
  return element("p", { class: "left-out", role: "status" }, element("span", {}, `Left out, as you asked: ${without}.`), anyway);
}

function nothing(words) {
  if (!words) return element("p", { class: "apology" }, "There is nothing on this shelf today.");
  const ask = element("button", { type: "button", class: "button quiet", "data-ask": words }, "Ask the assistant");
  return element("div", { class: "apology" }, element("p", {}, "Nothing comes near that. Try other words, or ask."), ask);
}

function showDepartments(names, current) {
  const links = names.filter((name, place) => place < DEPARTMENTS_SHOWN || name === current).map((name) => {
    const href = `/?department=${encodeURIComponent(name)}`;
    return element("li", {}, element("a", { href, "aria-current": name === current && "page" }, name));
  });
  document.querySelector("#departments").replaceChildren(...links);
}
