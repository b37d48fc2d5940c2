// The wire format of /v1/stream, without a socket: text messages, preview frames, client messages.

const HEADER_LENGTH_BYTES = 4;
const TERMINAL = new Set(["completed", "failed", "cancelled", "expired"]);
const MEDIA_TYPES = { png: "image/png", jpeg: "image/jpeg", jpg: "image/jpeg", webp: "image/webp" };
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A message that does not follow the protocol. */
export class ProtocolError extends Error {}

/** True for the four events after which a generation never changes again. */
export function isTerminal(event) {
  return TERMINAL.has(event);
}

/** Decodes what a socket delivered: a string, or the ArrayBuffer of a preview frame. */
export function decode(data) {
  return typeof data === "string" ? decodeText(data) : decodeFrame(data);
}

/** Decodes a JSON text message. */
export function decodeText(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    throw new ProtocolError("message: expected JSON");
  }
  if (typeof message?.event !== "string") {
    throw new ProtocolError("message.event: expected a string");
  }
  return message;
}

/**
 * Decodes a binary frame: header length (uint32, big-endian), JSON header, image bytes.
 * The result is the header with the image added as a Blob.
 */
export function decodeFrame(buffer) {
  if (buffer.byteLength < HEADER_LENGTH_BYTES) {
    throw new ProtocolError(`frame: expected at least ${HEADER_LENGTH_BYTES} bytes, got ${buffer.byteLength}`);
  }
  const headerLength = new DataView(buffer).getUint32(0);
  const imageStart = HEADER_LENGTH_BYTES + headerLength;
  if (imageStart > buffer.byteLength) {
    throw new ProtocolError(
      `frame: header of ${headerLength} bytes does not fit in ${buffer.byteLength - HEADER_LENGTH_BYTES}`);
  }
  const header = decodeText(decodeUtf8(new Uint8Array(buffer, HEADER_LENGTH_BYTES, headerLength)));
  const image = new Blob([new Uint8Array(buffer, imageStart)], { type: mediaType(header.format) });
  return { ...header, image };
}

/** Media type of an image format named in a header. */
export function mediaType(format) {
  const type = MEDIA_TYPES[format];
  if (!type) {
    throw new ProtocolError(`format: expected one of ${Object.keys(MEDIA_TYPES).join(", ")}, got ${format}`);
  }
  return type;
}

/** What a client says. `ref` comes back in every answer. */
export const message = {
  generate: (ref, request) => JSON.stringify({ type: "generate", ref, request }),
  subscribe: (ref, id, cursor) => JSON.stringify({ type: "subscribe", ref, id, ...(cursor && { cursor }) }),
  unsubscribe: (id) => JSON.stringify({ type: "unsubscribe", id }),
  cancel: (ref, id) => JSON.stringify({ type: "cancel", ref, id }),
};

function decodeUtf8(bytes) {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ProtocolError("frame: header is not UTF-8");
  }
}
