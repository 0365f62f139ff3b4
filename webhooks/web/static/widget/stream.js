/** Reads server-sent events from a fetch response, because EventSource can neither POST nor send a token. */

/** Yields `{event, data}` for each whole event; `data` is parsed JSON. An event cut off by the end is dropped. */
export async function* serverEvents(body, onChunk = () => {}) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let fields = emptyFields();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      onChunk();
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        const field = line.endsWith("\r") ? line.slice(0, -1) : line;
        if (field === "") {
          if (fields.data.length) yield { event: fields.event, data: JSON.parse(fields.data.join("\n")) };
          fields = emptyFields();
        } else {
          readField(field, fields);
        }
      }
    }
  } finally {
    // A reader given up early must let go of the connection, or the browser keeps it until the server ends.
    reader.cancel().catch(() => {});
  }
}

function emptyFields() {
  return { event: "message", data: [] };
}

function readField(line, fields) {
  const colon = line.indexOf(":");
  if (colon === 0) return;
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (name === "event") fields.event = value;
  if (name === "data") fields.data.push(value);
}
