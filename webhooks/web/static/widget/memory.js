/** What the widget remembers across page loads: the session token, the message still unanswered, and whether it is open.
 *
 * It is kept in sessionStorage: the token opens the shopper's conversation and cart, so it should outlive a reload and a
 * walk through the shop's pages, but not the tab. On a shared computer the next person finds nothing, and a script that
 * gets into some other tab finds nothing either. A shopper who should find the cart again next week signs in.
 */
export class Memory {
  #key;
  #values;

  constructor(endpoint) {
    this.#key = `aisle:${endpoint}`;
    this.#values = this.#load();
  }

  get(name) {
    return this.#values[name] ?? null;
  }

  set(name, value) {
    this.#values = { ...this.#values, [name]: value };
    this.#store();
  }

  /** Forgets the conversation, not whether the panel is open. */
  forgetConversation() {
    this.#values = { open: this.#values.open };
    this.#store();
  }

  #load() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key)) ?? {};
    } catch {
      // Storage may be switched off, or hold something else: the conversation then lasts as long as the page.
      return {};
    }
  }

  #store() {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.#values));
    } catch {
      // As above: this.#values still holds it for this page.
    }
  }
}
