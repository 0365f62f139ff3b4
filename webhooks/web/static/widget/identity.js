/** Who is signed in, as the panel shows it, and the way in and out. */
import { Problem, Unreachable } from "./problems.js";

export class Identity {
  #parts;
  #client;
  #conversation;
  #transcript;
  #onChange;
  #shown;

  /** `onChange` is told the customer, or null, whenever it is another than before. */
  constructor(parts, { client, conversation, transcript, onChange }) {
    this.#parts = parts;
    this.#client = client;
    this.#conversation = conversation;
    this.#transcript = transcript;
    this.#onChange = onChange;
  }

  /** A session may have outlived the page, or changed hands in another tab. Unheard, it stays who it was. */
  async restore() {
    try {
      this.#show(await this.#client.customer());
    } catch (failure) {
      if (!(failure instanceof Problem || failure instanceof Unreachable)) throw failure;
    }
  }

  async signIn(path, body) {
    const { customer, notice } = await this.#conversation.enter(() => this.#client.enter(path, body));
    this.#transcript.note(`You are signed in as ${customer.name}.`);
    if (notice) this.#transcript.note(notice);
    this.#show(customer);
    return customer;
  }

  async signOut() {
    await this.#conversation.leave(() => this.#client.signOut());
    this.#transcript.note("You are signed out. This is a new conversation.");
    this.#show(null);
  }

  #show(customer) {
    const { who, whoName } = this.#parts;
    const name = customer?.name ?? "";
    if (name === this.#shown) return;
    this.#shown = whoName.textContent = name;
    who.hidden = !customer;
    this.#onChange(customer);
  }
}
