/** The panel's microphone and loudspeaker: push to talk, and answers spoken until somebody interrupts. */
import { element, icon } from "./dom.js";
import { Listener } from "./listening.js";
import { Speaker } from "./speaking.js";

/** A press shorter than this switches the microphone on; a longer one is held while talking. */
const HELD_MS = 400;

export class Voice {
  #memory;
  #ask;
  #lang;
  #listener = new Listener();
  #speaker = new Speaker();
  #pressedAt = 0;
  #mic = element("button", { type: "button", class: "round mic", "aria-pressed": "false", "aria-label": "Speak" }, icon("mic"));
  #aloud = element("button", { type: "button", class: "round", "aria-label": "Speak answers" });
  #words = element("span", { "aria-hidden": "true", dir: "auto" });
  #status = element("span", { role: "status" });
  #note = element("p", { class: "voice-status", hidden: true }, this.#status, this.#words);

  /** `ask` sends what was said; `lang` tells the page's language. Only what the browser can do is offered. */
  constructor(parts, { memory, ask, lang }) {
    this.#memory = memory;
    this.#ask = ask;
    this.#lang = lang;
    parts.form.prepend(this.#note);
    if (Listener.isSupported) parts.sendButton.before(this.#mic);
    if (Speaker.isSupported) parts.closeButton.before(this.#aloud);
    parts.input.addEventListener("input", () => this.interrupt());
    this.#aloud.addEventListener("click", () => this.#speakAnswers(!this.#isAloud));
    this.#listenToMic();
    this.#drawAloud();
  }

  /** Speaks an answer, if the shopper wants answers spoken. */
  tell({ speech, pace }) {
    this.#speaker.hush();
    if (this.#isAloud && Speaker.isSupported) this.#speaker.say(speech, { lang: this.#lang(), pace });
  }

  /** Whether there was anything to interrupt. What was being said into the microphone is forgotten. */
  interrupt() {
    const wasBusy = this.#speaker.isSpeaking || this.#listener.isListening;
    this.#speaker.hush();
    this.#listener.cancel();
    return wasBusy;
  }

  #listenToMic() {
    const mic = this.#mic;
    mic.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      this.#pressedAt = this.#listener.isListening ? 0 : event.timeStamp;
      this.#toggle();
    });
    for (const ending of ["pointerup", "pointercancel", "pointerleave"]) {
      mic.addEventListener(ending, ({ timeStamp }) => {
        if (this.#pressedAt && timeStamp - this.#pressedAt > HELD_MS) this.#listener.stop();
        this.#pressedAt = 0;
      });
    }
    // A click without a pointer comes from the keyboard; a key held down would switch on and off without end.
    mic.addEventListener("click", (event) => event.detail || this.#toggle());
    mic.addEventListener("keydown", (event) => event.repeat && event.preventDefault());
    mic.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  #toggle() {
    if (this.#listener.isListening) this.#listener.stop();
    else this.#listen();
  }

  async #listen() {
    this.#speaker.hush();
    Speaker.unlock();
    this.#mic.setAttribute("aria-pressed", "true");
    this.#tell("Listening…");
    const { words, trouble } = await this.#listener.hear({ lang: this.#lang(), onInterim: (heard) => this.#tell("", heard) });
    if (this.#listener.isListening) return;
    this.#mic.setAttribute("aria-pressed", "false");
    this.#tell(trouble);
    if (!words) return;
    if (this.#memory.get("aloud") === null) this.#speakAnswers(true);
    this.#ask(words);
  }

  /** Words still being heard are for the eye alone: announced, they would be talked over the shopper. */
  #tell(status, words = "") {
    this.#status.textContent = status;
    this.#words.textContent = words;
    this.#note.hidden = !status && !words;
  }

  get #isAloud() {
    return this.#memory.get("aloud") === true;
  }

  #speakAnswers(isAloud) {
    this.#memory.set("aloud", isAloud);
    if (isAloud) Speaker.unlock();
    else this.#speaker.hush();
    this.#drawAloud();
  }

  #drawAloud() {
    this.#aloud.replaceChildren(icon(this.#isAloud ? "sound" : "muted"));
    this.#aloud.setAttribute("aria-pressed", this.#isAloud);
  }
}
