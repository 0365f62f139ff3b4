/** How goods look: the rail of products, products side by side, and the cart. */
export const goodsStyles = `
.picture { position: relative; flex: none; display: grid; place-items: center; overflow: hidden; background: var(--tint); color: var(--edge); }
.picture .icon { inline-size: 30%; block-size: auto; max-inline-size: 40px; stroke-width: 1.2; }
.picture img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; background: var(--tint); }

.rail { min-inline-size: 0; margin-inline: -20px; }
.rail-header { display: flex; align-items: center; gap: 2px; padding-inline: 20px 14px; color: var(--muted); font-size: 13px; }
.rail-header span { flex: 1; }
.rail-list {
  position: relative; display: flex; gap: 12px; padding: 6px 20px 12px; overflow-x: auto; overscroll-behavior-x: contain;
  scroll-snap-type: x proximity; scroll-padding-inline: 20px; scroll-behavior: smooth;
  scrollbar-width: thin; scrollbar-color: var(--line) transparent;
}
.card {
  flex: none; inline-size: min(212px, 72vw); display: flex; flex-direction: column; scroll-snap-align: start; overflow: hidden;
  border: 1px solid var(--line); border-radius: var(--inner); background: var(--surface);
}
.card .picture { aspect-ratio: 6 / 5; }
.card:only-child { inline-size: 100%; display: grid; grid-template-columns: minmax(96px, 34%) minmax(0, 1fr); }
.card:only-child .picture { grid-row: span 2; aspect-ratio: auto; min-block-size: 128px; }
.card-body { flex: 1; display: flex; flex-direction: column; padding: 12px 14px 0; overflow-wrap: anywhere; }
.card-brand { color: var(--muted); font-size: 12px; line-height: 1.4; }
.card-title { font-size: 14.5px; font-weight: 600; line-height: 1.32; }
.card .card-title { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 5; overflow: hidden; }
.card-title a { display: inline-block; min-block-size: 24px; color: inherit; text-decoration: none; }
.card-title a:hover { text-decoration: underline; text-underline-offset: 3px; }
.card .card-title:has(:focus-visible) { overflow: visible; }
.card-choice { color: var(--muted); font-size: 13px; }
.card-price { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 8px; margin-block-start: auto; padding-block-start: 6px; }
.card-price strong { font-size: 17px; font-weight: 650; font-variant-numeric: tabular-nums; }
.card-rating { font-size: 13px; color: var(--muted); white-space: nowrap; }
.star { margin-inline-end: 3px; color: var(--star); }
.card-stock { font-size: 13px; color: var(--strong); }
.card-stock::before { content: ""; display: inline-block; inline-size: 7px; block-size: 7px; margin-inline-end: 6px; border-radius: 50%; background: currentColor; }
.card-stock.none { color: var(--muted); }
.card-stock.none::before { background: none; border: 1.5px solid currentColor; }
.card-why { display: flex; gap: 5px; margin-block-start: 6px; font-size: 13px; line-height: 1.4; }
.card-why .icon { inline-size: 15px; block-size: 15px; margin-block-start: 2px; color: var(--strong); }
.card-buttons { display: flex; flex-wrap: wrap; gap: 8px; padding: 12px 14px 14px; }
.card-buttons button { flex: 1 1 auto; padding-inline: 10px; }

.table {
  overflow-x: auto; overscroll-behavior-x: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent;
  border: 1px solid var(--line); border-radius: var(--inner); background: var(--surface);
}
.table table { border-collapse: separate; border-spacing: 0; inline-size: 100%; font-size: 13.5px; line-height: 1.4; }
.table :is(th, td) { padding: 9px 10px; text-align: start; vertical-align: top; overflow-wrap: break-word; hyphens: auto; }
.table tbody :is(th, td) { border-block-start: 1px solid var(--line); }
.table thead th { inline-size: 50%; min-inline-size: 122px; padding-block: 12px; font-weight: 400; }
.table tr > :first-child {
  position: sticky; inset-inline-start: 0; z-index: 1; min-inline-size: 84px; max-inline-size: 104px; padding-inline-start: 14px;
  background: var(--surface); color: var(--muted); font-weight: 500;
}
.table thead .picture { aspect-ratio: 6 / 5; margin-block-end: 8px; border-radius: 10px; }
.table thead .card-title { font-size: 13.5px; }
.table-price { display: block; margin-block: 4px 8px; font-size: 15.5px; font-weight: 650; font-variant-numeric: tabular-nums; }
.table .primary { padding-inline: 10px 14px; }

.cart { padding: 2px 16px 16px; border: 1px solid var(--line); border-radius: var(--inner); background: var(--surface); }
.cart > .wide { margin-block-start: 14px; }
.cart-lines li { display: grid; grid-template-columns: 56px minmax(0, 1fr); gap: 8px 14px; padding-block: 14px; border-block-end: 1px solid var(--line); }
.cart-lines .picture { inline-size: 56px; block-size: 56px; border-radius: 10px; }
.cart-what { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 16px; align-content: start; align-items: baseline; }
.cart-title { min-inline-size: 0; font-weight: 550; line-height: 1.35; overflow-wrap: anywhere; }
.cart-price { text-align: end; font-variant-numeric: tabular-nums; }
.cart-facts { grid-column: 1 / -1; color: var(--muted); font-size: 13px; overflow-wrap: anywhere; }
.cart-what .badge { justify-self: start; margin-block-start: 4px; }
.cart-change { grid-column: 2; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; }
.cart-sum { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 16px; padding-block-start: 12px; font-variant-numeric: tabular-nums; }
.cart .cart-lines + .cart-sum { margin-block-start: -1px; }
.stepper { display: inline-flex; align-items: center; border: 1px solid var(--edge); border-radius: 999px; background: var(--surface); }
.stepper .round { inline-size: 38px; block-size: 36px; color: inherit; }
.stepper .icon { inline-size: 17px; block-size: 17px; }
.how-many { min-inline-size: 1.6em; text-align: center; font-weight: 600; font-variant-numeric: tabular-nums; }
.stepper[aria-busy] .how-many { color: var(--muted); }
.cart-empty { display: grid; justify-items: center; gap: 12px; padding: 72px 8px; color: var(--muted); text-align: center; }
.cart-empty .icon { inline-size: 40px; block-size: 40px; stroke-width: 1.2; }
@media (pointer: coarse) {
  .stepper .round { inline-size: 44px; block-size: 44px; }
}
`;
