/** The widget's look as constructed style sheets, which a strict content policy allows where `<style>` is refused.
 *
 * A shop themes it from outside: --aisle-accent, --aisle-on-accent, --aisle-surface, --aisle-canvas, --aisle-ink,
 * --aisle-muted, --aisle-line, --aisle-font, --aisle-radius, --aisle-layer (the stacking order).
 */
import { messageStyles } from "./styles-messages.js";
import { orderStyles } from "./styles-orders.js";

const colours = `
:host {
  --accent: var(--aisle-accent, #14574a);
  --on-accent: var(--aisle-on-accent, #ffffff);
  --surface: var(--aisle-surface, #ffffff);
  --canvas: var(--aisle-canvas, #f4f6f3);
  --ink: var(--aisle-ink, #17211e);
  --muted: var(--aisle-muted, #55615c);
  --line: var(--aisle-line, #dce2dd);
  --edge: #77847e;
  --tint: color-mix(in oklab, var(--accent) 9%, var(--surface));
  --alarm: #fcefeb;
  --on-alarm: #84270f;
  --star: #a86a08;
  --radius: var(--aisle-radius, 20px);
  --shadow: 0 1px 2px rgb(16 32 28 / .06), 0 12px 40px rgb(16 32 28 / .18);
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :host {
    --accent: var(--aisle-accent, #86d3ba);
    --on-accent: var(--aisle-on-accent, #08231b);
    --surface: var(--aisle-surface, #18201e);
    --canvas: var(--aisle-canvas, #101614);
    --ink: var(--aisle-ink, #e8eeeb);
    --muted: var(--aisle-muted, #a4b2ac);
    --line: var(--aisle-line, #2c3834);
    --edge: #75847d;
    --tint: color-mix(in oklab, var(--accent) 12%, var(--surface));
    --alarm: #35180f;
    --on-alarm: #ffb8a2;
    --star: #e9b75c;
    --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 16px 48px rgb(0 0 0 / .5);
  }
}
`;

