// The browser's ears and mouth, in the hands of a test: window.ears.hear("…"), window.spoken.
(() => {
  window.ears = { started: 0, running: null, fails: null };
  window.SpeechRecognition = class {
    start() {
      window.ears.started += 1;
      window.ears.running = this;
      if (window.ears.fails) setTimeout(() => this.end(window.ears.fails));
    }
    stop() { setTimeout(() => this.end(null)); }
    abort() { setTimeout(() => this.end("aborted")); }
    end(error) {
      if (window.ears.running !== this) return;
      window.ears.running = null;
      if (error) this.onerror({ error });
      this.onend();
    }
  };
  window.ears.interim = (words) => window.ears.running.onresult({ results: [[{ transcript: words }]] });
  window.ears.hear = (words) => {
    const { running } = window.ears;
    window.ears.interim(words);
    running.end(null);
  };
  window.spoken = [];
  window.hushed = 0;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", {
    value: {
      speak: (utterance) => utterance.text && window.spoken.push(utterance),
      cancel: () => { window.hushed += 1; },
    },
  });
})();
