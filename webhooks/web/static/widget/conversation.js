/** Carries messages to the shop one after another and what comes back to the transcript, in every tab alike.
 *
 * A message is kept until it is answered. One tab at a time sends, the oldest first, and tells the others each step; if
 * it is closed, the next one goes on with the same request_id, so nothing is lost and nothing is done twice.
 */
import { newMessage, Outbox } from "./outbox.js";
import { Problem, Unreachable } from "./problems.js";
import { Tabs } from "./tabs.js";
import { explain } from "./words.js";

/** A message older than this is not sent by itself any more: the shopper may have moved on. */
const FRESH_MS = 10 * 60 * 1000;
const BUSY_TRIES = 10;
const QUIET_WAIT_S = 0.5;
const FIRST_WAIT_S = 4;
const LONGEST_WAIT_S = 60;
const MOST_RESTORED = 200;
const MOST_MISSED = 20;
const STALE_MS = 15_000;
const LEFT_OVER = "This message has not been answered. Shall I send it now?";

export class Conversation {
  #client;
  #memory;
  #outbox;
  #tabs;
  #transcript;
  #onReply;
  #onSession;
  #stop = new AbortController();
  #sending = null;
  #nudge = () => {};
  #mine = new Map();
  #session = null;
  #syncedAt = 0;
  #unrestored = false;

  /** `onReply` is told of each answer and whether it was asked for here, `onSession` when the session is another one. */
  constructor({ client, memory, transcript, onReply, onSession }) {
    this.#client = client;
    this.#memory = memory;
    this.#outbox = new Outbox(memory);
    this.#tabs = new Tabs(memory.name, (news) => this.#hear(news));
    this.#transcript = transcript;
    this.#onReply = onReply;
    this.#onSession = onSession;
    client.onRenewed = () => this.#step({ event: "renewed" });
  }

  /** Listens to the other tabs, and shows what was said before or missed meanwhile. */
  async connect() {
    this.#tabs.open();
    await this.#restore(MOST_RESTORED);
  }

  disconnect() {
    this.#tabs.close();
  }

  /** Resolves when the message is answered, or given up. */
  ask(text) {
    const left = this.#outbox.first;
    // Going on without trying again gives an old message up; it stays to be seen.
    if (left && !isFresh(left)) this.#outbox.drop(left);
    const message = newMessage(text);
    this.#outbox.keep(message);
    this.#memory.set("used", message.at);
    return new Promise((resolve) => {
      this.#mine.set(message.requestId, resolve);
      this.#step({ event: "waiting" });
      this.#send({ isMine: true });
    });
  }

