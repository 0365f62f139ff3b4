/** The widget's fixed furniture: launcher, panel, header, conversation, composer and cart drawer. */
import { element, hiddenText, icon } from "./dom.js";
import { count } from "./words.js";

export const LONGEST_MESSAGE = 500;

/** Builds the furniture and returns its parts by name. */
export function buildFrame() {
  const parts = { ...launcher(), ...header(), ...confirmation(), ...conversation(), ...composer(), ...drawer() };
  const attributes = { class: "panel", part: "panel", "aria-labelledby": "title" };
  parts.panel = element("dialog", attributes, parts.header, parts.confirm, parts.scroller, parts.chips, parts.form, parts.drawer);
  return parts;
}

function roundButton(name, label) {
  return element("button", { type: "button", class: "round", "aria-label": label }, icon(name));
}

function launcher() {
  const launcherText = element("span", {});
  const attributes = { type: "button", class: "launcher", part: "launcher", "aria-haspopup": "dialog" };
  return { launcher: element("button", attributes, icon("chat"), launcherText), launcherText };
}

function header() {
  const heading = element("h2", { id: "title" });
  const cartCount = element("span", { class: "count", "aria-hidden": "true", hidden: true });
  const cartLabel = hiddenText(`Cart, ${count(0, "item", "items")}`);
  const cartButton = element("button", { type: "button", class: "round", "aria-expanded": "false" }, icon("cart"), cartLabel, cartCount);
  const restartButton = roundButton("restart", "Start over");
  const closeButton = roundButton("close", "Close");
  const whoName = element("span", { dir: "auto" });
  const signOutButton = element("button", { type: "button", class: "link" }, "Sign out");
  const who = element("p", { class: "who", hidden: true }, whoName, signOutButton);
  const titles = element("div", { class: "titles" }, heading, who);
  const bar = element("header", { class: "header", part: "header" }, titles, cartButton, restartButton, closeButton);
  return { header: bar, heading, who, whoName, signOutButton, cartCount, cartLabel, cartButton, restartButton, closeButton };
}

function confirmation() {
  const confirmYes = element("button", { type: "button", class: "primary" }, "Start over");
  const confirmNo = element("button", { type: "button", class: "quiet" }, "Keep it");
  const question = element("p", { id: "confirm-question" }, "Clear this conversation and begin again?");
  const attributes = { class: "confirm", role: "group", "aria-labelledby": "confirm-question", hidden: true };
  return { confirm: element("div", attributes, question, element("div", {}, confirmYes, confirmNo)), confirmYes, confirmNo };
}

function conversation() {
  const greeting = element("p", { class: "greeting", dir: "auto" });
  const starters = element("div", { class: "chips" });
  const welcome = element("div", { class: "welcome" }, greeting, starters);
  const log = element("div", { class: "log", role: "log", "aria-label": "Messages", "aria-relevant": "additions" });
  const draft = element("div", { class: "message assistant draft", "aria-hidden": "true", hidden: true });
  const waiting = element("div", { class: "message shopper waiting", role: "group", "aria-label": "Not sent yet", hidden: true });
  const chips = element("div", { class: "chips replies", role: "group", "aria-label": "Suggestions", hidden: true });
  const attributes = { class: "scroller", tabindex: "0", role: "group", "aria-label": "Conversation" };
  const scroller = element("div", attributes, welcome, log, draft, waiting);
  return { scroller, welcome, greeting, starters, log, draft, waiting, chips };
}

function composer() {
  const input = element("textarea", {
    class: "input",
    "aria-label": "Your message",
    placeholder: "Ask for what you need",
    rows: 1,
    dir: "auto",
    maxlength: LONGEST_MESSAGE,
    enterkeyhint: "send",
    autocomplete: "off",
  });
  const sendButton = element("button", { type: "submit", class: "send", part: "send", "aria-label": "Send" }, icon("send"));
  return { form: element("form", { class: "composer", part: "composer" }, input, sendButton), input, sendButton };
}

function drawer() {
  const drawerBack = roundButton("back", "Back to the conversation");
  const drawerHeading = element("h3", { id: "cart-title", tabindex: "-1" }, "Your cart");
  const drawerBody = element("div", { class: "drawer-body" });
  const drawerFoot = element("div", { class: "drawer-foot" });
  const bar = element("div", { class: "header" }, drawerBack, drawerHeading);
  const attributes = { class: "drawer", role: "dialog", "aria-labelledby": "cart-title", part: "drawer", hidden: true };
  const sheet = element("section", attributes, bar, drawerBody, drawerFoot);
  return { drawer: sheet, drawerBack, drawerHeading, drawerBody, drawerFoot };
}
