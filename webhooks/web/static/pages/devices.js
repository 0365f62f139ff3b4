/** The account page: who is signed in, the devices that may speak for them, and what they have linked elsewhere. */
import { element } from "../widget/dom.js";

const accountPage = document.querySelector("#account-page");
const LONGEST_NAME_OF_DEVICE = 60;
const REFUSALS = {
  409: "You have as many devices as anybody may. Revoke one first.",
  422: "Give the device a name.",
};
let devicesShown = 0;

/** `customer` is null while nobody is signed in. */
export async function showDevices(chat, customer, { focus = false } = {}) {
  const asking = (devicesShown += 1);
  accountPage.hidden = false;
  document.title = "Your account · Alder & Quay";
  const body = element("div", { class: "account-body" });
  accountPage.replaceChildren(element("h1", { tabindex: "-1" }, "Your account"), body);
  if (focus) accountPage.querySelector("h1").focus({ preventScroll: true });
  if (!customer) {
    body.append(element("p", {}, "Nobody is signed in. Sign in above to see the devices that may speak for you."));
    return;
  }
  body.append(element("p", {}, "Signed in as ", element("strong", { dir: "auto" }, customer.name), "."));
  try {
    const { devices } = await (await chat.authorised("/devices")).json();
    if (asking === devicesShown) body.append(devicesSection(chat, devices));
  } catch (failure) {
    if (asking !== devicesShown) return;
    const words = failure.status === 404 ? "This shop lets no devices speak for you." : "Your devices cannot be shown just now.";
    body.append(element("p", { role: "alert" }, words));
  }
  const links = await linksOf(chat);
  if (asking === devicesShown && links.length) body.append(linksSection(chat, links));
}

export function leaveDevices() {
  devicesShown += 1;
  accountPage.hidden = true;
  accountPage.replaceChildren();
}

function devicesSection(chat, devices) {
  const list = element("ul", { class: "device-list" }, devices.map((device) => deviceRow(chat, device)));
  const told = element("div", { class: "device-told", role: "status" });
  return element(
    "section",
    { "aria-labelledby": "devices-title" },
    element("h2", { id: "devices-title" }, "Devices that speak for you"),
    element("p", { class: "device-hint" }, "A token lets Siri on your phone find things, fill your cart and look at your orders. It never places an order."),
    addDevice(chat, list, told),
    told,
    list,
  );
}

function addDevice(chat, list, told) {
  const name = element("input", { id: "device-name", name: "name", type: "text", required: true, maxlength: LONGEST_NAME_OF_DEVICE, autocomplete: "off", placeholder: "My phone" });
  const issue = async (event) => {
    event.preventDefault();
    try {
      const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name: name.value }) };
      const device = await (await chat.authorised("/devices", request)).json();
      name.value = "";
      list.prepend(deviceRow(chat, device));
      told.replaceChildren(...issuedToken(device));
      told.querySelector("input").select();
    } catch (failure) {
      told.replaceChildren(element("p", {}, REFUSALS[failure.status] ?? "That did not work just now. Please try again."));
    }
  };
  return element(
    "form",
    { class: "device-form", onsubmit: issue },
    element("label", { for: "device-name" }, "Name of the device"),
    name,
    element("button", { type: "submit", class: "button" }, "Make a token"),
  );
}

function issuedToken(device) {
  const field = element("input", { class: "device-token", type: "text", readonly: true, value: device.token, "aria-label": `Token of ${device.name}`, spellcheck: "false" });
  const copied = element("button", { type: "button", class: "button quiet", onclick: copy }, "Copy");
  async function copy() {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      copied.textContent = "Copied";
    } catch {
      copied.textContent = "Press Ctrl or ⌘ and C";
    }
  }
  return [element("p", {}, "Copy this token into the Shortcut now. It is shown only this once."), element("div", { class: "device-copy" }, field, copied)];
}

/** None in a shop that links no accounts. */
async function linksOf(chat) {
  try {
    return (await (await chat.authorised("/links")).json()).links;
  } catch {
    return [];
  }
}

function linksSection(chat, links) {
  const row = ({ client_id: id, name, used_at: usedAt }) => revocableRow(chat, { path: `/links/${encodeURIComponent(id)}`, title: "links-title", name, used: `Last used ${shownTime(usedAt)}` });
  return element(
    "section",
    { "aria-labelledby": "links-title" },
    element("h2", { id: "links-title" }, "Linked with your account"),
    element("p", { class: "device-hint" }, "These may find things, fill your cart and look at your orders in your name."),
    element("ul", { class: "device-list" }, links.map(row)),
  );
}

function shownTime(at) {
  return new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

function deviceRow(chat, { device_id: id, name, used_at: usedAt }) {
  const used = usedAt ? `Last used ${shownTime(usedAt)}` : "Never used";
  return revocableRow(chat, { path: `/devices/${encodeURIComponent(id)}`, title: "devices-title", name, used });
}

function revocableRow(chat, { path, title, name, used }) {
  const revoke = element("button", { type: "button", class: "button quiet", "aria-label": `Revoke ${name}`, onclick: () => ask() }, "Revoke");
  const row = element("li", {}, element("div", {}, element("strong", { dir: "auto" }, name), element("span", {}, used)), revoke);
  let isSure = false;
  async function ask() {
    if (!isSure) {
      isSure = true;
      revoke.textContent = "Revoke for good";
      revoke.setAttribute("aria-label", `Revoke ${name} for good`);
      return;
    }
    try {
      await chat.authorised(path, { method: "DELETE" });
    } catch (failure) {
      if (failure.status !== 404) {
        revoke.textContent = "Try again";
        return;
      }
    }
    row.remove();
    document.querySelector(`#${title}`).setAttribute("tabindex", "-1");
    document.querySelector(`#${title}`).focus({ preventScroll: true });
  }
  return row;
}
