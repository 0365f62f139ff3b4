/** `<aisle-chat>`: the launcher and its panel, wired to a conversation with the shop.
 *
 * Attributes: `endpoint` (the chat API, "/chat" by default), `open`, `title`, `greeting`, `starters` (separated by "|").
 * Methods: `show()`, `hide()`, `ask(text)`, `showCart()`, `signIn(assertion)`, `signInAs(demoCustomer)`, `signOut()`.
 * Events: `aisle-reply` and `aisle-cart` with the body in `detail`; `aisle-customer` with the customer or null;
 * `aisle-product`, cancelable, when a product is opened.
 */
import { cartCard, itemCount } from "./cards.js";
import { ChatClient } from "./client.js";
import { Conversation } from "./conversation.js";
import { element } from "./dom.js";
import { buildFrame } from "./frame.js";
import { Identity } from "./identity.js";
import { Memory } from "./memory.js";
import { styleSheets } from "./styles.js";
import { Transcript } from "./transcript.js";
import { count, explain } from "./words.js";

const PHONE = "(max-width: 640px)";
const WORDS = {
  title: "Shopping assistant",
  greeting: "Tell me what you need, in your own words.",
  starters: "What can you do? | What is in my cart? | How do returns work?",
};

export class AisleChat extends HTMLElement {
  static observedAttributes = ["open", "title", "greeting"];

  #parts = buildFrame();
  #phone = matchMedia(PHONE);
  #memory;
  #client;
  #conversation;
  #transcript;
  #identity;
  #title = WORDS.title;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = styleSheets;
    root.append(this.#parts.launcher, this.#parts.panel);
    this.#listen();
  }