const furniture = `
*, *::before, *::after { box-sizing: border-box; }
:host { display: contents; }
:host([hidden]), [hidden] { display: none !important; }
.visually-hidden {
  position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; padding: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0;
}
.launcher, .panel {
  font: 400 15px/1.5 var(--aisle-font, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif);
  color: var(--ink);
  -webkit-text-size-adjust: 100%;
}
p, h2, h3, ul { margin: 0; padding: 0; }
ul { list-style: none; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; min-block-size: 24px; -webkit-tap-highlight-color: transparent; }
button[aria-disabled="true"] { cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.icon { inline-size: 22px; block-size: 22px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7;
  stroke-linecap: round; stroke-linejoin: round; }
:dir(rtl) > .icon:is(.icon-send, .icon-back, .icon-next, .icon-previous) { transform: scaleX(-1); }

.launcher {
  position: fixed; z-index: var(--aisle-layer, 2147483000);
  inset-block-end: max(20px, env(safe-area-inset-bottom)); inset-inline-end: 20px;
  display: inline-flex; align-items: center; gap: 10px; max-inline-size: calc(100vw - 40px);
  padding: 15px 22px 15px 18px; border: 0; border-radius: 999px;
  background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: var(--shadow);
  transition: translate .2s ease;
}
.launcher:hover { translate: 0 -2px; }
.launcher:focus-visible { outline-offset: 3px; }
.launcher span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.panel {
  position: fixed; z-index: var(--aisle-layer, 2147483000);
  inset: auto; inset-block-end: 20px; inset-inline-end: 20px; margin: 0;
  inline-size: 400px; block-size: min(800px, 100dvh - 40px); max-inline-size: none; max-block-size: none;
  padding: 0; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden;
  background: var(--canvas); box-shadow: var(--shadow);
}
.panel[open] { display: flex; flex-direction: column; animation: rise .28s cubic-bezier(.2, .8, .2, 1); }
.panel::backdrop { background: rgb(8 16 14 / .4); }
@keyframes rise { from { opacity: 0; translate: 0 16px; } }
@media (max-width: 640px) {
  .panel { inset: 0; inline-size: 100%; block-size: 100dvh; border: 0; border-radius: 0; }
}

.header {
  flex: none; display: flex; align-items: center; gap: 4px; min-block-size: 64px;
  padding: 10px 12px 10px 20px; padding-inline: 20px 12px;
  background: var(--surface); border-block-end: 1px solid var(--line);
}
.header h2, .header h3 {
  flex: 1; min-inline-size: 0; font-size: 16px; font-weight: 650; letter-spacing: -.005em; overflow-wrap: anywhere;
}
.header h3:focus-visible { outline: none; }
.drawer .header { padding-inline-start: 12px; }
.round {
  position: relative; flex: none; display: grid; place-items: center; inline-size: 40px; block-size: 40px; padding: 0;
  border: 0; border-radius: 50%; background: transparent; color: var(--muted); transition: background .15s, color .15s;
}
.round:hover { background: var(--tint); color: var(--ink); }
.round.small { inline-size: 28px; block-size: 28px; }
.round.small .icon { inline-size: 18px; block-size: 18px; }
.count {
  position: absolute; inset-block-start: 1px; inset-inline-end: 0; min-inline-size: 18px; padding: 0 5px; border-radius: 9px;
  background: var(--accent); color: var(--on-accent); font-size: 11px; font-weight: 700; line-height: 18px; text-align: center;
}
.confirm {
  flex: none; display: flex; flex-wrap: wrap; gap: 10px 16px; align-items: center; justify-content: space-between;
  padding: 12px 20px; background: var(--tint); border-block-end: 1px solid var(--line); font-size: 14px;
}
.confirm div { display: flex; gap: 8px; }

.composer {
  flex: none; display: flex; align-items: flex-end; gap: 8px; padding: 12px; padding-block-end: max(12px, env(safe-area-inset-bottom));
  background: var(--surface); border-block-start: 1px solid var(--line);
}
.input {
  flex: 1; min-inline-size: 0; field-sizing: content; min-block-size: 46px; max-block-size: 132px; resize: none;
  padding: 11px 18px; border: 1px solid var(--edge); border-radius: 23px; background: var(--surface);
  font-size: 16px; line-height: 1.4; overflow-wrap: anywhere;
}
.input::placeholder { color: var(--muted); opacity: 1; }
.input:focus-visible { outline-offset: -1px; border-color: var(--accent); }
.send {
  flex: none; display: grid; place-items: center; inline-size: 46px; block-size: 46px; padding: 0; border: 0; border-radius: 50%;
  background: var(--accent); color: var(--on-accent); transition: filter .15s;
}
.send:hover, .primary:hover { filter: brightness(1.08); }

.primary, .quiet {
  min-block-size: 36px; padding: 6px 14px; border-radius: 999px; font-size: 13.5px; font-weight: 600; white-space: nowrap;
}
.primary { border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); }
.quiet { border: 1px solid var(--edge); background: transparent; }
.quiet:hover { background: var(--tint); }
.wide { inline-size: 100%; min-block-size: 46px; font-size: 15px; }
.link { padding: 2px 0; border: 0; background: none; color: var(--muted); font-size: 13px; text-decoration: underline; text-underline-offset: 3px; }
.link:hover { color: var(--ink); }

.drawer { position: absolute; inset: 0; display: flex; flex-direction: column; background: var(--canvas); animation: slide .24s ease; }
.drawer-body { flex: 1; min-block-size: 0; padding: 16px; overflow-y: auto; overscroll-behavior: contain; }
@keyframes slide { from { opacity: 0; translate: 0 12px; } }

@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
  .launcher, .send, .message .bubble { border: 1px solid; }
}
`;

export const styleSheets = [colours, furniture, messageStyles, orderStyles].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});
