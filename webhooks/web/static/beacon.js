// Tells the shop what is looked at on a page, as far as the shopper agrees: docs/events.md says how to use it.

const SCRIPT = document.currentScript;
const TARGET = new URL("/events", SCRIPT.src).href;
const MOST_AT_ONCE = 50;
const MOST_WAITING = 200;
const PAUSE_MS = 3000;
const LONGEST_PAUSE_MS = 60000;
const SHORTEST_DWELL_MS = 1000;
const DEVICE = "aisle.device";
const VISIT = "aisle.visit";
const OPTED_OUT = navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";

let agreed = SCRIPT.dataset.consent === "given";
let token;
let waiting = [];
let timer;
let pauseMs = PAUSE_MS;
let product;
let visibleSince = null;
const unkept = {};

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Where a browser keeps nothing for this page, the name lasts as long as the page.
function named(kept, key) {
  try {
    const name = kept().getItem(key) || newId();
    kept().setItem(key, name);
    return name;
  } catch {
    return (unkept[key] ||= newId());
  }
}

function forget() {
  for (const [kept, key] of [[() => localStorage, DEVICE], [() => sessionStorage, VISIT]]) {
    delete unkept[key];
    try {
      kept().removeItem(key);
    } catch {}
  }
}

function tell(type, told = {}) {
  if (OPTED_OUT || waiting.length >= MOST_WAITING) return;
  waiting.push({ at: new Date().toISOString(), ...told, id: newId(), type });
  wait();
}

function wait() {
  if (agreed && waiting.length) timer ??= setTimeout(send, waiting.length < MOST_AT_ONCE ? pauseMs : 0);
}

function batch(events) {
  return JSON.stringify({
    consent: true,
    token,
    device: named(() => localStorage, DEVICE),
    visit: named(() => sessionStorage, VISIT),
    sent_at: new Date().toISOString(),
    events,
  });
}

// Plain text, because a browser would ask the shop before each of anything else.
async function send() {
  const events = waiting.splice(0, MOST_AT_ONCE);
  const told = token;
  let status = 0;
  try {
    status = (await fetch(TARGET, { method: "POST", body: batch(events), credentials: "omit", keepalive: true })).status;
  } catch {}
  timer = undefined;
  if (status === 401 && told && told === token) token = undefined;
  // An id is kept once: what may have arrived is told again without harm.
  const again = status === 0 || status === 429 || status >= 500 || (status === 401 && told);
  if (again && agreed) waiting = [...events, ...waiting].slice(0, MOST_WAITING);
  pauseMs = again && status !== 401 ? Math.min(pauseMs * 2, LONGEST_PAUSE_MS) : PAUSE_MS;
  wait();
}

function leave() {
  dwelled();
  clearTimeout(timer);
  timer = undefined;
  while (agreed && waiting.length) {
    const events = waiting.splice(0, MOST_AT_ONCE);
    if (!navigator.sendBeacon(TARGET, batch(events))) {
      waiting = [...events, ...waiting];
      wait();
      return;
    }
  }
}

function dwelled() {
  const ms = visibleSince === null ? 0 : Math.round(performance.now() - visibleSince);
  visibleSince = document.visibilityState === "visible" ? performance.now() : null;
  if (product && ms >= SHORTEST_DWELL_MS) tell("dwell", { product_id: product, dwell_ms: ms });
}

function view(productId) {
  dwelled();
  product = productId;
  tell("view", productId ? { product_id: productId } : {});
}

function clicked({ target }) {
  const shown = target instanceof Element && target.closest("[data-aisle-product]");
  if (shown) tell("click", placeOf(shown));
}

function placeOf(shown) {
  const list = shown.closest("[data-aisle-list]");
  const position = Number(shown.dataset.aislePosition);
  return {
    product_id: shown.dataset.aisleProduct,
    ...(position > 0 && { position }),
    ...(list && { list_id: list.dataset.aisleList }),
    ...(list?.dataset.aisleModel && { model: list.dataset.aisleModel }),
  };
}

// A product has been shown once half of it was in sight; pages draw their lists whenever they like.
function watch() {
  const known = new WeakSet();
  const sight = new IntersectionObserver(
    (looks) => {
      for (const { isIntersecting, target } of looks) {
        if (!isIntersecting) continue;
        sight.unobserve(target);
        if (target.isConnected) tell("impression", placeOf(target));
      }
    },
    { threshold: 0.5 },
  );
  let due = false;
  const look = () => {
    due = false;
    for (const shown of document.querySelectorAll("[data-aisle-list] [data-aisle-product][data-aisle-position]")) {
      if (!known.has(shown)) sight.observe(shown);
      known.add(shown);
    }
  };
  const later = () => (due ||= Boolean(requestAnimationFrame(look)));
  new MutationObserver(later).observe(document, { childList: true, subtree: true });
  later();
}

function consent(given) {
  agreed = given === true;
  if (agreed) {
    wait();
  } else {
    clearTimeout(timer);
    timer = undefined;
    waiting = [];
    forget();
  }
}

// What the shopper says just now, and the shop remembers: with a no, all that was told before is taken back.
async function choose(wish) {
  const given = wish === true && !OPTED_OUT;
  const device = given || kept(DEVICE) ? named(() => localStorage, DEVICE) : undefined;
  consent(given);
  if (!device && !token) return;
  const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  const asked = given ? "/consent" : device ? `?device=${device}` : "";
  const body = given ? JSON.stringify({ consent: true, device }) : undefined;
  const method = given ? "POST" : "DELETE";
  return fetch(TARGET + asked, { method, headers, body, credentials: "omit", keepalive: true });
}

function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return unkept[key];
  }
}

window.aisleEvents = {
  isOptedOut: OPTED_OUT,
  tell,
  view,
  consent,
  choose,
  session(chatToken) {
    token = chatToken || undefined;
  },
};

if (!OPTED_OUT) {
  addEventListener("click", clicked, { capture: true, passive: true });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? leave() : dwelled()));
  watch();
  if (!("views" in SCRIPT.dataset)) view(document.querySelector("[data-aisle-page]")?.dataset.aislePage);
}
