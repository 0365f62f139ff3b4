/** How messages, product cards and the cart look inside the conversation. */
export const messageStyles = `
.scroller {
  flex: 1; min-block-size: 0; position: relative; display: flex; flex-direction: column; padding: 20px 16px 16px;
  overflow: hidden auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent;
}
.scroller:focus-visible { outline-offset: -3px; }
.log { display: flex; flex-direction: column; }

.welcome { margin-block: auto; padding: 8px 4px 4px; }
.greeting {
  max-inline-size: 17em; margin-block-end: 20px; font-size: 22px; line-height: 1.28; letter-spacing: -.012em; font-weight: 500;
  font-family: var(--aisle-display, var(--aisle-font, inherit)); text-wrap: balance; overflow-wrap: anywhere;
}
.chips { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 14px; }
.welcome .chips { flex-direction: column; align-items: flex-start; margin: 0; }
.chips button {
  max-inline-size: 100%; min-block-size: 36px; padding: 7px 14px; border: 1px solid color-mix(in oklab, var(--accent) 55%, var(--line));
  border-radius: 18px; background: var(--surface); color: var(--accent); font-size: 14px; font-weight: 550; line-height: 1.35;
  text-align: start; overflow-wrap: anywhere; transition: background .15s;
}
.chips button:hover { background: var(--tint); }

.message { display: flex; flex-direction: column; align-items: flex-start; min-inline-size: 0; margin-block-start: 12px; }
.message + .message.shopper { margin-block-start: 20px; }
.bubble { max-inline-size: 88%; padding: 10px 15px; border-radius: 18px; white-space: pre-wrap; overflow-wrap: anywhere; }
.shopper { align-items: flex-end; }
.shopper .bubble { background: var(--accent); color: var(--on-accent); border-end-end-radius: 6px; }
.assistant .bubble { background: var(--surface); border: 1px solid var(--line); border-end-start-radius: 6px; }
.log > .message:last-child:not(.failure) { animation: appear .2s ease; }
@keyframes appear { from { opacity: 0; } }
.note { align-items: center; }
.note .bubble { padding: 0; color: var(--muted); font-size: 13px; text-align: center; }

.failure {
  flex-direction: row; gap: 10px; padding: 12px 14px; border-radius: 14px; background: var(--alarm); color: var(--on-alarm); font-size: 14px;
}
.failure.past { padding: 0; background: none; color: var(--muted); font-size: 13px; }
.failure.past > .icon { inline-size: 18px; block-size: 18px; }
.failure .bubble { max-inline-size: none; padding: 1px 0 0; border-radius: 0; }
.failure > .icon { inline-size: 20px; block-size: 20px; margin-block-start: 1px; }
.retry {
  display: inline-flex; align-items: center; gap: 6px; min-block-size: 34px; margin-block-start: 10px; padding: 5px 14px 5px 10px;
  border: 1px solid currentColor; border-radius: 999px; background: transparent; font-weight: 600;
}
.retry .icon { inline-size: 16px; block-size: 16px; }
.retry:focus-visible { outline-color: currentColor; }
.retry span { font-weight: 400; font-variant-numeric: tabular-nums; white-space: pre; }

.dots { display: inline-flex; gap: 5px; align-items: center; block-size: 1.5em; vertical-align: bottom; }
.dots i { inline-size: 7px; block-size: 7px; border-radius: 50%; background: var(--muted); animation: breathe 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes breathe { 0%, 70%, 100% { opacity: .3; } 35% { opacity: 1; } }

.shown { align-self: stretch; min-inline-size: 0; display: grid; gap: 12px; margin-block-start: 10px; }
.rail { min-inline-size: 0; margin-inline: -16px; }
.rail-header { display: flex; align-items: center; gap: 2px; padding-inline: 20px 12px; color: var(--muted); font-size: 13px; }
.rail-header span { flex: 1; }
.rail-list {
  position: relative; display: flex; gap: 12px; padding: 6px 16px 12px; overflow-x: auto; overscroll-behavior-x: contain;
  scroll-snap-type: x proximity; scroll-padding-inline: 16px; scroll-behavior: smooth;
  scrollbar-width: thin; scrollbar-color: var(--line) transparent;
}
.card {
  flex: none; inline-size: 208px; display: flex; flex-direction: column; scroll-snap-align: start; overflow: hidden;
  border: 1px solid var(--line); border-radius: 16px; background: var(--surface);
}
.card-picture { position: relative; flex: none; aspect-ratio: 6 / 5; background: var(--tint); }
.card-picture img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; }
.card-body { flex: 1; display: flex; flex-direction: column; padding: 12px 14px 0; overflow-wrap: anywhere; }
.card-brand { color: var(--muted); font-size: 12px; line-height: 1.4; }
.card-title { font-size: 14.5px; font-weight: 600; line-height: 1.32; }
.card-title a { display: inline-block; min-block-size: 24px; color: inherit; text-decoration: none; }
.card-title a:hover { text-decoration: underline; text-underline-offset: 3px; }
.card-choice { color: var(--muted); font-size: 13px; }
.card-price { display: flex; align-items: baseline; justify-content: space-between; gap: 8px; padding-block-start: 6px; }
.card-price strong { font-size: 16px; font-weight: 650; font-variant-numeric: tabular-nums; }
.card-rating { font-size: 13px; color: var(--muted); white-space: nowrap; }
.star { margin-inline-end: 3px; color: var(--star); }
.card-stock { font-size: 12.5px; color: var(--accent); }
.card-stock::before { content: ""; display: inline-block; inline-size: 7px; block-size: 7px; margin-inline-end: 6px; border-radius: 50%; background: currentColor; }
.card-stock.none { color: var(--muted); }
.card-stock.none::before { background: none; border: 1.5px solid currentColor; }
.card-why { display: flex; gap: 5px; margin-block-start: 6px; font-size: 12.5px; line-height: 1.4; }
.card-why .icon { inline-size: 15px; block-size: 15px; margin-block-start: 1px; color: var(--accent); }
.card-buttons { display: flex; gap: 8px; padding: 12px 14px 14px; }
.card-buttons button { flex: 1 1 auto; padding-inline: 8px; }

.cart { padding: 4px 16px 14px; border: 1px solid var(--line); border-radius: 16px; background: var(--surface); }
.cart-lines li {
  display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; align-items: baseline; padding-block: 12px; border-block-end: 1px solid var(--line);
}
.cart-title { min-inline-size: 0; font-weight: 550; line-height: 1.35; overflow-wrap: anywhere; }
.cart-price { text-align: end; font-variant-numeric: tabular-nums; }
.cart-facts { color: var(--muted); font-size: 13px; overflow-wrap: anywhere; }
.cart-lines .link { justify-self: end; }
.cart .wide { margin-block-start: 16px; }
.cart-empty { padding: 32px 8px; color: var(--muted); text-align: center; }
`;
