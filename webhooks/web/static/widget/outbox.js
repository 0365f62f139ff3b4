/** The messages that were said and not answered yet, oldest first, in every tab the same. */

const NAME = "said-";

export class Outbox {
  #memory;

  constructor(memory) {
    this.#memory = memory;
  }

  get all() {
    return this.#memory.all(NAME).sort((one, other) => one.at - other.at);
  }

  get first() {
    return this.all[0] ?? null;
  }

  holds({ requestId }) {
    return this.#memory.get(NAME + requestId) !== null;
  }

  keep(message) {
    this.#memory.set(NAME + message.requestId, message);
  }

  drop({ requestId }) {
    this.#memory.set(NAME + requestId, null);
  }
}

/** `request_id` is 128 random bits; crypto.randomUUID is missing on pages served without TLS. */
export function newMessage(text) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return { requestId: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""), text, at: Date.now() };
}
