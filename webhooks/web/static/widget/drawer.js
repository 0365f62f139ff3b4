/** The cart beside the conversation: a sheet over it, its badge, and the buttons that say what to change.
 *
 * A change by button is a sentence like any other: it waits its turn, is answered in the conversation, has its effect once.
 */
import { cartLine, itemCount, totalsList } from "./cards.js";
import { element, icon } from "./dom.js";
import { count, number, sentences } from "./words.js";

const MOST = 99;
/** A finger that goes on tapping means one change, not five. */
const PAUSE_MS = 600;

export class CartDrawer {
  #parts;
  #ask;
  #from;
  #cart = null;
  #fresh = new Map();
  #wanted = new Map();
  #said = new Map();
  #timer = null;

  /** `ask(sentence, { stay })` says it and settles when it was answered; with `stay` the cart remains open.
   * `from` is where addresses that name no host belong to. */
  constructor(parts, { ask, from }) {
    this.#parts = parts;
    this.#ask = ask;
    this.#from = from;
    parts.drawer.addEventListener("keydown", (event) => event.key === "Tab" && this.#keepFocus(event));
  }

  get isOpen() {
    return !this.#parts.drawer.hidden;
  }

  open() {
    this.#parts.drawer.hidden = false;
    this.#parts.cartButton.setAttribute("aria-expanded", "true");
    this.#parts.drawerHeading.focus();
  }

  close() {
    this.#flush();
    this.#fresh.clear();
    this.#parts.drawer.hidden = true;
    this.#parts.cartButton.setAttribute("aria-expanded", "false");
  }

  /** What is in the cart now, null for nothing; what came in since it was last shown is pointed out. */
  show(cart) {
    const before = this.#cart;
    this.#cart = cart ?? { lines: [] };
    if (before) this.#note(before);
    const { cartCount, cartLabel } = this.#parts;
    const items = itemCount(this.#cart);
    cartCount.textContent = items > MOST ? `${MOST}+` : number(items);
    cartCount.hidden = items === 0;
    cartLabel.textContent = `Cart, ${count(items, "item", "items")}`;
    if (before && items > itemCount(before)) bump(cartCount);
    this.#draw();
  }

  #note(before) {
    for (const { line_id: id, quantity } of this.#cart.lines) {
      const more = quantity - (before.lines.find((line) => line.line_id === id)?.quantity ?? 0);
      if (more > 0 && !this.#said.has(id)) this.#fresh.set(id, more);
      if (more < 0) this.#fresh.delete(id);
    }
  }

  /** Says why the cart cannot be shown; what was shown before stays. */
  fail(words) {
    const { drawerBody } = this.#parts;
    if (!drawerBody.childElementCount) drawerBody.append(element("p", { class: "cart-empty" }, words));
  }

  #draw() {
    const { drawerBody, drawerFoot } = this.#parts;
    const held = drawerBody.getRootNode().activeElement?.dataset.key;
    const { lines } = this.#cart;
    const shown = lines.length ? element("ul", { class: "cart-lines" }, lines.map((line) => this.#line(line))) : empty();
    drawerBody.replaceChildren(shown, element("slot", { name: "cart" }));
    drawerFoot.replaceChildren(...(lines.length ? this.#due() : [this.#button("Find something", sentences.browse())]));
    if (held) this.#focus(held);
  }

  /** What had focus was drawn anew; where it is gone, the heading is the nearest thing that stays. */
  #focus(key) {
    const again = [...this.#parts.drawer.querySelectorAll("[data-key]")].find((part) => part.dataset.key === key);
    (again ?? this.#parts.drawerHeading).focus();
  }

  #due() {
    return [totalsList(this.#cart.totals ?? { total: this.#cart.total }), this.#button("Check out", sentences.checkOut())];
  }

  #button(label, sentence) {
    return element("button", { type: "button", class: "primary wide", onclick: () => this.#ask(sentence, { stay: false }) }, label);
  }

  #line(line) {
    const quantity = this.#wanted.get(line.line_id) ?? line.quantity;
    const waits = quantity !== line.quantity;
    return cartLine(line, {
      from: this.#from,
      fresh: this.#fresh.get(line.line_id),
      buttons: element(
        "div",
        { class: "cart-change" },
        element(
          "div",
          { class: "stepper", role: "group", "aria-label": `Quantity of ${line.title}`, "aria-busy": waits && "true" },
          this.#step(line, quantity - 1, "minus", "One fewer"),
          element("span", { class: "how-many" }, number(quantity)),
          this.#step(line, quantity + 1, "plus", "One more"),
        ),
        element(
          "button",
          { type: "button", class: "link", "data-key": `${line.line_id} out`, "aria-label": `Remove: ${line.title}`, onclick: () => this.#want(line, 0) },
          "Remove",
        ),
      ),
    });
  }

  #step(line, quantity, sign, label) {
    const possible = quantity >= 0 && quantity <= MOST;
    const step = () => possible && this.#want(line, quantity);
    const name = { "aria-label": `${label}: ${line.title}`, "aria-disabled": !possible && "true" };
    return element("button", { type: "button", class: "round", "data-key": `${line.line_id} ${sign}`, onclick: step, ...name }, icon(sign));
  }

  #want(line, quantity) {
    this.#wanted.set(line.line_id, quantity);
    this.#draw();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), quantity ? PAUSE_MS : 0);
  }

  #flush() {
    clearTimeout(this.#timer);
    for (const line of this.#cart?.lines ?? []) {
      const wanted = this.#wanted.get(line.line_id);
      if (wanted === undefined || wanted === this.#said.get(line.line_id)) continue;
      this.#say(line, wanted);
    }
  }

  /** The number wanted is shown until there is an answer, whatever it is; then what is really there. */
  async #say(line, quantity) {
    const { line_id: id } = line;
    const changes = quantity !== (this.#said.get(id) ?? line.quantity);
    this.#said.set(id, quantity);
    if (changes) await this.#ask(quantity ? sentences.setTo(line, quantity) : sentences.remove(line), { stay: true });
    if (this.#said.get(id) === quantity) this.#said.delete(id);
    if (this.#wanted.get(id) !== quantity) return;
    this.#wanted.delete(id);
    this.#draw();
  }

  /** The sheet covers the conversation: focus must not go on beneath it. */
  #keepFocus(event) {
    const inside = [...this.#parts.drawer.querySelectorAll("button, a[href]")];
    const at = inside.indexOf(this.#parts.drawer.getRootNode().activeElement);
    if (at < 0) return;
    if (event.shiftKey ? at > 0 : at < inside.length - 1) return;
    event.preventDefault();
    inside.at(event.shiftKey ? -1 : 0).focus();
  }
}

function empty() {
  return element("div", { class: "cart-empty" }, icon("cart"), element("p", {}, "Your cart is empty."));
}

function bump(badge) {
  badge.classList.remove("bump");
  // Reading a size lets the animation start anew.
  void badge.offsetWidth;
  badge.classList.add("bump");
}
