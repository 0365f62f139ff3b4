/** Tells the shop's other tabs what happens here, and hears what happens there. Only pages of the same origin can. */

export class Tabs {
  #name;
  #onHeard;
  #channel = null;

  constructor(name, onHeard) {
    this.#name = name;
    this.#onHeard = onHeard;
  }

  open() {
    this.#channel ??= new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#onHeard(data);
    window.addEventListener("storage", this.#stored);
  }

  close() {
    window.removeEventListener("storage", this.#stored);
    this.#channel?.close();
    this.#channel = null;
  }

  tell(news) {
    this.#channel?.postMessage(news);
  }

  /** What another tab keeps is seen here a moment after its news of it. */
  #stored = ({ key }) => key?.startsWith(this.#name) && this.#onHeard({ event: "stored" });
}