  /** The network is back, or the shopper: what waits is tried, and what another device said meanwhile is shown. */
  async wake() {
    this.#nudge();
    if (!this.#unrestored && Date.now() - this.#syncedAt < STALE_MS) return;
    await this.#restore(this.#unrestored ? MOST_RESTORED : MOST_MISSED);
    this.#onSession();
  }

  /** Waits for the answer under way: a session does not change hands while the shop is at work for it. */
  async enter(change) {
    const entered = await this.#memory.locked("session", change);
    this.#step({ event: "session" });
    return entered;
  }

  /** Begins again: `change` leaves the session, and whatever was still to be said in it goes with it. */
  async leave(change) {
    this.#stop.abort();
    this.#stop = new AbortController();
    try {
      await this.#memory.locked("session", change);
      this.#step({ event: "session" });
    } finally {
      for (const requestId of this.#mine.keys()) if (!this.#outbox.holds({ requestId })) this.#isOver(requestId);
      this.#send();
    }
  }

  async #restore(most) {
    const { signal } = this.#stop;
    if (this.#session && this.#session !== this.#client.sessionId) this.#transcript.clear();
    this.#session = this.#client.sessionId;
    this.#syncedAt = Date.now();
    try {
      const messages = await this.#client.history(most);
      if (signal.aborted) return;
      if (this.#unrestored) this.#transcript.clearFailure();
      this.#unrestored = false;
      if (messages.length) this.#transcript.restore(messages);
    } catch (failure) {
      this.#unrestored = true;
      this.#transcript.fail(explain(failure), { retry: () => this.wake() });
    }
    this.#send();
  }

  /** Takes its turn among the tabs. For a message of its own it waits only so long for the one that is sending. */
  #send({ isMine = false } = {}) {
    this.#drawWaiting();
    if (!this.#outbox.first || (this.#sending && (this.#sending.isMine || !isMine))) return;
    const sending = (this.#sending = { isMine });
    const { signal } = this.#stop;
    const work = (taken) => this.#sendAll(AbortSignal.any([signal, taken]), sending);
    this.#memory.locked("sender", work, { isPatient: !isMine }).catch((error) => {
      // Another tab has taken over: this one was asleep.
      if (this.#sending === sending) this.#sending = null;
      if (error.name !== "AbortError") throw error;
    });
  }

  async #sendAll(signal, sending) {
    sending.isMine = true;
    for (let turn; !signal.aborted && (turn = this.#outbox.first); ) await this.#deliver(turn, signal);
    if (this.#sending === sending) this.#sending = null;
    this.#drawWaiting();
  }

  async #deliver(turn, signal) {
    let isWanted = false;
    for (let tries = 1; this.#outbox.holds(turn) && !signal.aborted; tries += 1) {
      const isLeftOver = !isWanted && !isFresh(turn);
      const failure = isLeftOver ? new Problem({ status: 408, detail: LEFT_OVER }) : await this.#attempt(turn, signal);
      if (!failure || signal.aborted) return;
      // What the shop stumbles over again and again must not stand in the way of what is said after it.
      const isHopeless = failure.status === 500 && tries > 1 && this.#outbox.all.length > 1;
      if (isHopeless || !failure.retryable) {
        this.#step({ turn, event: "failed", data: { words: explain(failure) } });
      } else {
        isWanted = await this.#untilNextTry(turn, { failure, tries, signal, isLeftOver });
      }
    }
  }

  async #attempt(turn, signal) {
    let text = "";
    this.#step({ turn, event: "asking" });
    try {
      await this.#memory.locked("session", async (taken) => {
        for await (const { event, data } of this.#client.say({ ...turn, signal: AbortSignal.any([signal, taken]) })) {
          if (event === "accepted") this.#outbox.keep(Object.assign(turn, { turnId: data.turn_id }));
          // A tab that opens in the middle has not heard the pieces before: all of them are told each time.
          text = event === "text" ? text + data.delta : "";
          this.#step({ turn, event, data: event === "text" ? text : data });
        }
      });
      return null;
    } catch (failure) {
      if (failure instanceof Problem || failure instanceof Unreachable || signal.aborted) return failure;
      if (failure.name === "AbortError") return new Unreachable("another tab went on");
      throw failure;
    }
  }

  /** Whether the shopper asked for it. After a broken connection the shop may still be at work on the very same message:
   * its answer is near, and nothing needs to be said of it. */
  #untilNextTry(turn, { failure, tries, signal, isLeftOver }) {
    if (failure.status === 409 && tries < BUSY_TRIES) return pause(failure.retryAfterS ?? 1);
    if (failure instanceof Unreachable && tries === 1 && navigator.onLine) return pause(QUIET_WAIT_S);
    const waitS = failure.retryAfterS ?? 0;
    const notBefore = Date.now() + waitS * 1000;
    this.#step({ turn, event: "failed", data: { words: explain(failure), waitS, canRetry: true } });
    return new Promise((resolve) => {
      const soon = Math.max(waitS, Math.min(FIRST_WAIT_S * 2 ** (tries - 1), LONGEST_WAIT_S)) * (1 + Math.random() / 4);
      const timer = setTimeout(() => isFresh(turn) && navigator.onLine && resolve(false), soon * 1000);
      const go = (isWanted) => resolve(isWanted, clearTimeout(timer));
      this.#nudge = (isWanted = false) => {
        const isOver = !this.#outbox.holds(turn);
        if (isOver || ((isWanted || !isLeftOver) && Date.now() >= notBefore)) go(isWanted);
      };
      signal.addEventListener("abort", () => go(false), { once: true });
    });
  }

  #step(news) {
    this.#hear(news);
    this.#tabs.tell(news);
  }

  #hear({ turn, event, data }) {
    const transcript = this.#transcript;
    if (event === "session") return this.#changed();
    if (event === "retry") return this.#nudge(true);
    if (event === "waiting") this.#nudge();
    if (event === "stored") this.#send();
    if (event === "renewed") this.#renewed();
    if (turn) transcript.ask(turn);
    if (event === "asking") transcript.think();
    if (event === "accepted") transcript.markAccepted(data.turn_id);
    if (event === "text") transcript.write(data);
    if (event === "reply") this.#answered(turn, data);
    if (event === "failed") this.#failed(turn, data);
    this.#drawWaiting();
  }

  #failed(turn, { words, waitS, canRetry }) {
    this.#transcript.fail(words, { retry: canRetry ? () => this.#retry() : null, waitS });
    if (canRetry) return;
    this.#outbox.drop(turn);
    this.#isOver(turn.requestId);
  }

  #retry() {
    this.#step({ event: "retry" });
    this.#send({ isMine: true });
  }

  #answered(turn, reply) {
    this.#outbox.drop(turn);
    this.#syncedAt = Date.now();
    this.#session ??= this.#client.sessionId;
    this.#transcript.settle(reply);
    this.#onReply(reply, { isMine: this.#isOver(turn.requestId) });
  }

  /** Whether it was asked for in this tab. */
  #isOver(requestId) {
    this.#mine.get(requestId)?.();
    return this.#mine.delete(requestId);
  }

  #renewed() {
    this.#session = this.#client.sessionId;
    this.#transcript.note("Your earlier conversation has ended, so this is a new one.");
    this.#onSession();
  }

  /** Somebody signed in, signed out or began again, here or in another tab. */
  #changed() {
    this.#restore(MOST_RESTORED);
    this.#onSession();
  }

  #drawWaiting() {
    this.#transcript.wait(this.#outbox.all);
  }
}

/** What the shop has once accepted is as good as done, however long ago. */
function isFresh({ at, turnId }) {
  return turnId || Date.now() - at < FRESH_MS;
}

function pause(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
