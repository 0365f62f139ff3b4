/** Registers `<aisle-chat>`; a page needs only `<script type="module" src="…/widget.js">` and the element. */
import { AisleChat } from "./widget/element.js";

if (!customElements.get("aisle-chat")) customElements.define("aisle-chat", AisleChat);

export { AisleChat };
