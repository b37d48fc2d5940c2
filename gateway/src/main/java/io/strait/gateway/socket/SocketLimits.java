package io.strait.gateway.socket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.http.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long messages may be. One that is somewhat too long is read and answered with an error; one that nobody wants to hold in memory
 * ends the connection.
 */
public final class SocketLimits {
    /** Longest message that is served. */
    static final int MOST_BYTES = Routes.MAX_BODY_BYTES;
    /** Longest frame, and longest message, that is read at all. */
    static final int MOST_READ_BYTES = 1 << 20;
    /** Close code for a client that does not answer pings. */
    static final short NO_PONG = 4408;
    /** Close code for a client that does not read. */
    static final short TOO_SLOW = 4413;
    /** Close code for a gateway that stops: the client may come back at once, here or elsewhere. */
    static final short SERVICE_RESTART = 1012;
    /** Close code of RFC 6455 for a message that is too big. */
    static final short TOO_BIG = 1009;
    /** Close code of RFC 6455 for text that is not UTF-8. */
    static final short NOT_UTF_8 = 1007;

    private static final Logger LOG = LoggerFactory.getLogger(SocketLimits.class);
    /** What is still on its way is read and dropped meanwhile: closing on unread bytes would reset the connection, and lose the close code. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private SocketLimits() {}

    /** Sets what the server reads. */
    public static HttpServerOptions apply(HttpServerOptions options) {
        return options.setMaxWebSocketFrameSize(MOST_READ_BYTES)
                .setMaxWebSocketMessageSize(MOST_READ_BYTES)
                // Images do not shrink any more, and a frame may not unfold to more than its length.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    /** @throws HttpFailure 413 if the message is too long */
    static byte[] check(byte[] text) {
        if (text.length > MOST_BYTES) {
            throw HttpFailure.messageTooLong(MOST_BYTES, "got " + text.length);
        }
        return text;
    }

    /**
     * Ends the connection with the right code when what comes cannot be read any further. Without this it would stay open, deaf.
     *
     * @param tell tells the client why
     */
    static void closeOnUnreadable(ServerWebSocket socket, Consumer<Throwable> tell) {
        socket.exceptionHandler(failure -> {
            if (failure instanceof CorruptedWebSocketFrameException corrupted) {
                // At once: Vert.x closes next, with a code that says nothing.
                int code = corrupted.closeStatus().code();
                if (code == TOO_BIG) {
                    tell.accept(tooLong());
                }
                socket.close((short) code);
            } else {
                LOG.debug("socket.broken", failure);
            }
        });
    }

    /** Ends the connection on a message of many frames that is too long. */
    static void closeOnTooLong(Vertx vertx, ServerWebSocket socket, Consumer<Throwable> tell) {
        tell.accept(tooLong());
        vertx.setTimer(LINGER.toMillis(), waited -> socket.close(TOO_BIG));
    }

    private static HttpFailure tooLong() {
        return HttpFailure.messageTooLong(MOST_BYTES, "got more than " + MOST_READ_BYTES);
    }
}
