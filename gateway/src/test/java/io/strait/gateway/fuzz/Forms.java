package io.strait.gateway.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Multipart forms, right and wrong. */
final class Forms {
    private static final List<String> FIELDS =
            List.of("image", "image[]", "mask", "prompt", "n", "size", "file", "purpose", "stream", "");
    private static final byte[] PNG_HEAD = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final Random random;

    Forms(Random random) {
        this.random = random;
    }

    /**
     * A form.
     *
     * @param boundary as the content type has it, or nearly
     */
    byte[] body(String boundary) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int parts = random.nextInt(20) == 0 ? 200 : random.nextInt(5);
        for (int i = 0; i < parts; i++) {
            part(body, random.nextInt(15) == 0 ? boundary + "x" : boundary);
        }
        if (random.nextInt(5) > 0) {
            ascii(body, "--" + boundary + "--\r\n");
        }
        byte[] bytes = body.toByteArray();
        return random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private void part(ByteArrayOutputStream body, String boundary) {
        String name = FIELDS.get(random.nextInt(FIELDS.size()));
        ascii(body, "--" + boundary + (random.nextInt(20) == 0 ? "\n" : "\r\n"));
        if (random.nextInt(12) > 0) {
            ascii(body, "content-disposition: form-data; name=\"" + name + "\"" + fileName() + "\r\n");
        }
        if (random.nextInt(3) == 0) {
            ascii(
                    body,
                    "content-type: " + (random.nextBoolean() ? "image/png" : "text/plain; charset=nonsense") + "\r\n");
        }
        if (random.nextInt(10) == 0) {
            ascii(body, "content-transfer-encoding: " + (random.nextBoolean() ? "base64" : "nonsense") + "\r\n");
        }
        if (random.nextInt(25) == 0) {
            ascii(body, "x-long: " + "y".repeat(random.nextBoolean() ? 9_000 : 200_000) + "\r\n");
        }
        ascii(body, "\r\n");
        body.writeBytes(content(name));
        ascii(body, "\r\n");
    }

    private String fileName() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> "; filename=\"a.png\"";
            case 2 -> "; filename=\"../../\u0000x\"";
            case 3 -> "; filename*=UTF-8''%ff%zz";
            case 4 -> "; filename=\"" + "z".repeat(3_000);
            default -> "";
        };
    }

    private byte[] content(String name) {
        if (name.startsWith("image") || name.equals("mask")) {
            return random.nextInt(4) == 0 ? noise(random.nextInt(2_000)) : bomb();
        }
        return switch (random.nextInt(4)) {
            case 0 -> "noto/heart".getBytes(StandardCharsets.US_ASCII);
            case 1 -> noise(50);
            case 2 -> "99999999999".getBytes(StandardCharsets.US_ASCII);
            default -> "a heart".getBytes(StandardCharsets.US_ASCII);
        };
    }

    /** A PNG that claims to be enormous and is not. */
    private byte[] bomb() {
        return ByteBuffer.allocate(PNG_HEAD.length + 25 + 20)
                .put(PNG_HEAD)
                .putInt(13)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(random.nextBoolean() ? Integer.MAX_VALUE : 100_000)
                .putInt(Integer.MAX_VALUE)
                .put(new byte[] {8, 6, 0, 0, 0})
                .putInt(0)
                .putInt(Integer.MAX_VALUE)
                .put("IDAT".getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void ascii(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
