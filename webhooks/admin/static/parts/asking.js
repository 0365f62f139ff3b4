// What the server is asked, and what a refusal is called.
export class Refused extends Error {
  constructor(status, title) {
    super(title);
    this.status = status;
  }
}

export async function ask(path, given = {}) {
  const asked = Object.entries(given).filter(([, value]) => value !== "");
  const query = new URLSearchParams(asked).toString();
  const response = await fetch(`/admin/api/${path}${query ? `?${query}` : ""}`, { headers: { Accept: "application/json" } });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem.title ?? "The server does not answer as it should");
}
