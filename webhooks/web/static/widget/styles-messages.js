/** How the conversation looks: welcome, messages, failures and quick replies. */
export const messageStyles = `
.scroller {
  flex: 1; min-block-size: 0; position: relative; display: flex; flex-direction: column; padding: 20px 20px 16px;
  overflow: hidden auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent;
}
.scroller:focus-visible { outline-offset: -3px; }
.log { display: flex; flex-direction: column; }

.welcome { margin-block-start: auto; padding-block: 12px 4px; }
.greeting {
  max-inline-size: 15em; margin-block-end: 24px; font-size: 28px; line-height: 1.18; letter-spacing: -.018em; font-weight: 500;
  font-family: var(--aisle-display, var(--aisle-font, inherit)); text-wrap: balance; overflow-wrap: anywhere;
}
.chips { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 16px; }
.chips button {
  max-inline-size: 100%; min-block-size: 40px; padding: 8px 15px; border: 1px solid color-mix(in oklab, var(--strong) 55%, var(--line));
  border-radius: 20px; background: var(--surface); color: var(--strong); font-size: 14px; font-weight: 550; line-height: 1.35;
  text-align: start; overflow-wrap: anywhere; transition: background .15s;
}
.chips button:hover { background: var(--tint); }
.welcome .chips { display: block; margin: 0; border-block-start: 1px solid var(--line); }
.welcome .chips button {
  display: flex; align-items: center; justify-content: space-between; gap: 16px; inline-size: 100%; min-block-size: 52px; padding: 10px 4px;
  border: 0; border-block-end: 1px solid var(--line); border-radius: 0; background: none; color: inherit; font-size: 15px; font-weight: 450;
}
.welcome .chips button:hover { background: var(--tint); }
.welcome .chips .icon { inline-size: 18px; block-size: 18px; color: var(--strong); }

.message { display: flex; flex-direction: column; align-items: flex-start; min-inline-size: 0; margin-block-start: 12px; }
.message + .message.shopper { margin-block-start: 24px; }
.bubble { max-inline-size: 100%; white-space: pre-wrap; overflow-wrap: anywhere; }
.shopper { align-items: flex-end; }
.shopper .bubble, .waiting .bubble {
  max-inline-size: 86%; padding: 10px 16px; border-radius: 20px; border-end-end-radius: 6px; background: var(--accent); color: var(--on-accent);
}
.waiting { align-items: flex-end; }
.waiting .bubble { background: none; border: 1px dashed var(--edge); color: var(--muted); }
.log > .message:last-child:not(.failure) { animation: appear .2s ease; }
@keyframes appear { from { opacity: 0; } }
.note { align-items: center; }
.note .bubble { color: var(--muted); font-size: 13px; text-align: center; }

.failure {
  flex-direction: row; gap: 10px; padding: 12px 14px; border-radius: var(--inner); background: var(--alarm); color: var(--on-alarm); font-size: 14px;
}
.failure.past { padding: 0; background: none; color: var(--muted); font-size: 13px; }
.failure.past > .icon { inline-size: 18px; block-size: 18px; }
.failure > .icon { inline-size: 20px; block-size: 20px; margin-block-start: 1px; }
.retry { margin-block-start: 10px; border: 1px solid currentColor; background: transparent; }
.retry .icon { inline-size: 16px; block-size: 16px; }
.retry:focus-visible { outline-color: currentColor; }
.retry span { font-weight: 400; font-variant-numeric: tabular-nums; white-space: pre; }
.retry[aria-disabled="true"] { opacity: 1; }

.dots { display: inline-flex; gap: 5px; align-items: center; block-size: 1.5em; vertical-align: bottom; }
.dots i { inline-size: 7px; block-size: 7px; border-radius: 50%; background: var(--muted); animation: breathe 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes breathe { 0%, 70%, 100% { opacity: .3; } 35% { opacity: 1; } }

.shown { align-self: stretch; min-inline-size: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; margin-block-start: 12px; }
@media (max-width: 360px) {
  .scroller { padding-inline: 16px; }
  .greeting { font-size: 24px; }
}
`;
