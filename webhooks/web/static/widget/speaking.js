/** Speaks answers by the browser's own voice, where it has one, until it is interrupted. */

const SLOWER = 0.8;

export class Speaker {
  #utterances = [];

  static isSupported = "speechSynthesis" in globalThis;

  get isSpeaking() {
    return this.#utterances.length > 0;
  }

  /** Sentence by sentence: Chromium falls silent in the middle of a long text. */
  say(text, { lang, pace }) {
    this.hush();
    this.#utterances = text
      .split(/(?<=[.!?…])\s+/)
      .filter(Boolean)
      .map((sentence) => Object.assign(new SpeechSynthesisUtterance(sentence), { lang, rate: pace === "slower" ? SLOWER : 1 }));
    for (const utterance of this.#utterances) {
      utterance.onend = utterance.onerror = () => {
        this.#utterances = this.#utterances.filter((other) => other !== utterance);
      };
      speechSynthesis.speak(utterance);
    }
  }

  hush() {
    if (!this.isSpeaking) return;
    this.#utterances = [];
    speechSynthesis.cancel();
  }

  /** Browsers let a page speak only once it has spoken in answer to a press. */
  static unlock() {
    if (Speaker.isSupported) speechSynthesis.speak(new SpeechSynthesisUtterance(""));
  }
}
