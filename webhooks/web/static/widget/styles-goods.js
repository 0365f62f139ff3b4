/** How goods look: the rail of products, products side by side, and the cart. */
export const goodsStyles = `
.picture { position: relative; flex: none; display: grid; place-items: center; overflow: hidden; background: var(--tint); color: var(--edge); }
.picture .icon { width: 30%; height: auto; max-width: 40px; stroke-width: 1.2; }
.picture img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; background: var(--tint); }

.rail { min-width: 0; margin-inline: -20px; }
.rail-header { display: flex; align-items: center; gap: 2px; padding-inline: 20px 14px; }
.rail-header span { flex: 1; }
.rail-list {
  position: relative; display: flex; gap: 12px; padding: 6px 20px 12px; overflow-x: auto;
  scroll-snap-type: x proximity; scroll-padding-inline: 20px; scroll-behavior: smooth;
}
.card, .table, .cart, .order { border: 1px solid var(--line); border-radius: var(--inner); background: var(--surface); }
.card { flex: none; width: min(212px, 72vw); display: flex; flex-direction: column; scroll-snap-align: start; overflow: hidden; }
.card .picture { aspect-ratio: 6 / 5; }
.card:only-child { width: 100%; display: grid; grid-template-columns: minmax(96px, 34%) minmax(0, 1fr); }
.card:only-child .picture { grid-row: span 2; align-self: start; aspect-ratio: 1; margin-block: 14px; margin-inline-start: 14px; border-radius: 10px; }
.card-body { flex: 1; display: flex; flex-direction: column; padding: 12px 14px 0; }
.card-brand { color: var(--muted); font-size: 12px; line-height: 1.4; }
.card-title { font-size: 14.5px; font-weight: 600; line-height: 1.32; }
.card .card-title { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 5; overflow: hidden; }
.card-title a { display: inline-block; min-height: 24px; color: inherit; text-decoration: none; }
.card-title a:hover { text-decoration: underline; text-underline-offset: 3px; }
.card .card-title:has(:focus-visible) { overflow: visible; }
.card-price { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 8px; margin-top: auto; padding-top: 6px; }
.card-price strong { font-size: 17px; font-weight: 650; }
.card-rating { white-space: nowrap; }
.star { margin-inline-end: 3px; color: var(--star); }
.card-stock { font-size: 13px; color: var(--strong); }
.card-stock::before { content: ""; display: inline-block; width: 7px; height: 7px; margin-inline-end: 6px; border-radius: 50%; background: currentColor; }
.card-stock.none { color: var(--muted); }
.card-stock.none::before { background: none; border: 1.5px solid currentColor; }
.card-why { display: flex; gap: 5px; margin-top: 6px; font-size: 13px; line-height: 1.4; }
.card-why .icon { width: 15px; height: 15px; margin-top: 2px; color: var(--strong); }
.card-buttons { display: flex; flex-wrap: wrap; gap: 8px; padding: 12px 14px 14px; }
.card-buttons button { flex: 1 1 auto; padding-inline: 10px; }

.table { position: relative; overflow-x: auto; }
.table table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 13.5px; line-height: 1.4; }
.table :is(th, td) { padding: 9px 10px; text-align: start; vertical-align: top; hyphens: auto; }
.table tbody :is(th, td) { border-top: 1px solid var(--line); }
.table thead th { width: 50%; min-width: 122px; padding-block: 12px; font-weight: 400; }
.table tr > :first-child {
  position: sticky; inset-inline-start: 0; z-index: 1; min-width: 84px; max-width: 104px; padding-inline-start: 14px;
  background: var(--surface); color: var(--muted); font-weight: 500;
}
.table thead .picture { aspect-ratio: 6 / 5; margin-bottom: 8px; border-radius: 10px; }
.table thead .card-title { font-size: 13.5px; }
.row-price td { font-size: 15.5px; font-weight: 650; }
.table .primary { padding-inline: 10px 14px; }

.cart { padding: 2px 16px 16px; }
.cart > .quiet { margin-top: 12px; }
.cart-lines li { display: grid; gap: 8px 14px; padding-block: 14px; border-bottom: 1px solid var(--line); }
.cart-lines li:has(.picture) { grid-template-columns: 56px minmax(0, 1fr); }
.cart-lines .picture { width: 56px; height: 56px; border-radius: 10px; }
.cart-what { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 16px; align-content: start; align-items: baseline; }
.cart-title { font-weight: 550; line-height: 1.35; }
.cart-price { text-align: end; }
.cart-facts { grid-column: 1 / -1; }
.cart-what .badge { justify-self: start; margin-top: 4px; }
.cart-change { grid-column: 2; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; }
.cart-sum { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 16px; padding-top: 12px; }
.stepper { display: inline-flex; align-items: center; border: 1px solid var(--edge); border-radius: 999px; background: var(--surface); }
.stepper .round { width: 38px; height: 36px; color: inherit; }
.stepper .icon { width: 17px; height: 17px; }
.how-many { min-width: 1.6em; text-align: center; font-weight: 600; }
.stepper[aria-busy] .how-many { color: var(--muted); }
.cart-empty { display: grid; justify-items: center; gap: 12px; padding: 72px 8px; color: var(--muted); text-align: center; }
.cart-empty .icon { width: 40px; height: 40px; stroke-width: 1.2; }
@media (pointer: coarse) {
  .stepper .round { width: 44px; height: 44px; }
}
`;
