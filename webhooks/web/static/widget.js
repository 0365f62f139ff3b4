/** Registers `<aisle-chat>`. A page needs this one script and the element, or `data-` attributes on the script alone. */
import { AisleChat } from "./widget/element.js";
import { script } from "./widget/home.js";

const SETTINGS = ["endpoint", "title", "greeting", "starters", "position", "theme", "open"];

/** A script tag that says how the assistant should look puts it at the end of the page, unless the page has one. */
function insert() {
  const given = SETTINGS.filter((name) => name in (script?.dataset ?? {}));
  if (!given.length || document.querySelector("aisle-chat")) return;
  const chat = document.createElement("aisle-chat");
  for (const name of given) chat.setAttribute(name, script.dataset[name]);
  document.body.append(chat);
}

if (!customElements.get("aisle-chat")) {
  customElements.define("aisle-chat", AisleChat);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", insert);
  else insert();
}
