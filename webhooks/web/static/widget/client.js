/** Speaks the chat API: sessions, messages as a stream, history, cart. It knows nothing of the page. */
import { Problem, Unreachable } from "./problems.js";
import { serverEvents } from "./stream.js";

const SILENCE_MS = 20_000;
const LOOK_AGAIN_MS = 1000;
const NEWS_MS = 250;
const JSON_BODY = { "Content-Type": "application/json" };

export class ChatClient {
  #endpoint;
  #memory;
  #opening = null;

  constructor({ endpoint, memory }) {
    this.#endpoint = endpoint.replace(/\/+$/, "");
    this.#memory = memory;
    /** Called when the shop no longer knew the session and a new one had to be opened. */
    this.onRenewed = () => {};
  }

  get sessionId() {
    return this.#memory.get("session")?.id ?? null;
  }

  /** Yields `accepted`, `text`, `withdrawn` and finally `reply` events; throws Problem or Unreachable, or the reason of
   * `signal`. */
  async *say({ requestId, text, signal }) {
    const silence = new Silence(signal);
    try {
      const response = await this.#authorised("/messages", {
        method: "POST",
        headers: { ...JSON_BODY, Accept: "text/event-stream" },
        body: JSON.stringify({ request_id: requestId, text }),
        signal: silence.signal,
      });
      yield* this.#steps(response, silence);
    } catch (error) {
      throw signal.aborted ? signal.reason : asFailure(error);
    } finally {
      silence.end();
    }
  }

  async *#steps(response, silence) {
    // A proxy or an older server may answer whole instead of streaming; the reply is the same.
    if (!(response.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) {
      yield { event: "reply", data: await response.json() };
      return;
    }
    for await (const step of serverEvents(response.body, () => silence.broken())) {
      if (step.event === "problem") throw new Problem(step.data);
      yield step;
      if (step.event === "reply") return;
    }
    throw new Unreachable("the answer broke off");
  }

  /** The last messages; none when there is no session or the shop has forgotten it. */
  async history(most) {
    return (await this.#read(`/history?limit=${most}`))?.messages ?? [];
  }

  async cart() {
    return this.#read("/cart");
  }

  /** The customer whose session it is, or null. */
  async customer() {
    return (await this.#read("/sessions/current"))?.customer ?? null;
  }

  /** Makes the session a customer's under a new token, or puts another cart in; `path` says by whose word. */
  async enter(path, body) {
    try {
      const response = await this.#authorised(path, posted(body));
      return this.#keep(await response.json());
    } catch (error) {
      throw asFailure(error);
    }
  }

  /** The shop forgets the conversation, and a stranger's begins. */
  async signOut() {
    this.#take(this.sessionId && (await this.#leave("/sign-out", "POST")));
  }

  /** Ends the conversation at the shop and here. */
  async end() {
    if (this.sessionId) await this.#leave("/sessions/current", "DELETE");
    this.#memory.forgetConversation();
  }

  /** Any call of the chat API under this session; one is opened if there is none. */
  async authorised(path, request = {}) {
    try {
      return await this.#authorised(path, request);
    } catch (error) {
      throw asFailure(error);
    }
  }

  /** A session that the shop does not know any more has ended already. */
  async #leave(path, method) {
    try {
      const response = await this.#fetch(path, { method, headers: this.#bearer() });
      return response.status === 204 ? null : await response.json();
    } catch (error) {
      if (!isUnknownSession(error)) throw asFailure(error);
      return null;
    }
  }

  #take(session) {
    this.#memory.forgetConversation();
    if (session) this.#keep(session);
  }

  #keep({ session_id: id, token, ...others }) {
    this.#memory.set("session", { id, token });
    return others;
  }

  async #read(path) {
    for (;;) {
      const token = this.token;
      if (!token) return null;
      try {
        const signal = AbortSignal.timeout(SILENCE_MS);
        return await (await this.#fetch(path, { headers: this.#bearer(), signal })).json();
      } catch (error) {
        if (!isUnknownSession(error)) throw asFailure(error);
        await this.#forget(token);
      }
    }
  }

  /** Signing in gives the session another token, here or in another tab: only one that is still ours is dead for good. */
  async #authorised(path, request) {
    const call = () => this.#fetch(path, { ...request, headers: { ...request.headers, ...this.#bearer() } });
    await this.#openSession();
    const token = this.token;
    try {
      return await call();
    } catch (error) {
      if (!isUnknownSession(error)) throw error;
    }
    if (await this.#forget(token)) {
      await this.#openSession();
      this.onRenewed();
    }
    return call();
  }

  /** What another tab has just stored may get here a moment later than that the old token is dead. */
  async #forget(token) {
    await new Promise((resolve) => setTimeout(resolve, NEWS_MS));
    if (this.token !== token) return false;
    this.#memory.set("session", null);
    return true;
  }

  async #openSession() {
    if (this.token) return;
    this.#opening ??= this.#fetch("/sessions", { method: "POST" })
      .then((response) => response.json())
      // Another tab may have been faster: then its session is the one.
      .then((session) => this.token || this.#keep(session))
      .finally(() => (this.#opening = null));
    await this.#opening;
  }

  async #fetch(path, request) {
    const response = await fetch(this.#endpoint + path, { ...request, credentials: "omit", cache: "no-store" });
    if (!response.ok) throw await Problem.fromResponse(response);
    return response;
  }

  /** The session's, or null. */
  get token() {
    return this.#memory.get("session")?.token ?? null;
  }

  #bearer() {
    return { Authorization: `Bearer ${this.token}` };
  }
}

/** Aborts when nothing has been heard for a while, however long the whole answer takes. By the clock on the wall: a
 * timer stands still while the machine sleeps, and the connection does not survive that. */
class Silence {
  #controller = new AbortController();
  #heardAt = Date.now();
  #timer = setInterval(() => Date.now() - this.#heardAt > SILENCE_MS && this.#controller.abort(), LOOK_AGAIN_MS);

  constructor(outer) {
    this.signal = AbortSignal.any([outer, this.#controller.signal]);
  }

  broken() {
    this.#heardAt = Date.now();
  }

  end() {
    clearInterval(this.#timer);
  }
}

function posted(body) {
  return { method: "POST", headers: JSON_BODY, body: JSON.stringify(body) };
}

function isUnknownSession(error) {
  return error instanceof Problem && error.status === 401;
}

/** fetch and its stream report every network fault as TypeError or AbortError; a cut JSON text is a SyntaxError. */
function asFailure(error) {
  return error instanceof Problem || error instanceof Unreachable
    ? error
    : new Unreachable("no whole answer", { cause: error });
}
