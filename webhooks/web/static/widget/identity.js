/** Who is signed in, as the panel shows it, and the way in and out. */

export class Identity {
  #parts;
  #client;
  #conversation;
  #onChange;

  /** `onChange` is told the customer, or null, whenever it is another than before. */
  constructor(parts, { client, conversation, onChange }) {
    this.#parts = parts;
    this.#client = client;
    this.#conversation = conversation;
    this.#onChange = onChange;
  }

  /** A session may have outlived the page, and been a customer's. */
  async restore() {
    if (this.#client.hasSession) this.#show(await this.#client.customer());
  }

  async signIn(enter, transcript) {
    const { customer, notice } = await this.#conversation.signIn(enter);
    transcript.note(`You are signed in as ${customer.name}.`);
    if (notice) transcript.note(notice);
    this.#show(customer);
    return customer;
  }

  async signOut(transcript) {
    await this.#conversation.signOut();
    transcript.note("You are signed out. This is a new conversation.");
    this.#show(null);
  }

  forget() {
    this.#show(null);
  }

  #show(customer) {
    const { who, whoName } = this.#parts;
    whoName.textContent = customer ? customer.name : "";
    who.hidden = !customer;
    this.#onChange(customer);
  }
}
