/** What can go wrong between the widget and the shop, as facts with data: Problem (the shop refused) and Unreachable. */

/** An answer the shop gave instead of a reply: RFC 9457 problem details, before or inside the stream. */
export class Problem extends Error {
  constructor({ status = 500, title = "", detail = "", retryAfterS = null } = {}) {
    super(title || `HTTP ${status}`);
    this.status = status;
    this.detail = detail;
    this.retryAfterS = retryAfterS;
  }

  get retryable() {
    return this.status >= 500 || [408, 409, 425, 429].includes(this.status);
  }

  static async fromResponse(response) {
    const retryAfterS = secondsFrom(response.headers.get("Retry-After"));
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    const body = isJson ? await response.json().catch(() => ({})) : {};
    return new Problem({ title: body.title, detail: body.detail, status: response.status, retryAfterS });
  }
}

/** No whole answer arrived: no network, a connection that broke off, or silence for too long. */
export class Unreachable extends Error {
  constructor(reason, options) {
    super(reason, options);
    this.retryable = true;
  }
}

/** Retry-After is either a number of seconds or an HTTP date. */
export function secondsFrom(header, now = Date.now()) {
  if (!header) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}
