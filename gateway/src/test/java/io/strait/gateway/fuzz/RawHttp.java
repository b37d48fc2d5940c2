package io.strait.gateway.fuzz;

import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One connection, on which anything can be said. Not thread-safe. */
public final class RawHttp implements AutoCloseable {
    /** A whole answer. */
    public record Answer(int status, Map<String, List<String>> headers, Buffer body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
        }
    }

    private static final int LAST_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream in;

    /** @param patienceMillis longest silence of the server; then {@link java.net.SocketTimeoutException} */
    public RawHttp(int port, int patienceMillis) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(patienceMillis);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Port of this side. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Writes; what the server no longer takes, because it has answered and closed, is no failure. */
    public void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            // The answer, or the end, says why.
        }
    }

    /** From now on the server may be silent for so long only. */
    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Says no more; the server still can, and may take its time. */
    void finish() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(LAST_MILLIS);
    }

    InputStream in() {
        return in;
    }

    /** The answer to a request; empty if the server closes without one. A stream of events is read to its end. */
    public Optional<Answer> answer(String method) throws IOException {
        try {
            Optional<Answer> answer = read(method);
            while (answer.isPresent() && answer.get().status() == 100) {
                answer = read(method);
            }
            return answer;
        } catch (EOFException | SocketException closed) {
            return Optional.empty();
        }
    }

    private Optional<Answer> read(String method) throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(": ?", 2);
            headers.computeIfAbsent(header[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.length > 1 ? header[1] : "");
        }
        int code = Integer.parseInt(status[1]);
        Answer head = new Answer(code, headers, Buffer.buffer());
        boolean none = method.equals("HEAD") || code == 204 || code == 304 || code < 200;
        return Optional.of(none ? head : new Answer(code, headers, Buffer.buffer(body(head))));
    }

    private byte[] body(Answer head) throws IOException {
        if (head.header("transfer-encoding").isPresent()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.writeBytes(exactly(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        Optional<String> length = head.header("content-length");
        return length.isPresent() ? exactly(Integer.parseInt(length.get())) : in.readAllBytes();
    }

    byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("closed in the middle");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
    }

    /** At once, so that no port is kept from the next connection. */
    @Override
    public void close() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // It is closed.
        }
    }
}
