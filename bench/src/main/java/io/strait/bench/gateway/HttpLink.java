package io.strait.bench.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An HTTP/1.1 client that keeps its connection and has one request under way at most. Understands answers with a content-length. */
abstract class HttpLink extends Link {
    private static final int MOST_BYTES = 1 << 14;
    private static final String LENGTH = "content-length:";

    private final byte[] answer = new byte[MOST_BYTES];
    private int bytes;
    private int headBytes = -1;
    private int bodyBytes;

    /** The whole answer has come. */
    abstract void answered(int status, String body);

    final void post(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        send(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.UTF_8));
    }

    final void get(String path) {
        send(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    final void received(ByteBuffer in) {
        int part = Math.min(in.remaining(), MOST_BYTES - bytes);
        in.get(answer, bytes, part);
        bytes += part;
        if (headBytes < 0) {
            readHead();
        }
        if (headBytes >= 0 && bytes >= headBytes + bodyBytes) {
            String head = new String(answer, 0, headBytes, StandardCharsets.US_ASCII);
            String body = new String(answer, headBytes, bodyBytes, StandardCharsets.UTF_8);
            bytes = 0;
            headBytes = -1;
            answered(Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3)), body);
        }
    }

    private void readHead() {
        String all = new String(answer, 0, bytes, StandardCharsets.US_ASCII);
        int end = all.indexOf("\r\n\r\n");
        if (end >= 0) {
            headBytes = end + "\r\n\r\n".length();
            String head = all.substring(0, end).toLowerCase(Locale.ROOT);
            int at = head.indexOf(LENGTH);
            int stop = at < 0 ? -1 : head.indexOf('\r', at);
            bodyBytes = at < 0
                    ? 0
                    : Integer.parseInt(head.substring(at + LENGTH.length(), stop < 0 ? head.length() : stop)
                            .strip());
        }
    }
}
