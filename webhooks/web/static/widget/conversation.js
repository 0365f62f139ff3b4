/** Carries sentences to the shop one after another and what comes back to the transcript: retry, restore, start over. */
import { Problem, Unreachable } from "./problems.js";
import { explain } from "./words.js";

const RESUME_WITHIN_MS = 60_000;
const BUSY_TRIES = 10;

export class Conversation {
  #client;
  #memory;
  #transcript;
  #onReply;
  #line = Promise.resolve();
  #stop = new AbortController();
  #failed = null;

  /** `onReply` is told of each answer, so that the page can follow the cart. */
  constructor({ client, memory, transcript, onReply = () => {} }) {
    this.#client = client;
    this.#memory = memory;
    this.#transcript = transcript;
    this.#onReply = onReply;
    client.onRenewed = () => transcript.note("Your earlier conversation has ended, so this is a new one.");
  }

  /** Sentences wait for the one before them, so that answers stand under their questions. */
  ask(text) {
    const turn = { requestId: freshId(), text };
    return this.#afterOthers(() => {
      this.#giveUpFailed();
      this.#transcript.addShopper(text);
      return this.#deliver(turn);
    });
  }

  /** The same request_id again: whatever the shop did of it already is not done twice. */
  retry() {
    const turn = this.#failed;
    if (!turn) return this.#line;
    this.#failed = null;
    return this.#afterOthers(() => this.#deliver(turn));
  }

  /** Shows what was said before, and takes up a message whose answer was lost with the page. */
  async restore() {
    const pending = this.#memory.get("pending");
    if (!this.#client.hasSession && !pending) return;
    const stop = this.#stop;
    try {
      const messages = await this.#client.history();
      if (stop.signal.aborted) return;
      if (messages.length) this.#transcript.restore(messages);
      if (pending) this.#resume(pending, messages);
    } catch (failure) {
      this.#transcript.fail(explain(failure), { retry: () => this.#restoreAgain() });
    }
  }

  /** Waits for the answers under way: a session does not change hands while the shop is at work for it. */
  signIn(enter) {
    return new Promise((resolve, reject) => {
      this.#afterOthers(() => enter().then(resolve, reject)).then(() => reject(new Unreachable("started over meanwhile")));
    });
  }

  async signOut() {
    this.#stop.abort();
    this.#stop = new AbortController();
    await this.#client.signOut();
    this.#failed = null;
    this.#transcript.clear();
  }

  async startOver() {
    this.#stop.abort();
    this.#stop = new AbortController();
    await this.#client.end();
    this.#failed = null;
    this.#transcript.clear();
  }

  #restoreAgain() {
    this.#transcript.clear();
    return this.restore();
  }

  #resume(pending, messages) {
    if (this.#transcript.has(pending.turnId, "assistant")) return this.#memory.set("pending", null);
    const last = messages.at(-1);
    const isShown = last?.who === "shopper" && (last.turn_id === pending.turnId || last.text === pending.text);
    if (!isShown) this.#transcript.addShopper(pending.text);
    if (Date.now() - pending.at < RESUME_WITHIN_MS) return this.#afterOthers(() => this.#deliver(pending));
    this.#fail(pending, new Problem({ status: 408 }));
  }

  #afterOthers(work) {
    const { signal } = this.#stop;
    this.#line = this.#line.then(() => signal.aborted || work());
    return this.#line;
  }

  async #deliver(turn) {
    const { signal } = this.#stop;
    this.#keep(turn);
    this.#transcript.think();
    try {
      for await (const { event, data } of this.#answerTo(turn, signal)) {
        if (event === "accepted") this.#accepted(turn, data.turn_id);
        if (event === "text") this.#transcript.write(data.delta);
        if (event === "reply") this.#answered(turn, data);
      }
    } catch (failure) {
      // Started over meanwhile: this turn belongs to a conversation that no longer exists.
      if (signal.aborted) return;
      this.#fail(turn, failure);
    }
  }

  /** After a broken connection the shop may still be at work on the very same message: its answer is near. */
  async *#answerTo(turn, signal) {
    for (let tries = 1; ; tries += 1) {
      try {
        yield* this.#client.say({ ...turn, signal });
        return;
      } catch (failure) {
        if (failure.status !== 409 || tries === BUSY_TRIES) throw failure;
        await pause(failure.retryAfterS ?? 1);
      }
    }
  }

  #keep(turn) {
    this.#memory.set("pending", { ...turn, at: Date.now() });
  }

  #accepted(turn, turnId) {
    turn.turnId = turnId;
    this.#transcript.markAccepted(turnId);
    this.#keep(turn);
  }

  #answered(turn, reply) {
    this.#memory.set("pending", null);
    this.#transcript.settle(reply);
    this.#onReply(reply);
  }

  #fail(turn, failure) {
    const retryable = failure.retryable ?? false;
    this.#failed = retryable ? turn : null;
    if (!retryable) this.#memory.set("pending", null);
    const retry = retryable ? () => this.retry() : null;
    this.#transcript.fail(explain(failure), { retry, waitS: failure.retryAfterS ?? 0 });
  }

  #giveUpFailed() {
    this.#failed = null;
    this.#transcript.passFailure();
  }
}

function pause(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** 128 random bits; crypto.randomUUID is missing on pages served without TLS. */
function freshId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
