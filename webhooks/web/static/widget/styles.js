/** The widget's look as constructed style sheets, which a strict content policy allows where `<style>` is refused.
 *
 * A shop themes it from outside by `--aisle-…` properties and by `::part()`; docs/widget.md lists them with their defaults.
 */
import { goodsStyles } from "./styles-goods.js";
import { messageStyles } from "./styles-messages.js";
import { orderStyles } from "./styles-orders.js";

/* Whatever the accent is, the words on it are black or white by its luminance, which keeps 4.5:1 at least; and where the
   accent is itself the colour of words, it is taken as dark or as light as the ground needs. */
const colours = `
:host {
  color-scheme: light dark;
  --accent: var(--aisle-accent, light-dark(#14574a, #86d3ba));
  --on-accent: var(--aisle-on-accent, lch(from var(--accent) clamp(0, (49.4 - l) * 999, 100) 0 0));
  --strong: light-dark(oklch(from var(--accent) min(l, .48) c h), oklch(from var(--accent) max(l, .8) c h));
  --surface: var(--aisle-surface, light-dark(#ffffff, #18201e));
  --canvas: var(--aisle-canvas, light-dark(#f5f7f4, #101614));
  --ink: var(--aisle-ink, light-dark(#17211e, #e8eeeb));
  --muted: var(--aisle-muted, light-dark(#55615c, #a4b2ac));
  --line: var(--aisle-line, light-dark(#dce2dd, #2c3834));
  --edge: var(--aisle-edge, light-dark(#77847e, #75847d));
  --tint: color-mix(in oklab, var(--accent) 10%, var(--surface));
  --alarm: light-dark(#fcefeb, #35180f);
  --on-alarm: light-dark(#84270f, #ffb8a2);
  --star: light-dark(#a86a08, #e9b75c);
  --radius: var(--aisle-radius, 20px);
  --inner: min(var(--radius), 16px);
  --gap: var(--aisle-inset, 20px);
  --shadow: 0 1px 2px rgb(0 0 0 / .08), 0 16px 48px light-dark(rgb(16 32 28 / .18), rgb(0 0 0 / .5));
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
@media (prefers-contrast: more) {
  :host { --muted: var(--ink); --line: var(--edge); }
}
`;