  connectedCallback() {
    window.addEventListener("online", this.#online);
    this.#phone.addEventListener("change", this.#resize);
    if (!this.#conversation) this.#start();
    this.#label();
    // A panel left open stays open on the next page; on a phone it would cover the page that was asked for.
    if (this.#memory.get("open") && !this.#phone.matches) this.toggleAttribute("open", true);
    else if (this.hasAttribute("open")) this.#openPanel();
  }

  disconnectedCallback() {
    window.removeEventListener("online", this.#online);
    this.#phone.removeEventListener("change", this.#resize);
  }

  attributeChangedCallback(name, before, now) {
    if (name === "title") {
      if (now === null) return;
      // Left in place it would be a tooltip over the whole panel.
      this.#title = now || WORDS.title;
      this.removeAttribute("title");
    }
    this.#label();
    if (name !== "open" || !this.#conversation || (before === null) === (now === null)) return;
    if (now === null) this.#closePanel();
    else this.#openPanel();
  }

  show() {
    this.toggleAttribute("open", true);
    this.#parts.input.focus();
  }

  hide() {
    this.toggleAttribute("open", false);
    this.#parts.launcher.focus();
  }

  /** Opens the panel and says this sentence for the shopper. */
  ask(text) {
    const sentence = text.trim();
    if (!sentence) return;
    if (!this.hasAttribute("open")) this.show();
    this.#closeDrawer();
    this.#conversation.ask(sentence);
  }

  async showCart() {
    if (!this.hasAttribute("open")) this.show();
    this.#parts.drawer.hidden = false;
    this.#parts.cartButton.setAttribute("aria-expanded", "true");
    this.#parts.drawerHeading.focus();
    await this.#refreshCart();
  }

  /** With an assertion that the shop's own site signed. Rejects with a Problem or Unreachable. */
  signIn(assertion) {
    return this.#enter(() => this.#client.signIn(assertion));
  }

  signInAs(demoCustomer) {
    return this.#enter(() => this.#client.signInAs(demoCustomer));
  }

  async signOut() {
    this.#closeDrawer();
    await this.#identity.signOut(this.#transcript);
    this.#setCart(null);
  }

  async #enter(enter) {
    const customer = await this.#identity.signIn(enter, this.#transcript);
    await this.#refreshCart();
    return customer;
  }

  #start() {
    const endpoint = this.getAttribute("endpoint") || "/chat";
    this.#memory = new Memory(endpoint);
    this.#client = new ChatClient({ endpoint, memory: this.#memory });
    this.#transcript = new Transcript(this.#parts, {
      ask: (text, { fromChip = false } = {}) => this.#askFromWithin(text, fromChip),
      open: (product, href) => this.#tell("aisle-product", { product, href }),
      from: new URL(endpoint, document.baseURI).href,
    });
    const onReply = (reply) => this.#replied(reply);
    this.#conversation = new Conversation({ client: this.#client, memory: this.#memory, transcript: this.#transcript, onReply });
    const starters = (this.getAttribute("starters") ?? WORDS.starters).split("|").map((text) => text.trim());
    this.#parts.starters.append(...starters.filter(Boolean).map((text) => this.#starter(text)));
    const onChange = (customer) => this.#tell("aisle-customer", customer);
    this.#identity = new Identity(this.#parts, { client: this.#client, conversation: this.#conversation, onChange });
    this.#conversation.restore();
    if (this.#client.hasSession) this.#refreshCart();
    this.#identity.restore().catch((failure) => this.#transcript.note(explain(failure)));
  }

  #starter(text) {
    return element("button", { type: "button", onclick: () => this.#askFromWithin(text, true) }, text);
  }

  #listen() {
    const { launcher, closeButton, panel, form, input } = this.#parts;
    launcher.addEventListener("click", () => this.show());
    closeButton.addEventListener("click", () => this.hide());
    form.addEventListener("submit", (event) => this.#submit(event));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      this.#stepBack();
    });
    // The back gesture of a phone arrives as cancel without a key.
    panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#stepBack();
    });
    panel.addEventListener("close", () => panel.open || !this.hasAttribute("open") || this.hide());
    this.#listenToSheets();
  }

  #listenToSheets() {
    const { cartButton, drawerBack, restartButton, confirm, confirmYes, confirmNo, signOutButton } = this.#parts;
    signOutButton.addEventListener("click", () => this.#leave());
    cartButton.addEventListener("click", () => this.showCart());
    drawerBack.addEventListener("click", () => this.#stepBack());
    restartButton.addEventListener("click", () => {
      confirm.hidden = false;
      confirmNo.focus();
    });
    confirmNo.addEventListener("click", () => this.#stepBack());
    confirmYes.addEventListener("click", () => this.#startOver());
  }

  #submit(event) {
    event.preventDefault();
    const { input } = this.#parts;
    const text = input.value;
    input.value = "";
    this.ask(text);
  }

  /** A chip vanishes with its click, so focus must go somewhere; on a touch screen the input would raise the keyboard. */
  #askFromWithin(text, vanishes) {
    const fromDrawer = !this.#parts.drawer.hidden;
    this.ask(text);
    if (!vanishes && !fromDrawer) return;
    (matchMedia("(pointer: coarse)").matches ? this.#parts.scroller : this.#parts.input).focus();
  }

  #stepBack() {
    const { drawer, cartButton, confirm, restartButton } = this.#parts;
    if (!drawer.hidden) {
      this.#closeDrawer();
      cartButton.focus();
    } else if (!confirm.hidden) {
      confirm.hidden = true;
      restartButton.focus();
    } else {
      this.hide();
    }
  }

  #closeDrawer() {
    this.#parts.drawer.hidden = true;
    this.#parts.cartButton.setAttribute("aria-expanded", "false");
  }

  async #leave() {
    this.#parts.input.focus();
    try {
      await this.signOut();
    } catch (failure) {
      this.#transcript.fail(explain(failure), { retry: () => this.#leave() });
    }
  }

  async #startOver() {
    this.#parts.confirm.hidden = true;
    this.#parts.input.focus();
    try {
      await this.#conversation.startOver();
      this.#setCart(null);
      this.#identity.forget();
    } catch (failure) {
      this.#transcript.fail(explain(failure), { retry: () => this.#startOver() });
    }
  }

  #replied(reply) {
    this.#tell("aisle-reply", reply);
    if (reply.cart) this.#setCart(reply.cart);
    else if (reply.order) this.#refreshCart();
  }

  async #refreshCart() {
    try {
      this.#setCart(await this.#client.cart());
    } catch (failure) {
      this.#parts.drawerBody.replaceChildren(element("p", { class: "cart-empty" }, explain(failure)));
    }
  }

  #setCart(cart) {
    const { cartCount, cartLabel, drawerBody } = this.#parts;
    const held = cart ?? { lines: [] };
    const items = itemCount(held);
    cartCount.textContent = items;
    cartCount.hidden = items === 0;
    cartLabel.textContent = `Cart, ${count(items, "item", "items")}`;
    drawerBody.replaceChildren(cartCard(held, { ask: (text) => this.#askFromWithin(text, true) }));
    this.#tell("aisle-cart", held);
  }

  #openPanel() {
    const { panel, launcher } = this.#parts;
    // Covering the whole screen, the panel must be modal: focus may not wander on the page beneath.
    if (!panel.open) this.#phone.matches ? panel.showModal() : panel.show();
    launcher.hidden = true;
    this.#memory.set("open", true);
    this.#transcript.scrollToEnd();
  }

  #closePanel() {
    const { panel, launcher } = this.#parts;
    launcher.hidden = false;
    panel.close();
    this.#memory.set("open", false);
  }

  #resize = () => {
    const { panel } = this.#parts;
    if (!panel.open) return;
    const focused = this.shadowRoot.activeElement;
    panel.close();
    this.#openPanel();
    focused?.focus();
  };

  #online = () => this.#conversation.retry();

  #label() {
    this.#parts.heading.textContent = this.#title;
    this.#parts.launcherText.textContent = this.#title;
    this.#parts.greeting.textContent = this.getAttribute("greeting") || WORDS.greeting;
  }

  /** False when a listener on the page prevented the default. */
  #tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}
