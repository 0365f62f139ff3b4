// How numbers, days and names are written.
const LOCALE = "en";
const whole = new Intl.NumberFormat(LOCALE);
const amount = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 });
const shortDay = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });
const fullDay = new Intl.DateTimeFormat(LOCALE, { weekday: "short", day: "numeric", month: "long", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const CHANNELS = { "": "All channels", web: "Web", alexa: "Alexa", google: "Google", siri: "Siri", shell: "Shell", agent: "Agents" };
export const TOO_FEW = "too few";

export const asNumber = (value) => (value === null ? TOO_FEW : whole.format(value));
export const asCompact = (value) => compact.format(value);
export const asDay = (day) => shortDay.format(new Date(`${day}T00:00Z`));
export const asFullDay = (day) => fullDay.format(new Date(`${day}T00:00Z`));
export const asMoment = (at) => moment.format(new Date(at));
export const asMs = (value) => (value === null ? TOO_FEW : value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`);
export const asIndex = (value) => (value === null ? TOO_FEW : value.toFixed(2));
export const asScore = (value) => (value === null ? TOO_FEW : value.toFixed(3));

export function asShare(value) {
  if (value === null) return TOO_FEW;
  const percent = value * 100;
  return `${percent !== 0 && Math.abs(percent) < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

const behindItsSign = (value, told) => `${value > 0 ? "+" : value < 0 ? "−" : "±"}${told}`;

/** A difference of two shares. */
export const asPoints = (value) => behindItsSign(value, `${(Math.abs(value) * 100).toFixed(2)} points`);

export function asAmount(value, { signed: withSign = false } = {}) {
  const told = amount.format(withSign ? Math.abs(value) : value);
  return withSign ? behindItsSign(value, told) : told;
}

export function asChange(value) {
  const percent = Math.round(value * 100);
  return percent > 999 ? "more than +999 %" : `${percent > 0 ? "+" : percent < 0 ? "−" : "±"}${Math.abs(percent)} %`;
}

export const asChannel = (name) => CHANNELS[name] ?? name;
export const asWords = (name) => name.replaceAll("_", " ");
