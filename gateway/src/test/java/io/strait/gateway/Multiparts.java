package io.strait.gateway;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** Forms by hand, for clients that make none. */
final class Multiparts {
    private Multiparts() {}

    /** POST /v1/files with a batch's file of lines {@code a}, {@code b}, ... one for each prompt. */
    static HttpRequest.Builder batch(Client client, String... prompts) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < prompts.length; i++) {
            lines.append(
                    "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":{\"prompt\":\"%s\"}}\n"
                            .formatted(name(i), prompts[i]));
        }
        String form = """
                --edge
                Content-Disposition: form-data; name="purpose"

                batch
                --edge
                Content-Disposition: form-data; name="file"; filename="lines.jsonl"

                %s
                --edge--
                """.replace("\n", "\r\n").formatted(lines.toString());
        return client.request("/v1/files")
                .header("content-type", "multipart/form-data; boundary=edge")
                .POST(BodyPublishers.ofString(form));
    }

    private static String name(int i) {
        return Integer.toString(i + 10, Character.MAX_RADIX);
    }
}
