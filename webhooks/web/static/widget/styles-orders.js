/** How totals, orders, returns and hand-overs look inside the conversation. */
export const orderStyles = `
.totals { margin: 0; padding-block-start: 10px; font-size: 14px; }
.totals div { display: flex; justify-content: space-between; align-items: baseline; gap: 16px; padding-block: 2px; }
.totals dt { min-inline-size: 0; color: var(--muted); overflow-wrap: anywhere; }
.totals dd { margin: 0; white-space: nowrap; font-variant-numeric: tabular-nums; }
.totals .due { padding-block-start: 8px; font-size: 15px; }
.totals .due dt { color: inherit; }
.totals .due dd { font-size: 17px; font-weight: 650; }

.badge {
  flex: none; display: inline-flex; align-items: center; gap: 4px; padding: 2px 10px; border-radius: 999px; background: var(--tint);
  color: var(--strong); font-size: 12.5px; font-weight: 600; line-height: 1.6;
}
.badge .icon { inline-size: 14px; block-size: 14px; stroke-width: 2.4; }
.badge.off { background: var(--alarm); color: var(--on-alarm); }

.order { padding: 16px; border: 1px solid var(--line); border-radius: var(--inner); background: var(--surface); }
.order-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; }
.order-number { min-inline-size: 0; font-size: 16px; font-weight: 650; overflow-wrap: anywhere; }
.order-when { color: var(--muted); font-size: 13px; }
.order-lines { margin-block-start: 12px; border-block-start: 1px solid var(--line); }
.order-lines li {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 16px; align-items: baseline; padding-block: 10px; border-block-end: 1px solid var(--line);
}
.order-step { display: flex; gap: 8px; margin-block-start: 12px; font-size: 14px; overflow-wrap: anywhere; }
.order-step .icon { inline-size: 19px; block-size: 19px; margin-block-start: 1px; color: var(--strong); }
.order-return { margin-block-start: 14px; padding-block-start: 12px; border-block-start: 1px solid var(--line); font-size: 14px; }
.order .wide { margin-block-start: 14px; }

.handoff { display: flex; gap: 14px; padding: 16px; border: 1px solid color-mix(in oklab, var(--strong) 40%, var(--line)); border-radius: var(--inner); background: var(--tint); }
.handoff .icon { margin-block-start: 1px; color: var(--strong); }
.handoff-title { font-weight: 650; }
.handoff-summary { margin-block-start: 4px; font-size: 14px; white-space: pre-line; overflow-wrap: anywhere; }
.handoff-case { margin-block-start: 6px; color: var(--muted); font-size: 13px; overflow-wrap: anywhere; }
`;
