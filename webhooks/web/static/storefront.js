/** The demo shop's page: shows the home page or a product by the address, and hands every question to the assistant. */
import { Account } from "./pages/account.js";
import { Consent } from "./pages/consent.js";
import { leaveDevices, showDevices } from "./pages/devices.js";
import { leaveHandedOver, showCartOnceSignedIn, showHandedOver } from "./pages/handed_over.js";
import { leaveHome, recommendAnew, showHome } from "./pages/home.js";
import { leaveProduct, showProduct } from "./pages/product.js";
import { recommendBelowCart } from "./pages/recommended.js";

const chat = document.querySelector("aisle-chat");
let customer = null;

function route({ focus = false } = {}) {
  const product = location.pathname.match(/^\/products\/([^/]+)\/?$/);
  window.aisleEvents?.view(product ? decodeURIComponent(product[1]) : undefined);
  if (location.pathname !== "/cart") leaveHandedOver();
  if (location.pathname !== "/account") leaveDevices();
  if (location.pathname === "/account") {
    leaveHome();
    leaveProduct();
    showDevices(chat, customer, { focus });
  } else if (product) {
    leaveHome();
    showProduct(decodeURIComponent(product[1]), { chat, focus });
  } else {
    leaveProduct();
    const asked = new URLSearchParams(location.search);
    const words = location.pathname === "/search" ? asked.get("q")?.trim() || null : null;
    showHome({ department: words ? null : asked.get("department"), words }, { chat, focus });
    if (location.pathname === "/cart") showHandedOver(chat);
  }
}

function go(href) {
  history.pushState(null, "", href);
  route({ focus: true });
  window.scrollTo({ top: 0 });
}

/** Links within the shop change the page without reloading it, so the conversation beside it goes on. */
function followLink(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.hash || !(url.pathname === "/" || url.pathname === "/search" || url.pathname === "/account" || url.pathname.startsWith("/products/"))) return;
  event.preventDefault();
  go(url.href);
}

function openFromChat(event) {
  const url = new URL(event.detail.href);
  if (url.origin !== location.origin) return;
  event.preventDefault();
  // On a phone the conversation covers the page that was asked for.
  if (matchMedia("(max-width: 640px)").matches) chat.hide();
  go(url.href);
}

function countCart({ detail: cart }) {
  const items = cart.lines.reduce((total, line) => total + line.quantity, 0);
  document.querySelector("#cart-count").textContent = items;
  recommendBelowCart(chat, cart);
}

function welcome({ detail }) {
  customer = detail;
  showCartOnceSignedIn(chat, customer);
  recommendAnew(chat);
  if (location.pathname === "/account") showDevices(chat, customer);
}

function askFromForm(event) {
  event.preventDefault();
  const field = event.target.elements.text;
  const text = field.value;
  field.value = "";
  if (text.trim()) chat.ask(text);
  else field.focus();
}

function findGoods(event) {
  event.preventDefault();
  const field = event.target.elements.q;
  if (field.value.trim()) go(`/search?${new URLSearchParams({ q: field.value.trim() })}`);
  else field.focus();
}

document.addEventListener("click", followLink);
document.addEventListener("click", (event) => {
  const asking = event.target.closest?.("[data-ask]");
  if (asking) chat.ask(asking.dataset.ask);
});
document.querySelector("#asker").addEventListener("submit", askFromForm);
document.querySelector("#finder").addEventListener("submit", findGoods);
document.querySelector("#cart-button").addEventListener("click", () => chat.showCart());
chat.addEventListener("aisle-product", openFromChat);
chat.addEventListener("aisle-cart", countCart);
chat.addEventListener("aisle-customer", welcome);
new Account(chat).open();
new Consent(chat).open();
window.addEventListener("popstate", () => route({ focus: true }));
route();
