/** How totals, orders, returns and hand-overs look inside the conversation. */
export const orderStyles = `
.totals { margin: 0; padding-top: 10px; font-size: 14px; }
.totals div { display: flex; justify-content: space-between; align-items: baseline; gap: 16px; padding-block: 2px; }
.totals dt { min-width: 0; color: var(--muted); }
.totals dd { margin: 0; white-space: nowrap; }
.totals .due { padding-top: 8px; font-size: 15px; }
.totals .due dt { color: inherit; }
.totals .due dd { font-size: 17px; font-weight: 650; }

.badge {
  flex: none; display: inline-flex; align-items: center; gap: 4px; padding: 2px 10px; border-radius: 999px; background: var(--tint);
  color: var(--strong); font-size: 12.5px; font-weight: 600; line-height: 1.6;
}
.badge .icon { width: 14px; height: 14px; stroke-width: 2.4; }
.badge.off { background: var(--alarm); color: var(--on-alarm); }

.order { padding: 16px; }
.order-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; }
.order-number { min-width: 0; font-size: 16px; font-weight: 650; }
.order-when { padding-bottom: 12px; border-bottom: 1px solid var(--line); }
.order-step { display: flex; gap: 8px; margin-top: 12px; font-size: 14px; }
.order-step .icon { width: 19px; height: 19px; margin-top: 1px; color: var(--strong); }
.order-return { margin-top: 14px; padding-top: 12px; border-top: 1px solid var(--line); font-size: 14px; }
.order .wide { margin-top: 14px; }

.handoff { display: flex; gap: 14px; padding: 16px; border: 1px solid color-mix(in oklab, var(--strong) 40%, var(--line)); border-radius: var(--inner); background: var(--tint); }
.handoff .icon { margin-top: 1px; color: var(--strong); }
.handoff-title { font-weight: 650; }
.handoff-summary { margin-top: 4px; font-size: 14px; white-space: pre-line; }
.handoff-case { margin-top: 6px; }
`;
