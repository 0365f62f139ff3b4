/** The conversation as it is drawn. Finished messages enter the live region whole and once; an answer still being
 * written is drawn beside it, hidden from assistive technology, so that nothing is announced in pieces or twice. */
import { addedCard, cartCard, productRail } from "./cards.js";
import { comparisonTable, wordsBeside } from "./comparison.js";
import { element, hiddenText, icon } from "./dom.js";
import { goOnLink, handoffCard, orderCard } from "./orders.js";

/** Leaves the shopper's own words in sight above the answer. */
const ROOM_ABOVE_PX = 76;
/** What asks for the whole cart, whatever was known of it before. */
const LOOKED_AT = new Set(["view_cart", "checkout"]);

export class Transcript {
  #parts;
  #cards;
  #turns = new Set();
  #asked = null;
  #held = null;
  #failed = null;

  /** `parts` are the frame's scroller, log, draft, chips and welcome; `cards` what product cards need. */
  constructor(parts, cards) {
    this.#parts = parts;
    this.#cards = cards;
  }

  has(turnId, who) {
    return this.#turns.has(`${turnId} ${who}`);
  }

  get isEmpty() {
    return this.#parts.log.childElementCount === 0;
  }

  /** Puts back what was said before; silently, since the shopper has heard it. */
  restore(messages) {
    this.#parts.log.setAttribute("aria-live", "off");
    for (const { turn_id: turnId, who, text, reply } of messages) {
      if (who === "shopper") this.addShopper(text, turnId);
      else this.#addAssistant(reply ?? { turn_id: turnId, text });
    }
    this.suggest(messages.at(-1)?.reply?.suggestions ?? []);
    this.scrollToEnd();
    requestAnimationFrame(() => this.#parts.log.removeAttribute("aria-live"));
  }

  addShopper(text, turnId = null) {
    if (turnId && this.has(turnId, "shopper")) return;
    this.suggest([]);
    const bubble = this.#append("shopper", hiddenText("You: "), paragraph(text));
    if (turnId) this.markAccepted(turnId);
    this.scrollToEnd();
    return bubble;
  }

  /** The words of a message under way, once, whoever tells of it first: this tab, another one, or the history. */
  ask({ requestId, text, turnId = null }) {
    if (this.#asked?.requestId === requestId) return;
    this.passFailure();
    this.#asked = { requestId, turnId, bubble: this.addShopper(text, turnId) };
  }

  markAccepted(turnId) {
    if (this.#asked && this.#asked.turnId !== turnId) {
      this.#asked.turnId = turnId;
      if (this.has(turnId, "shopper")) this.#asked.bubble?.remove();
    }
    this.#turns.add(`${turnId} shopper`);
  }

  /** What was said and not sent yet stands below the answer that it waits for. */
  wait(messages) {
    const later = messages.filter(({ requestId }) => requestId !== this.#asked?.requestId);
    const { waiting } = this.#parts;
    const isMore = later.length > waiting.childElementCount;
    waiting.replaceChildren(...later.map(({ text }) => paragraph(text)));
    waiting.hidden = later.length === 0;
    if (isMore) this.scrollToEnd();
  }

  /** Shows that an answer is on its way. */
  think() {
    this.clearFailure();
    this.write("");
  }

  /** Shows what is known of the answer by now, and that more may follow. */
  write(text) {
    const dots = element("span", { class: "dots" }, element("i"), element("i"), element("i"));
    const bubble = paragraph(wordsBeside(text, { comparison: true }));
    bubble.append(" ", dots);
    this.#parts.draft.replaceChildren(bubble);
    this.#parts.draft.hidden = false;
    this.scrollToEnd();
  }

  settle(reply) {
    this.stopThinking();
    this.clearFailure();
    this.markAccepted(reply.turn_id);
    const message = this.#addAssistant(reply);
    if (!message) return;
    this.suggest(reply.suggestions ?? []);
    // The beginning of a long answer is where reading starts; a short one ends at the bottom anyway.
    this.#parts.scroller.scrollTop = message.offsetTop - ROOM_ABOVE_PX;
  }

  stopThinking() {
    this.#parts.draft.hidden = true;
    this.#parts.draft.replaceChildren();
  }

  /** Says what went wrong beside the message it happened to; `retry` is null where trying again cannot help. */
  fail(words, { retry, waitS = 0 }) {
    this.stopThinking();
    this.clearFailure();
    const again = retry && retryButton(retry, waitS);
    this.#failed = this.#append("failure", icon("warning"), element("div", {}, paragraph(words), again));
    this.scrollToEnd();
  }

  clearFailure() {
    this.#failed?.remove();
    this.#failed = null;
  }

  /** The shopper went on without trying again: what was not answered stays visible as such. */
  passFailure() {
    this.#failed?.classList.add("past");
    this.#failed?.querySelector("button")?.remove();
    this.#failed = null;
  }

  note(text) {
    this.#append("note", paragraph(text));
  }

  suggest(suggestions) {
    const ask = (text) => () => this.#cards.ask(text, { fromChip: true });
    const chips = suggestions.map((text) => element("button", { type: "button", part: "chip", dir: "auto", onclick: ask(text) }, text));
    this.#parts.chips.replaceChildren(...chips);
    this.#parts.chips.hidden = chips.length === 0;
  }

  clear() {
    this.#turns.clear();
    this.#asked = null;
    this.#held = null;
    this.clearFailure();
    this.stopThinking();
    this.#parts.log.replaceChildren();
    this.#parts.welcome.hidden = false;
  }

  scrollToEnd() {
    this.#parts.scroller.scrollTop = this.#parts.scroller.scrollHeight;
  }

  #addAssistant(reply) {
    if (this.has(reply.turn_id, "assistant")) return null;
    this.#turns.add(`${reply.turn_id} assistant`);
    return this.#append("assistant", hiddenText("Assistant: "), paragraph(wordsBeside(reply.text, reply)), this.#shown(reply));
  }

  /** Cards are there to be visited: read out in full they would bury the sentence that introduces them. */
  #shown({ products, comparison, cart, order, handoff, link, understood }) {
    const parts = [
      comparison ? comparisonTable(comparison, products ?? [], this.#cards) : products?.length && productRail(products, this.#cards),
      cart && this.#cart(cart, understood?.intent),
      order && orderCard(order, this.#cards),
      handoff && handoffCard(handoff),
      link && link !== order?.payment?.url && goOnLink(link, this.#cards.from),
    ].filter(Boolean);
    return parts.length ? element("div", { class: "shown", "aria-live": "off" }, parts) : null;
  }

  /** Of a cart that has grown, only what is new; the sheet has the rest. */
  #cart(cart, intent) {
    const before = this.#held ?? new Map();
    const lines = cart.lines.map(({ line_id: id, quantity }) => [id, quantity - (before.get(id) ?? 0)]);
    const added = new Map(lines.filter(([, more]) => more > 0));
    const isNews = LOOKED_AT.has(intent) ? false : this.#held ? added.size > 0 : added.size === 1;
    this.#held = new Map(cart.lines.map(({ line_id: id, quantity }) => [id, quantity]));
    return isNews ? addedCard(cart, added, this.#cards) : cartCard(cart, this.#cards);
  }

  #append(who, ...content) {
    const message = element("div", { class: `message ${who}`, part: `message ${who}` }, content);
    // A word about the session is no conversation yet.
    if (who !== "note") this.#parts.welcome.hidden = true;
    this.#parts.log.append(message);
    return message;
  }
}

function paragraph(text) {
  return element("p", { class: "bubble", dir: "auto" }, text);
}

/** The countdown is for the eye only: spoken, it would be a message every second. */
function retryButton(retry, waitS) {
  const until = Date.now() + waitS * 1000;
  const left = element("span", { "aria-hidden": "true" });
  const tryNow = () => Date.now() >= until && retry();
  const button = element("button", { type: "button", class: "retry", onclick: tryNow }, icon("restart"), "Try again", left);
  const tick = () => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    left.textContent = seconds > 0 ? ` in ${seconds} s` : "";
    if (seconds <= 0) button.removeAttribute("aria-disabled");
    else setTimeout(tick, 250);
  };
  if (waitS) button.setAttribute("aria-disabled", "true");
  tick();
  return button;
}
