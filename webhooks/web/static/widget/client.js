/** Speaks the chat API: sessions, messages as a stream, history, cart. It knows nothing of the page. */
import { Problem, Unreachable } from "./problems.js";
import { serverEvents } from "./stream.js";

const SILENCE_S = 20;

export class ChatClient {
  #endpoint;
  #memory;
  #opening = null;

  /** `onRenewed` is called when the shop no longer knew the session and a new one had to be opened. */
  constructor({ endpoint, memory, onRenewed = () => {} }) {
    this.#endpoint = endpoint.replace(/\/+$/, "");
    this.#memory = memory;
    this.onRenewed = onRenewed;
  }

  get hasSession() {
    return this.#memory.get("token") !== null;
  }

  /** Yields `accepted`, `text` and finally `reply` events; throws Problem or Unreachable, or AbortError for `signal`. */
  async *say({ requestId, text, signal }) {
    const silence = new Silence(SILENCE_S, signal);
    try {
      const response = await this.#authorised("/messages", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
        body: JSON.stringify({ request_id: requestId, text }),
        signal: silence.signal,
      });
      yield* this.#steps(response, silence);
    } catch (error) {
      throw signal?.aborted ? signal.reason : asFailure(error);
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

  /** The messages so far; none when there is no session or the shop has forgotten it. */
  async history() {
    return (await this.#read("/history"))?.messages ?? [];
  }

  async cart() {
    return this.#read("/cart");
  }

  /** The customer whose session it is, or null. */
  async customer() {
    return (await this.#read("/sessions/current"))?.customer ?? null;
  }

  /** Makes the session a customer's, by the word of the shop's own site; the conversation goes on under a new token. */
  signIn(assertion) {
    return this.#enter("/sign-in", { assertion });
  }

  /** As one of the demo shop's customers. */
  signInAs(customer) {
    return this.#enter("/demo-sign-in", { customer });
  }

  /** The shop forgets the conversation, and a stranger's begins. */
  async signOut() {
    if (!this.hasSession) return;
    try {
      const response = await this.#fetch("/sign-out", { method: "POST", headers: this.#bearer() });
      const { token } = await response.json();
      this.#memory.forgetConversation();
      this.#memory.set("token", token);
    } catch (error) {
      if (!isUnknownSession(error)) throw asFailure(error);
      this.#memory.forgetConversation();
    }
  }

  async #enter(path, body) {
    try {
      const headers = { "Content-Type": "application/json" };
      const response = await this.#authorised(path, { method: "POST", headers, body: JSON.stringify(body) });
      const { token, ...entered } = await response.json();
      this.#memory.set("token", token);
      return entered;
    } catch (error) {
      throw asFailure(error);
    }
  }

  /** Ends the conversation at the shop and here. A session the shop does not know any more has ended already. */
  async end() {
    if (this.hasSession) {
      try {
        await this.#fetch("/sessions/current", { method: "DELETE", headers: this.#bearer() });
      } catch (error) {
        if (!isUnknownSession(error)) throw asFailure(error);
      }
    }
    this.#memory.forgetConversation();
  }

  async #read(path) {
    if (!this.hasSession) return null;
    try {
      const response = await this.#fetch(path, { headers: this.#bearer(), signal: AbortSignal.timeout(SILENCE_S * 1000) });
      return await response.json();
    } catch (error) {
      if (!isUnknownSession(error)) throw asFailure(error);
      this.#memory.forgetConversation();
      return null;
    }
  }

  async #authorised(path, request) {
    await this.#openSession();
    try {
      return await this.#fetch(path, { ...request, headers: { ...request.headers, ...this.#bearer() } });
    } catch (error) {
      if (!isUnknownSession(error)) throw error;
    }
    this.#memory.set("token", null);
    await this.#openSession();
    this.onRenewed();
    return this.#fetch(path, { ...request, headers: { ...request.headers, ...this.#bearer() } });
  }

  async #openSession() {
    if (this.hasSession) return;
    this.#opening ??= this.#fetch("/sessions", { method: "POST" })
      .then((response) => response.json())
      .then(({ token }) => this.#memory.set("token", token))
      .finally(() => (this.#opening = null));
    await this.#opening;
  }

  async #fetch(path, request) {
    const response = await fetch(this.#endpoint + path, { ...request, credentials: "omit", cache: "no-store" });
    if (!response.ok) throw await Problem.fromResponse(response);
    return response;
  }

  #bearer() {
    return { Authorization: `Bearer ${this.#memory.get("token")}` };
  }
}

/** Aborts when nothing has been heard for a while, however long the whole answer takes. */
class Silence {
  #controller = new AbortController();
  #timer = null;

  constructor(seconds, outer) {
    this.seconds = seconds;
    this.signal = outer ? AbortSignal.any([outer, this.#controller.signal]) : this.#controller.signal;
    this.broken();
  }

  broken() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.seconds * 1000);
  }

  end() {
    clearTimeout(this.#timer);
  }
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
