/** How the conversation looks: welcome, messages, failures and quick replies. */
export const messageStyles = `
.scroller {
  flex: 1; min-height: 0; position: relative; display: flex; flex-direction: column; padding: 20px 20px 16px; overflow: hidden auto;
}
.scroller:focus-visible { outline-offset: -3px; }
.log { display: flex; flex-direction: column; }

.welcome { margin-top: auto; padding-block: 12px 4px; }
.greeting {
  max-width: 15em; margin-bottom: 24px; font-size: 28px; line-height: 1.18; letter-spacing: -.018em; font-weight: 500;
  font-family: var(--aisle-display, var(--aisle-font, inherit)); text-wrap: balance;
}
.chips { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 16px; }
.chips button {
  max-width: 100%; min-height: 40px; padding: 8px 15px; border: 1px solid color-mix(in oklab, var(--strong) 55%, var(--line));
  border-radius: 20px; background: var(--surface); color: var(--strong); font-size: 14px; font-weight: 550; line-height: 1.35;
  text-align: start; transition: background .15s;
}
.chips button:hover { background: var(--tint); }
.welcome .chips { display: block; margin: 0; border-top: 1px solid var(--line); }
.welcome .chips button {
  display: flex; align-items: center; justify-content: space-between; gap: 16px; width: 100%; min-height: 52px; padding: 10px 4px;
  border: 0; border-bottom: 1px solid var(--line); border-radius: 0; background: none; color: inherit; font-size: 15px; font-weight: 450;
}
.welcome .chips button:hover { background: var(--tint); }
.welcome .chips .icon { width: 18px; height: 18px; color: var(--strong); }

.replies { flex: none; flex-wrap: nowrap; margin: 0; padding: 8px 20px 12px; overflow-x: auto; }
.replies button { flex: none; max-width: 82%; }

.message { display: flex; flex-direction: column; align-items: flex-start; min-width: 0; margin-top: 12px; }
.message + .message.shopper { margin-top: 24px; }
.bubble { max-width: 100%; white-space: pre-wrap; }
.shopper { align-items: flex-end; }
.shopper .bubble, .waiting .bubble {
  max-width: 86%; padding: 10px 16px; border-radius: 20px; border-end-end-radius: 6px; background: var(--accent); color: var(--on-accent);
}
.waiting { align-items: flex-end; }
.waiting .bubble { background: none; border: 1px dashed var(--edge); color: var(--muted); }
.log > .message:last-child:not(.failure) { animation: appear .2s ease; }
@keyframes appear { from { opacity: 0; } }
.note { align-items: center; }
.note .bubble { text-align: center; }

.failure {
  flex-direction: row; gap: 10px; padding: 12px 14px; border-radius: var(--inner); background: var(--alarm); color: var(--on-alarm); font-size: 14px;
}
.failure.past { padding: 0; background: none; color: var(--muted); font-size: 13px; }
.failure.past > .icon { width: 18px; height: 18px; }
.failure > .icon { width: 20px; height: 20px; margin-top: 1px; }
.retry { margin-top: 10px; border: 1px solid currentColor; background: transparent; }
.retry .icon { width: 16px; height: 16px; }
.retry:focus-visible { outline-color: currentColor; }
.retry span { font-weight: 400; white-space: pre; }
.retry[aria-disabled="true"] { opacity: 1; }

.dots { display: inline-flex; gap: 5px; align-items: center; height: 1.5em; vertical-align: bottom; }
.dots i { width: 7px; height: 7px; border-radius: 50%; background: var(--muted); animation: breathe 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes breathe { 0%, 70%, 100% { opacity: .3; } 35% { opacity: 1; } }

.shown { align-self: stretch; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; margin-top: 12px; }
@media (max-height: 440px) {
  .replies { padding-block: 4px; }
}
`;
