/** The banners above the home page's shelves: the shop's own words, each leading somewhere. */
import { element, webUrl } from "../widget/dom.js";
import { banners } from "./shop.js";

const BANNERS_AT_HOME = 2;
const above = document.querySelector("#banners");
let bannersAsked = 0;

/** Drawn anew whenever it is another shopper; the page is whole without them. */
export async function showBanners(chat) {
  const asking = (bannersAsked += 1);
  const found = await banners({ limit: BANNERS_AT_HOME }, chat.token).catch(() => []);
  if (asking !== bannersAsked) return;
  const drawn = found.map(drawnBanner).filter(Boolean);
  above.replaceChildren(...(drawn.length ? [element("ul", { class: "banners", "aria-label": "In the shop now" }, drawn)] : []));
}

export function showNoBanners() {
  bannersAsked += 1;
  above.replaceChildren();
}

function drawnBanner({ title, text, url, image_url: imageUrl }) {
  const href = webUrl(url);
  if (!href) return null;
  const src = webUrl(imageUrl);
  const image = src && element("img", { src, alt: "", loading: "lazy", decoding: "async" });
  image?.addEventListener("error", () => image.remove(), { once: true });
  const words = [element("strong", { dir: "auto" }, title), text && element("span", { dir: "auto" }, text)];
  return element("li", {}, element("a", { href }, image, element("span", { class: "said" }, ...words)));
}
