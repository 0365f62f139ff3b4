/** The demo shop's plain way to be one of its customers; hidden where there are none to be. */
import { element } from "../widget/dom.js";
import { demoCustomers, ShopUnreachable } from "./shop.js";

export class Account {
  #chat;
  #box = document.querySelector("#account");
  #name = document.querySelector("#account-name");
  #hint = document.querySelector("#account-hint");
  #list = document.querySelector("#account-customers");
  #leave = document.querySelector("#account-leave");
  #trouble = document.querySelector("#account-trouble");

  constructor(chat) {
    this.#chat = chat;
    chat.addEventListener("aisle-customer", ({ detail: customer }) => this.#show(customer));
    this.#leave.addEventListener("click", () => this.#try(() => chat.signOut()));
    document.addEventListener("click", (event) => this.#box.contains(event.target) || this.#close());
    this.#box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#box.open) return;
      this.#close();
      this.#box.querySelector("summary").focus();
    });
  }

  async open() {
    try {
      const { customers } = await demoCustomers();
      this.#list.replaceChildren(...customers.map((customer) => this.#choice(customer)));
      this.#box.hidden = customers.length === 0;
    } catch (error) {
      if (!(error instanceof ShopUnreachable)) throw error;
    }
  }

  #choice({ customer, name, about }) {
    const enter = () => this.#try(() => this.#chat.signInAs(customer));
    const button = element("button", { type: "button", onclick: enter }, element("strong", {}, name), element("span", {}, about));
    return element("li", {}, button);
  }

  #show(customer) {
    this.#name.textContent = customer ? customer.name : "Sign in as…";
    this.#list.hidden = this.#hint.hidden = Boolean(customer);
    this.#leave.hidden = !customer;
  }

  async #try(change) {
    this.#trouble.textContent = "";
    try {
      await change();
      this.#close();
      // Whoever has gone on meanwhile, to write in the chat for example, is not called back.
      const at = document.activeElement;
      if (at === document.body || this.#box.contains(at)) this.#box.querySelector("summary").focus();
    } catch {
      this.#trouble.textContent = "That did not work just now. Please try again.";
    }
  }

  #close() {
    this.#box.open = false;
  }
}
