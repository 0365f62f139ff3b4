/** Hears the shopper by the browser's own speech recognition, where it has one. */

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
const TYPE = "You can type instead.";
const REASONS = {
  "not-allowed": `The microphone is not allowed on this page. ${TYPE}`,
  "service-not-allowed": `The microphone is not allowed on this page. ${TYPE}`,
  "audio-capture": `No microphone was found. ${TYPE}`,
  "no-speech": "I did not hear anything. Try once more, a little closer.",
  "language-not-supported": `Your browser does not understand this language by ear. ${TYPE}`,
};

export class Listener {
  #running = null;

  static isSupported = Boolean(Recognition);

  get isListening() {
    return this.#running !== null;
  }

  /** Resolves with the words once the shopper has ended; with none, `trouble` says why in the shopper's words. */
  hear({ lang, onInterim }) {
    this.cancel();
    return new Promise((resolve) => {
      const recognition = new Recognition();
      const running = { recognition, words: "", error: null, isCancelled: false };
      Object.assign(recognition, { lang, interimResults: true, maxAlternatives: 1 });
      recognition.onresult = ({ results }) => {
        running.words = Array.from(results, ([{ transcript }]) => transcript).join("").trim();
        if (!running.isCancelled) onInterim(running.words);
      };
      recognition.onerror = ({ error }) => (running.error = error);
      // Some browsers end without a final result: what was heard until then is what was said.
      recognition.onend = () => {
        if (this.#running === running) this.#running = null;
        resolve(outcome(running));
      };
      this.#running = running;
      recognition.start();
    });
  }

  /** What was said until now counts. */
  stop() {
    this.#running?.recognition.stop();
  }

  cancel() {
    if (!this.#running) return;
    this.#running.isCancelled = true;
    this.#running.recognition.abort();
    this.#running = null;
  }
}

function outcome({ words, error, isCancelled }) {
  if (isCancelled || error === "aborted") return { words: "", trouble: "" };
  if (words) return { words, trouble: "" };
  return { words: "", trouble: REASONS[error] ?? (error ? `That could not be heard just now. ${TYPE}` : REASONS["no-speech"]) };
}
