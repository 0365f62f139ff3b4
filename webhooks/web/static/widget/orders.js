/** Draws an order as a card: what was bought, what it comes to, where it is, and the way to pay or to send it back. */
import { cartLine, totalsList } from "./cards.js";
import { element, icon, webUrl } from "./dom.js";
import { date, money, number, span, stateOf } from "./words.js";

/** `from` is where addresses that name no host belong to. */
export function orderCard(order, { from }) {
  return element(
    "div",
    { class: "order", part: "order", role: "group", "aria-label": `Order ${order.number}` },
    element("div", { class: "order-head" }, element("p", { class: "order-number" }, `Order ${order.number}`), badge(order.state)),
    element("p", { class: "order-when" }, `Placed ${date(order.placed_at)}`),
    element("ul", { class: "cart-lines" }, (order.lines ?? []).map((each) => line(each, from))),
    order.totals ? totalsList(order.totals) : order.total && totalsList({ total: order.total }),
    (order.shipments ?? []).map(shipment),
    chosenTime(order),
    payment(order.payment, from),
    (order.returns ?? []).map((each) => returned(each, from)),
  );
}

/** Who takes over, and what they were told, so that the shopper need not say it again. */
export function handoffCard(handoff) {
  return element(
    "div",
    { class: "handoff", part: "handoff", role: "group", "aria-label": "Handed to a person" },
    icon("person"),
    element(
      "div",
      {},
      element("p", { class: "handoff-title" }, "A person takes over from here"),
      handoff.summary && element("p", { class: "handoff-summary", dir: "auto" }, handoff.summary),
      handoff.case && element("p", { class: "handoff-case" }, `Case ${handoff.case}`),
    ),
  );
}

function badge(state) {
  return element("span", { class: `badge ${state === "cancelled" ? "off" : ""}` }, stateOf(state));
}

function line(line, from) {
  const { quantity, unit_price: price, returned_quantity: back } = line;
  const total = { ...price, amount_minor: price.amount_minor * quantity };
  return cartLine({ ...line, line_total: total }, { from, more: back ? `${number(back)} sent back` : "" });
}

function shipment({ carrier, tracking_number: number, expected_at: expected, delivered_at: delivered }) {
  const when = delivered ? `Delivered ${date(delivered)}` : `Arrives ${date(expected)}`;
  return element("p", { class: "order-step" }, icon("parcel"), element("span", {}, `${when} with ${carrier}, ${number}`));
}

function chosenTime({ how, window: chosen, shipments }) {
  if (!chosen || shipments?.length) return null;
  return element("p", { class: "order-step" }, icon("parcel"), element("span", {}, `${how === "pickup" ? "Pickup" : "Delivery"} ${span(chosen)}`));
}

function payment(payment, from) {
  if (!payment || payment.state === "cancelled") return null;
  const paid = payment.state === "paid";
  const words = payment.method ?? (paid ? "Paid" : "Payment is still to come");
  return (!paid && link(payment.url, "Pay now", "primary", from)) || element("p", { class: "order-step" }, paid && icon("tick"), words);
}

function returned({ number, state, refund, label_url: label }, from) {
  const facts = [`Return ${number}`, stateOf(state), refund && `${money(refund)} back`].filter(Boolean).join(" · ");
  return element("div", { class: "order-return" }, element("p", {}, facts), link(label, "Open the label", "quiet", from));
}

/** Where the shopper goes on in the browser. */
export function goOnLink(url, from) {
  return link(url, "Continue", "primary", from);
}

/** In a tab of its own, so that the conversation stays where it is; null for what is no web address. */
function link(url, words, kind, from) {
  const href = webUrl(url, from);
  const attributes = { class: `${kind} wide`, href, target: "_blank", rel: "noopener noreferrer" };
  return href && element("a", attributes, words, element("span", { class: "visually-hidden" }, " (opens in a new tab)"));
}
