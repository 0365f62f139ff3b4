/** Asks once whether the visit may be learned from, remembers the answer, and lets it be changed at the foot of any page.
 *
 * Nothing is told before the answer. Where the browser says no to all pages, nobody is asked.
 */
import { chatAddress } from "../widget/home.js";
import { Memory } from "../widget/memory.js";

const KEPT_AS = "aisle.consent";
const STATES = {
  given: "We learn from what you look at here.",
  refused: "We do not learn from your visit.",
  none: "We have not asked you yet whether we may learn from your visit.",
  optedOut: "Your browser asks not to be tracked, so we do not learn from your visit.",
};

export class Consent {
  #events = window.aisleEvents;
  #memory;
  #refusedFor = null;
  #unkept = null;
  #question = document.querySelector("#consent");
  #foot = document.querySelector("#learning");
  #state = document.querySelector("#learning-state");
  #change = document.querySelector("#learning-change");

  constructor(chat) {
    this.#memory = new Memory(chatAddress(chat.getAttribute("endpoint")));
    for (const name of ["aisle-customer", "aisle-reply"]) chat.addEventListener(name, () => this.#meet());
    chat.addEventListener("aisle-product", ({ detail }) => this.#clicked(detail.product));
    chat.addEventListener("aisle-reply", ({ detail }) => this.#remember(detail));
    document.querySelector("#consent-yes").addEventListener("click", () => this.#answer("given"));
    document.querySelector("#consent-no").addEventListener("click", () => this.#answer("refused"));
    this.#change.addEventListener("click", () => this.#ask({ focus: true }));
  }

  open() {
    if (!this.#events) return;
    const answer = this.#kept;
    if (answer === "given") this.#events.consent(true);
    this.#meet();
    this.#show();
    if (!answer && !this.#events.isOptedOut) this.#ask();
  }

  get #kept() {
    try {
      return localStorage.getItem(KEPT_AS);
    } catch {
      return this.#unkept;
    }
  }

  #ask({ focus = false } = {}) {
    this.#question.hidden = false;
    if (focus) this.#question.focus();
  }

  async #answer(answer) {
    const had = this.#question.contains(document.activeElement);
    this.#unkept = answer;
    try {
      localStorage.setItem(KEPT_AS, answer);
    } catch {
      // It lasts as long as the page.
    }
    this.#question.hidden = true;
    this.#show();
    if (had) this.#change.focus();
    const token = this.#token;
    if (answer === "refused") this.#refusedFor = token;
    await this.#events.choose(answer === "given")?.catch?.(() => (this.#refusedFor = null));
  }

  #show() {
    this.#foot.hidden = false;
    this.#change.hidden = this.#events.isOptedOut;
    this.#state.textContent = STATES[this.#events.isOptedOut ? "optedOut" : (this.#kept ?? "none")];
  }

  get #token() {
    return this.#memory.get("session")?.token ?? null;
  }

  /** Whose session it is may have changed; what this browser said no to is not learned in the chat either. */
  async #meet() {
    if (!this.#events) return;
    const token = this.#token;
    this.#events.session(token);
    const isRefused = this.#events.isOptedOut || this.#kept === "refused";
    if (!isRefused || !token || token === this.#refusedFor) return;
    this.#refusedFor = token;
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
    const body = JSON.stringify({ consent: false });
    const told = await fetch("/events/consent", { method: "POST", headers, body, credentials: "omit" }).catch(() => null);
    if (!told?.ok && this.#refusedFor === token) this.#refusedFor = null;
  }

  #shown = new Map();

  /** What an answer showed is known to the shop as the list of its turn. */
  #remember({ turn_id: turnId, products }) {
    products?.forEach(({ id }, place) => this.#shown.set(id, { turn_id: turnId, list_id: turnId, position: place + 1 }));
  }

  #clicked({ id }) {
    this.#events?.tell("click", { product_id: id, ...this.#shown.get(id) });
  }
}
