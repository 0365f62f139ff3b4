/** Builds elements out of text and nodes, so that nothing the shop sends can ever become markup or a script link. */

const SVG = "http://www.w3.org/2000/svg";
const LINKS = new Set(["href", "src"]);

/** `onclick`-like properties are listeners; other properties are attributes; strings become text nodes. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (!LINKS.has(name)) node.setAttribute(name, value === true ? "" : value);
    else if (webUrl(value)) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** The absolute http(s) address, or null: `javascript:`, `data:` and their disguises are not links of a shop. */
export function webUrl(value, from = document.baseURI) {
  if (typeof value !== "string" || value === "") return null;
  try {
    const url = new URL(value, from);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

const ICONS = {
  chat: "M4 5.5h16v11H11l-4.5 3.5v-3.5H4z M8 9.5h8 M8 12.5h5",
  close: "M6 6l12 12 M18 6L6 18",
  cart: "M3 4.5h2.2l2.1 10.2h10.2l2-7.2H6 M9 18.3a1 1 0 1 0 .01 0 M16 18.3a1 1 0 1 0 .01 0",
  send: "M5 12h13 M12.5 6.5L18 12l-5.5 5.5",
  restart: "M5 12a7 7 0 1 0 2.2-5.1L5 9 M5 4.5V9h4.5",
  back: "M19 12H6 M11.5 6.5L6 12l5.5 5.5",
  previous: "M14 6l-6 6 6 6",
  next: "M10 6l6 6-6 6",
  plus: "M12 6v12 M6 12h12",
  minus: "M6 12h12",
  bag: "M6 8.5h12l1 11H5z M9 8.5V7a3 3 0 0 1 6 0v1.5",
  mic: "M12 3.5a3 3 0 0 1 3 3V11a3 3 0 0 1-6 0V6.5a3 3 0 0 1 3-3z M5.5 11a6.5 6.5 0 0 0 13 0 M12 17.5V21",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z M15.5 9a4.200 4.200 0 0 1 0 6 M18 6.5a7.700 7.700 0 0 1 0 11",
  muted: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z M16 9.5l5 5 M21 9.5l-5 5",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  person: "M12 11.5a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2z M4.8 20c.6-3.9 3.4-6 7.2-6s6.600 2.100 7.200 6",
  parcel: "M4 8l8-4 8 4v8.5l-8 4-8-4z M4 8l8 4 8-4 M12 12v8.5",
  warning: "M12 7.5v6 M12 16.8h.01 M12 3.2l9.3 16.3H2.7z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function hiddenText(text) {
  return element("span", { class: "visually-hidden" }, text);
}
