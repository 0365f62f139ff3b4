/** How totals, orders, hand-overs and tables look inside the conversation. */
export const orderStyles = `
.totals { margin: 0; padding-block-start: 10px; font-size: 14px; }
.totals div { display: flex; justify-content: space-between; align-items: baseline; gap: 16px; padding-block: 2px; }
.totals dt { min-inline-size: 0; color: var(--muted); overflow-wrap: anywhere; }
.totals dd { margin: 0; white-space: nowrap; font-variant-numeric: tabular-nums; }
.totals .due { padding-block-start: 8px; font-size: 15px; }
.totals .due dt { color: inherit; }
.totals .due dd { font-size: 17px; font-weight: 650; }

.order { padding: 14px 16px 16px; border: 1px solid var(--line); border-radius: 16px; background: var(--surface); }
.order-head { display: flex; align-items: center; justify-content: space-between; gap: 12px; }
.order-number { min-inline-size: 0; font-weight: 650; overflow-wrap: anywhere; }
.badge {
  flex: none; padding: 2px 10px; border-radius: 999px; background: var(--tint); color: var(--accent);
  font-size: 12.5px; font-weight: 600; line-height: 1.6;
}
.badge.off { background: var(--alarm); color: var(--on-alarm); }
.order-when { color: var(--muted); font-size: 13px; }
.order-lines { margin-block-start: 8px; border-block-start: 1px solid var(--line); }
.order-lines li {
  display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; align-items: baseline; padding-block: 10px; border-block-end: 1px solid var(--line);
}
.order-step { display: flex; gap: 8px; margin-block-start: 12px; font-size: 14px; overflow-wrap: anywhere; }
.order-step .icon { inline-size: 19px; block-size: 19px; margin-block-start: 1px; color: var(--accent); }
.order-return { margin-block-start: 12px; padding-block-start: 12px; border-block-start: 1px solid var(--line); font-size: 14px; }
.as-button { display: flex; align-items: center; justify-content: center; margin-block-start: 14px; text-decoration: none; }
.quiet.as-button { margin-block-start: 10px; color: inherit; }

.handoff {
  display: flex; gap: 12px; padding: 14px 16px; border: 1px solid color-mix(in oklab, var(--accent) 40%, var(--line));
  border-radius: 16px; background: var(--tint);
}
.handoff .icon { margin-block-start: 1px; color: var(--accent); }
.handoff-title { font-weight: 650; }
.handoff-summary { margin-block-start: 4px; font-size: 14px; white-space: pre-line; overflow-wrap: anywhere; }
.handoff-case { margin-block-start: 6px; color: var(--muted); font-size: 12.5px; overflow-wrap: anywhere; }

.wide-bubble { max-inline-size: 100%; }
.wide-bubble p + .table, .wide-bubble .table + p { margin-block-start: 8px; }
.table { overflow-x: auto; overscroll-behavior-x: contain; white-space: normal; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.table table { border-collapse: collapse; inline-size: 100%; font-size: 13.5px; line-height: 1.4; }
.table th, .table td { padding: 6px 10px 6px 0; padding-inline: 0 10px; text-align: start; vertical-align: top; overflow-wrap: break-word; hyphens: auto; }
.table tr + tr, .table tbody tr { border-block-start: 1px solid var(--line); }
.table thead th { min-inline-size: 92px; font-weight: 650; }
.table tbody th { color: var(--muted); font-weight: 500; }

.who { display: flex; align-items: baseline; gap: 8px; color: var(--muted); font-size: 12.5px; font-weight: 400; line-height: 1.3; }
.who span { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.titles { flex: 1; min-inline-size: 0; }
.who .link { flex: none; font-size: 12.5px; }
`;
