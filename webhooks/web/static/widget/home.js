/** Where the widget's script came from: the shop's assistant lives there, whatever page the script stands on. */

/** Null where a page runs it in some way of its own, and then says `endpoint`. */
export const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');

/** The chat API: as the page says, or beside the script. */
export function chatAddress(endpoint) {
  return endpoint ? new URL(endpoint, document.baseURI).href : new URL("chat", script?.src || document.baseURI).href;
}