const furniture = `
*, *::before, *::after { box-sizing: border-box; }
:host { display: contents; }
:host([hidden]), [hidden] { display: none !important; }
.visually-hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0;
}
.launcher, .panel {
  font: 400 15px/1.5 var(--aisle-font, system-ui, sans-serif);
  color: var(--ink); text-align: start; letter-spacing: normal; word-spacing: 0; text-transform: none; text-indent: 0; text-shadow: none;
  white-space: normal; overflow-wrap: break-word;
}
p, h2, h3, ul { margin: 0; padding: 0; }
.titles, .header :is(h2, h3), .who span, .handoff div, .failure div, .order-step span, .card-why span { min-width: 0; }
.scroller, .drawer-body, .rail-list, .table, .replies { overscroll-behavior-x: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.scroller, .drawer-body { overscroll-behavior: contain; }
.who, .rail-header, .card-choice, .card-rating, .cart-facts, .order-when, .handoff-case, .note .bubble, .voice-status {
  color: var(--muted); font-size: 13px;
}
:is(.card-price, .cart-price, .row-price, .totals dd, .cart-sum, .how-many, .retry) { font-variant-numeric: tabular-nums; }
ul { list-style: none; }
button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; min-height: 24px; -webkit-tap-highlight-color: transparent; }
button[aria-disabled="true"] { cursor: default; opacity: .5; }
:focus-visible { outline: 2px solid var(--strong); outline-offset: 2px; }
.icon { width: 22px; height: 22px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7;
  stroke-linecap: round; stroke-linejoin: round; }
:dir(rtl) > .icon:is(.icon-send, .icon-back, .icon-next, .icon-previous) { transform: scaleX(-1); }

.launcher, .panel { position: fixed; z-index: var(--aisle-layer, 2147483000); inset-inline-end: var(--gap); }
:host([position="start"]) :is(.launcher, .panel) { inset-inline: var(--gap) auto; }
.launcher {
  bottom: max(var(--gap), env(safe-area-inset-bottom));
  display: inline-flex; align-items: center; gap: 10px; max-width: calc(100vw - 2 * var(--gap)); min-height: 54px;
  padding-block: 14px; padding-inline: 18px 22px; border: 0; border-radius: 999px;
  background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: var(--shadow);
  transition: translate .2s ease;
}
.launcher:hover { translate: 0 -2px; }
.launcher:focus-visible { outline-offset: 3px; }
.launcher span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.panel {
  cursor: auto; inset-block: auto var(--gap); inset-inline-start: auto; margin: 0; padding: 0; overflow: hidden;
  width: min(var(--aisle-width, 416px), 100vw - 2 * var(--gap)); max-width: none;
  height: min(var(--aisle-height, 800px), 100dvh - 2 * var(--gap)); max-height: none;
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--canvas); box-shadow: var(--shadow);
}
.panel[open] { display: flex; flex-direction: column; animation: rise .28s cubic-bezier(.2, .8, .2, 1); }
.panel::backdrop { background: rgb(8 16 14 / .4); }
@keyframes rise { from { opacity: 0; translate: 0 16px; } }
@media (max-width: 640px), (max-height: 440px) {
  :host .panel, :host([position="start"]) .panel { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; }
}

.header {
  flex: none; display: flex; align-items: center; gap: 2px; min-height: 64px; padding-block: 8px; padding-inline: 20px 10px;
  background: var(--surface); border-bottom: 1px solid var(--line);
}
.header :is(h2, h3) { font-size: 16px; line-height: 1.3; font-weight: 650; letter-spacing: -.005em; }
.header h3 { flex: 1; }
.header h3:focus-visible { outline: none; }
.drawer .header { padding-inline: 8px 20px; }
.titles { flex: 1; }
.who { display: flex; align-items: baseline; gap: 8px; line-height: 1.3; }
.who span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.who .link { flex: none; }
.round {
  position: relative; flex: none; display: grid; place-items: center; width: 44px; height: 44px; padding: 0;
  border: 0; border-radius: 50%; background: transparent; color: var(--muted); transition: background .15s, color .15s;
}
.round:hover { background: var(--tint); color: var(--ink); }
.round[aria-pressed="true"] { color: var(--strong); background: var(--tint); }
.round.small { width: 32px; height: 32px; }
.round.small .icon { width: 18px; height: 18px; }
.count {
  position: absolute; top: 1px; inset-inline-end: 0; min-width: 19px; padding: 0 5px; border-radius: 10px;
  background: var(--accent); color: var(--on-accent); font-size: 11px; font-weight: 700; line-height: 19px; text-align: center;
}
.count.bump { animation: bump .5s cubic-bezier(.2, 1.6, .4, 1); }
@keyframes bump { 40% { scale: 1.45; } }
.confirm {
  flex: none; display: flex; flex-wrap: wrap; gap: 10px 16px; align-items: center; justify-content: space-between;
  padding: 12px 20px; background: var(--tint); border-bottom: 1px solid var(--line); font-size: 14px;
}
.confirm div { display: flex; flex-wrap: wrap; gap: 8px; }

.composer {
  flex: none; display: flex; flex-wrap: wrap; align-items: flex-end; gap: 8px; padding: 12px;
  padding-bottom: max(12px, env(safe-area-inset-bottom)); background: var(--surface); border-top: 1px solid var(--line);
}
.input {
  flex: 1; min-width: 0; field-sizing: content; min-height: 46px; max-height: 132px; resize: none;
  padding: 11px 18px; border: 1px solid var(--edge); border-radius: 23px; background: var(--surface);
  font-size: 16px; line-height: 1.4;
}
.input::placeholder { color: var(--muted); opacity: 1; white-space: nowrap; }
.input:focus-visible { outline-offset: -1px; border-color: var(--strong); }
.send, .mic { flex: none; display: grid; place-items: center; width: 46px; height: 46px; padding: 0; border: 0; border-radius: 50%; }
.send { background: var(--accent); color: var(--on-accent); }
.mic { background: var(--tint); color: var(--strong); }
.mic[aria-pressed="true"] { background: var(--alarm); color: var(--on-alarm); animation: listen 1.6s infinite ease-out; }
@keyframes listen { from { box-shadow: 0 0 0 0 color-mix(in srgb, var(--on-alarm) 45%, transparent); } to { box-shadow: 0 0 0 12px transparent; } }
.voice-status { flex-basis: 100%; padding-inline: 6px; }
.voice-status:empty { display: none; }

.primary, .quiet, .retry {
  display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 38px; padding: 6px 16px;
  border-radius: 999px; font-size: 13.5px; font-weight: 600; line-height: 1.3; text-align: center; text-decoration: none;
}
.primary { border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); }
.quiet { border: 1px solid var(--edge); background: transparent; color: inherit; }
.quiet:hover { background: var(--tint); }
.send:hover, .primary:hover { filter: brightness(1.08); }
:is(.primary, .quiet) .icon { width: 16px; height: 16px; stroke-width: 2.2; }
.wide { width: 100%; min-height: 48px; font-size: 15px; }
.link { padding: 2px 0; border: 0; background: none; color: var(--muted); font-size: 13px; text-decoration: underline; text-underline-offset: 3px; }
.link:hover { color: var(--ink); }

.drawer { position: absolute; inset: 0; display: flex; flex-direction: column; background: var(--canvas); animation: slide .24s ease; }
.drawer-body { flex: 1; min-height: 0; padding: 4px 20px; overflow-y: auto; }
.drawer-foot {
  flex: none; padding: 8px 20px 20px; padding-bottom: max(20px, env(safe-area-inset-bottom));
  background: var(--surface); border-top: 1px solid var(--line);
}
.drawer-foot .wide { margin-top: 12px; }
@keyframes slide { from { opacity: 0; translate: 0 12px; } }

@media (pointer: coarse) {
  .primary, .quiet, .retry, .chips button { min-height: 44px; }
  .round.small { width: 44px; height: 44px; }
  .link { min-height: 32px; }
}
@media (max-height: 440px) {
  .header { min-height: 48px; padding-block: 2px; }
  .composer { padding-block: 6px; }
  .drawer { overflow-y: auto; }
  .drawer-body { flex: none; overflow: visible; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
  .launcher, .send, .mic, .round, .count, .badge, .shopper .bubble { border: 1px solid; }
  .stepper .round { border: 0; }
  .mic[aria-pressed="true"], .round[aria-pressed="true"] { border-width: 3px; }
}
`;

export const styleSheets = [colours, furniture, messageStyles, goodsStyles, orderStyles].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});
