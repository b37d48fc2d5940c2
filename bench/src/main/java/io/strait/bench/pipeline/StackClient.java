package io.strait.bench.pipeline;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;

/** Asks a gateway for images and waits for them, within a limit. */
final class StackClient implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI server;
    private final SocketClient socket;
    private final Duration limit;

    /** @param limit of each call */
    StackClient(URI server, Duration limit) {
        this.server = server;
        this.socket = new SocketClient(http, server);
        this.limit = limit;
    }

    /** An image and what was heard of it. */
    record Made(Generation generation, Generation.Done done) {
        double wallMillis() {
            return (done.endNanos() - generation.sentNanos()) / 1e6;
        }
    }

    /** Asks for all at once; returns when the last is done. */
    List<Made> make(ImagePlan plan, List<Ask> asks) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Generation> asked =
                asks.stream().map(ask -> socket.generate(plan, ask)).toList();
        List<Made> made = new ArrayList<>();
        for (Generation generation : asked) {
            made.add(new Made(generation, await(generation, deadline)));
        }
        return made;
    }

    /** Asks for one and does not wait. One call at a time. */
    Generation ask(ImagePlan plan, Ask ask) {
        return socket.generate(plan, ask);
    }

    /** Waits for one that was asked for. */
    Made await(Generation generation) {
        return new Made(generation, await(generation, System.nanoTime() + limit.toNanos()));
    }

    private Generation.Done await(Generation generation, long deadline) {
        try {
            return generation.done().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new BenchException("generation: expected an end within " + limit + ", got none", e);
        } catch (ExecutionException e) {
            throw new BenchException("generation: failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("generation: interrupted", e);
        }
    }

    /** Pixels of a finished image: red, green, blue, row by row. */
    byte[] pixels(Generation.Done done) {
        URI uri = server.resolve("/v1/generations/" + done.id() + "/image");
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(limit).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new BenchException("image: expected status 200, got " + answer.statusCode());
            }
            return rgb(ImageIO.read(new ByteArrayInputStream(answer.body())));
        } catch (IOException e) {
            throw new BenchException("image: cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("image: interrupted", e);
        }
    }

    private static byte[] rgb(BufferedImage image) {
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                rgb[at++] = (byte) (pixel >> 16);
                rgb[at++] = (byte) (pixel >> 8);
                rgb[at++] = (byte) pixel;
            }
        }
        return rgb;
    }

    @Override
    public void close() {
        socket.close();
    }
}
