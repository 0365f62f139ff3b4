/** What the widget remembers across page loads and tabs: the session, the messages not answered yet, and choices.
 *
 * It is kept in localStorage, so that every tab of the shop goes on with the same conversation and cart. Unused for
 * half a day it is forgotten: a shared computer should not greet the next person with somebody else's cart.
 * Each thing has a key of its own, because two tabs that write at once must not undo what the other wrote.
 */
const KEPT_MS = 12 * 60 * 60 * 1000;
const PATIENCE_MS = 12_000;
/** Where storage is switched off or full, things last as long as the page. */
const standIn = new Map();
const queues = new Map();

export class Memory {
  constructor(endpoint) {
    this.name = `aisle:${endpoint}`;
    if (Date.now() - (this.get("used") ?? 0) > KEPT_MS) this.#forget(this.#keys());
    this.set("used", Date.now());
  }

  get(name) {
    const key = `${this.name}:${name}`;
    if (standIn.has(key)) return standIn.get(key);
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  /** Null forgets it. */
  set(name, value) {
    const key = `${this.name}:${name}`;
    standIn.delete(key);
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      if (value !== null) standIn.set(key, value);
    }
  }

  /** The values of all names that begin so. */
  all(beginning) {
    return this.#keys()
      .map((key) => key.slice(this.name.length + 1))
      .filter((name) => name.startsWith(beginning))
      .map((name) => this.get(name));
  }

  /** The session and what was to be said in it; not whether the panel is open or answers are spoken. */
  forgetConversation() {
    this.#forget(this.#keys().filter((key) => /:(session|said-[^:]*)$/.test(key)));
  }

  /** Does the work while no other tab does work under the same name. A tab that the system has put to sleep holds its
   * locks for ever: unless `isPatient`, they are taken from it after a while, and the signal tells its work to end. */
  locked(name, work, { isPatient = false } = {}) {
    const key = `${this.name}:${name}`;
    const taken = new AbortController();
    const alone = () => work(taken.signal);
    if (!navigator.locks) return inTurn(key, alone);
    const request = (options) =>
      navigator.locks.request(key, options, alone).catch((error) => {
        if (error.name === "AbortError") taken.abort(error);
        throw error;
      });
    return request(isPatient ? {} : { signal: AbortSignal.timeout(PATIENCE_MS) }).catch((error) => {
      if (error.name !== "TimeoutError") throw error;
      return request({ steal: true });
    });
  }

  #keys() {
    let stored = [];
    try {
      stored = Object.keys(localStorage);
    } catch {
      // Switched off.
    }
    return [...new Set([...stored, ...standIn.keys()])].filter((key) => key.startsWith(`${this.name}:`));
  }

  #forget(keys) {
    for (const key of keys) this.set(key.slice(this.name.length + 1), null);
  }
}

/** A page served without TLS has no locks; within it, work still waits for the work before. */
function inTurn(key, work) {
  const done = (queues.get(key) ?? Promise.resolve()).then(work);
  queues.set(
    key,
    done.catch(() => {}),
  );
  return done;
}
