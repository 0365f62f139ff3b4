/** Puts money, ratings, choices and failures into words, and buttons into the sentences a shopper would say. */
import { Problem } from "./problems.js";

const LONGEST_NAME = 160;

function locale() {
  return document.documentElement.lang || navigator.language;
}

export function money({ amount_minor: amountMinor, currency }) {
  const format = new Intl.NumberFormat(locale(), { style: "currency", currency });
  return format.format(amountMinor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

export function rating(value) {
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

export function number(value) {
  return new Intl.NumberFormat(locale()).format(value);
}

export function count(value, one, many) {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** "partly_returned" as "Partly returned". */
export function stateOf(state) {
  const words = String(state).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const DAY = { weekday: "short", month: "short", day: "numeric" };

/** A day as people tell it; with the year where it is not this one. */
export function date(moment) {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return "";
  const year = at.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
  return new Intl.DateTimeFormat(locale(), { ...DAY, ...year }).format(at);
}

/** "Mon, Nov 23, 8:00 AM to 10:00 AM" by the clocks of the place that the times were told for, wherever this screen is. */
export function span({ starts_at: starts, ends_at: ends }) {
  const format = new Intl.DateTimeFormat(locale(), { ...DAY, hour: "numeric", minute: "2-digit", timeZone: "UTC" });
  const clock = (moment) => new Date(`${moment.slice(0, 16)}Z`);
  return format.formatRange(clock(starts), clock(ends));
}

/** The colour, size and the like of a choice, as on a label: "navy · M". */
export function choices(attributes) {
  return Object.values(attributes ?? {}).join(" · ");
}

/** "the Tidemark Jacket in navy, size M": what is really bought, by name rather than by place in some list. */
export function spokenName({ title, attributes = {} }) {
  const { color, size } = attributes;
  // "64 fl oz" is said without the word size, "M" and "9.5" with it.
  const sized = size && (/^\d.*\s\p{Letter}/u.test(size) ? size : `size ${size}`);
  const chosen = [color, sized].filter(Boolean).join(", ");
  return `the ${title.slice(0, LONGEST_NAME)}${chosen ? ` in ${chosen}` : ""}`;
}

export const sentences = {
  add: (product) => `Add ${spokenName(product)} to my cart`,
  details: (product) => `Tell me more about the ${product.title.slice(0, LONGEST_NAME)}`,
  remove: (line) => `Remove ${spokenName(line)} from my cart`,
  setTo: (line, quantity) => `Set the quantity of ${spokenName(line)} in my cart to ${quantity}`,
  checkOut: () => "Check out",
  browse: () => "What do you recommend?",
};

/** What went wrong in the shopper's words, and what can be done. */
export function explain(failure) {
  if (!(failure instanceof Problem)) {
    return navigator.onLine
      ? "The connection broke off before the answer was complete."
      : "You are offline. Your message is kept and goes out when you are back.";
  }
  if (failure.status === 429) return "That was a lot of messages at once. Give me a moment.";
  if (failure.status === 413) return "That message is too long for me. Please make it shorter.";
  if (failure.status >= 500) return "The shop could not answer just now.";
  return failure.detail || "I could not take that message.";
}
