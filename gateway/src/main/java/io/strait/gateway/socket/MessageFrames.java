package io.strait.gateway.socket;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from frames. Vert.x would do that too, but it loses messages that begin with an empty frame, leaves the connection
 * deaf after some of them, and takes text that is not UTF-8. Belongs to one event loop.
 */
final class MessageFrames implements Handler<WebSocketFrame> {
    /** What comes of the frames. */
    interface Receiver {
        /** A whole text. */
        void text(byte[] utf8);

        /** A whole message that is no text. */
        void binary();

        /** A message of more bytes than are read; the rest of it is dropped. */
        void tooLong();

        /** A text that is not UTF-8. */
        void notUtf8();
    }

    private final int most;
    private final Receiver receiver;
    private @Nullable Buffer message;
    private boolean text;

    /** @param most longest message that is read, in bytes */
    MessageFrames(int most, Receiver receiver) {
        this.most = most;
        this.receiver = receiver;
    }

    @Override
    public void handle(WebSocketFrame frame) {
        if (frame.isText() || frame.isBinary()) {
            message = Buffer.buffer();
            text = frame.isText();
        } else if (!frame.isContinuation()) {
            return;
        }
        if (message == null) {
            return;
        }
        Buffer more = frame.binaryData();
        if (message.length() + more.length() > most) {
            message = null;
            receiver.tooLong();
            return;
        }
        message.appendBytes(more.getBytes());
        if (frame.isFinal()) {
            byte[] whole = message.getBytes();
            message = null;
            end(whole);
        }
    }

    private void end(byte[] whole) {
        if (!text) {
            receiver.binary();
        } else if (utf8(whole)) {
            receiver.text(whole);
        } else {
            receiver.notUtf8();
        }
    }

    private static boolean utf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
