/** `<aisle-chat>`: the launcher and its panel, wired to a conversation with the shop. docs/widget.md tells how a page uses it.
 *
 * Attributes: `endpoint` (the chat API; beside the script by default), `open`, `title`, `greeting`, `starters` (separated by "|"),
 * `position`, `theme`.
 * Methods: `show()`, `hide()`, `ask(text)`, `showCart()`, `signIn(assertion)`, `signInAs(demoCustomer)`, `signOut()`,
 * `continueFrom(token)`, `authorised(path, request)`. `token` is the session's, or null. What stands in the slot `cart` is
 * shown below the cart's lines.
 * Events: `aisle-reply` and `aisle-cart` with the body in `detail`; `aisle-customer` with the customer or null;
 * `aisle-product`, cancelable, when a product is opened.
 */
import { ChatClient } from "./client.js";
import { Conversation } from "./conversation.js";
import { element, icon } from "./dom.js";
import { CartDrawer } from "./drawer.js";
import { buildFrame } from "./frame.js";
import { chatAddress } from "./home.js";
import { Identity } from "./identity.js";
import { Memory } from "./memory.js";
import { styleSheets } from "./styles.js";
import { Transcript } from "./transcript.js";
import { Voice } from "./voice.js";
import { explain } from "./words.js";

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
  #drawer;
  #voice;
  #connected;
  #cartsSeen = 0;
  #title = WORDS.title;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = styleSheets;
    root.append(this.#parts.launcher, this.#parts.panel);
    this.#listen();
  }

  connectedCallback() {
    this.#connected = new AbortController();
    const { signal } = this.#connected;
    for (const name of ["online", "pageshow", "visibilitychange"]) window.addEventListener(name, this.#wake, { signal });
    this.#phone.addEventListener("change", this.#resize, { signal });
    if (!this.#conversation) this.#build();
    this.#start();
    this.#label();
    // A panel left open stays open on the next page; on a phone it would cover the page that was asked for.
    if (this.#memory.get("open") && !this.#phone.matches) this.toggleAttribute("open", true);
    if (this.hasAttribute("open")) this.#openPanel();
  }

  disconnectedCallback() {
    this.#connected.abort();
    this.#conversation.disconnect();
    this.#voice.interrupt();
    this.#parts.panel.close();
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
    this.#drawer.close();
    this.#say(sentence);
  }

  async showCart() {
    if (!this.hasAttribute("open")) this.show();
    this.#drawer.open();
    await this.#refreshCart();
  }

  /** With an assertion that the shop's own site signed, or `{ accessToken }` of its OpenID provider. Rejects with a Problem
   * or Unreachable. */
  signIn(proof) {
    return this.#identity.signIn("/sign-in", proof.accessToken ? { access_token: proof.accessToken } : { assertion: proof });
  }

  /** As one of the demo shop's customers. */
  signInAs(demoCustomer) {
    return this.#identity.signIn("/demo-sign-in", { customer: demoCustomer });
  }

  async signOut() {
    this.#drawer.close();
    await this.#identity.signOut();
  }

  /** Adds what was put into a cart elsewhere to the cart of whoever is here. */
  async continueFrom(token) {
    const { notice } = await this.#conversation.enter(() => this.#client.enter("/continue", { token }));
    if (notice) this.#transcript.note(notice);
  }

  /** A call of the chat API in this shopper's session, for pages of the shop itself. */
  authorised(path, request) {
    return this.#client.authorised(path, request);
  }

  get token() {
    return this.#client.token;
  }

  #build() {
    const parts = this.#parts;
    const endpoint = chatAddress(this.getAttribute("endpoint"));
    const memory = (this.#memory = new Memory(endpoint));
    const client = (this.#client = new ChatClient({ endpoint, memory }));
    const transcript = (this.#transcript = new Transcript(parts, {
      ask: (text, { fromChip = false } = {}) => this.#askFromWithin(text, fromChip),
      open: (product, href) => this.#tell("aisle-product", { product, href }),
      showCart: () => this.showCart(),
      from: endpoint,
    }));
    const say = (text, { stay }) => (stay ? this.#say(text) : this.#askFromWithin(text, true));
    this.#drawer = new CartDrawer(parts, { ask: say, from: endpoint });
    const conversation = (this.#conversation = new Conversation({
      client,
      memory,
      transcript,
      onReply: (reply, { isMine }) => this.#replied(reply, isMine),
      onSession: () => this.#refresh(),
    }));
    const onChange = (customer) => this.#tell("aisle-customer", customer);
    this.#identity = new Identity(parts, { client, conversation, transcript, onChange });
    const lang = () => this.closest("[lang]")?.lang || document.documentElement.lang || navigator.language;
    this.#voice = new Voice(parts, { memory, ask: (words) => this.ask(words), lang });
    const starters = (this.getAttribute("starters") ?? WORDS.starters).split("|").map((text) => text.trim());
    parts.starters.append(...starters.filter(Boolean).map((text) => this.#starter(text)));
  }

  #start() {
    this.#conversation.connect();
    this.#refresh();
  }

  /** Who it is and what is in the cart, after anything that may have changed either. */
  #refresh() {
    this.#identity.restore();
    if (this.#client.sessionId) this.#refreshCart();
    else this.#setCart(null);
  }

  #say(text) {
    this.#voice.interrupt();
    return this.#conversation.ask(text);
  }

  #starter(text) {
    return element("button", { type: "button", onclick: () => this.#askFromWithin(text, true) }, text, icon("next"));
  }

  #listen() {
    const { panel, form, input, confirm, confirmNo } = this.#parts;
    const pressed = {
      launcher: () => this.show(),
      closeButton: () => this.hide(),
      cartButton: () => this.showCart(),
      drawerBack: () => this.#stepBack(),
      confirmNo: () => this.#stepBack(),
      confirmYes: () => this.#beginAgain(() => this.#conversation.leave(() => this.#client.end())),
      signOutButton: () => this.#beginAgain(() => this.signOut()),
      restartButton: () => {
        confirm.hidden = false;
        confirmNo.focus();
      },
    };
    for (const [name, act] of Object.entries(pressed)) this.#parts[name].addEventListener("click", act);
    form.addEventListener("submit", (event) => this.#submit(event));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    });
    // The back gesture of a phone arrives as cancel without a key.
    for (const name of ["keydown", "cancel"]) {
      panel.addEventListener(name, (event) => {
        if (name === "keydown" && (event.key !== "Escape" || event.isComposing)) return;
        event.preventDefault();
        if (!this.#voice.interrupt()) this.#stepBack();
      });
    }
    panel.addEventListener("close", () => panel.open || !this.isConnected || !this.hasAttribute("open") || this.hide());
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
      this.#drawer.close();
      cartButton.focus();
    } else if (!confirm.hidden) {
      confirm.hidden = true;
      restartButton.focus();
    } else {
      this.hide();
    }
  }

  async #beginAgain(leave) {
    this.#parts.confirm.hidden = true;
    this.#parts.input.focus();
    try {
      await leave();
    } catch (failure) {
      this.#transcript.fail(explain(failure), { retry: () => this.#beginAgain(leave) });
    }
  }

  #replied(reply, isMine) {
    if (reply.cart) this.#setCart(reply.cart);
    else if (reply.order) this.#refreshCart();
    if (!isMine) return;
    this.#tell("aisle-reply", reply);
    if (this.hasAttribute("open")) this.#voice.tell(reply);
  }

  /** What an answer told meanwhile is newer than what was asked for before it. */
  async #refreshCart() {
    const seen = this.#cartsSeen;
    try {
      const cart = await this.#client.cart();
      if (seen === this.#cartsSeen) this.#setCart(cart);
    } catch (failure) {
      this.#drawer.fail(explain(failure));
    }
  }

  #setCart(cart) {
    this.#cartsSeen += 1;
    this.#drawer.show(cart);
    this.#tell("aisle-cart", cart ?? { lines: [] });
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
    this.#voice.interrupt();
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

  #wake = () => document.hidden || this.#conversation.wake();

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
