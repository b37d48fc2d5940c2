package io.strait.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.strait.gateway.document.Documents;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds answers against the OpenAPI document: status, headers, content type, and every JSON body and event. Thread-safe. */
final class Contract {
    private static final String BASE = "https://strait.test/openapi";
    private static final Pattern API = Pattern.compile("/v1/(images|models|files|batches)(/.*)?");
    private static final String MESSAGES_BASE = "https://strait.test/asyncapi";
    private static final ObjectNode MESSAGES = Documents.asyncApi();
    private static final ObjectNode DOCUMENT = Documents.openApi();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(BASE, DOCUMENT.toString(), MESSAGES_BASE, MESSAGES.toString())));
    private static final Map<JsonNode, Schema> COMPILED = new ConcurrentHashMap<>();
    private static final Set<String> SEEN = new ConcurrentSkipListSet<>();
    private static final Map<String, Pattern> PATHS = paths();

    private Contract() {}

    /** What there is to hold against the document. */
    record Answer(String method, String path, int status, Map<String, List<String>> headers, Buffer body) {
        @Nullable
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse(null);
        }

        String mediaType() {
            String type = header("content-type");
            return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        }

        String text() {
            return body.toString();
        }

        @Override
        public String toString() {
            return method + " " + path + " -> " + status + " " + headers + "\n"
                    + text().substring(0, Math.min(2_000, text().length()));
        }
    }

    private static Map<String, Pattern> paths() {
        // Those with fewer parameters first, as the router has it.
        return DOCUMENT.get("paths").properties().stream()
                .map(Map.Entry::getKey)
                .sorted((a, b) -> Long.compare(parameters(a), parameters(b)))
                .collect(Collectors.toMap(
                        path -> path,
                        path -> Pattern.compile(Arrays.stream(path.split("(?=\\{)|(?<=\\})"))
                                .map(part -> part.equals("{file}")
                                        ? ".+"
                                        : part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                                .collect(Collectors.joining("", "", path.endsWith("/") ? "" : "/?"))),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private static long parameters(String path) {
        return path.chars().filter(c -> c == '{').count();
    }

    /** Every operation of the document, as method and path. */
    static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        DOCUMENT.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(method -> !method.equals("parameters"))
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** Operations that have answered something other than a failure, since the tests began. */
    static Set<String> seen() {
        return SEEN;
    }

    static void check(HttpResponse<String> response) {
        check(new Answer(
                response.request().method(),
                response.request().uri().getRawPath(),
                response.statusCode(),
                response.headers().map(),
                Buffer.buffer(response.body())));
    }

    /** @throws AssertionError with the answer, and all that the document has against it */
    static void check(Answer answer) {
        List<String> faults = faults(answer);
        if (!faults.isEmpty()) {
            throw new AssertionError(
                    "expected an answer as documented, got\n" + answer + "\n" + String.join("\n", faults));
        }
    }

    /** What is wrong with an answer; nothing if it is as documented. */
    static List<String> faults(Answer answer) {
        List<String> faults = new ArrayList<>();
        if (answer.header("x-request-id") == null) {
            faults.add("x-request-id: expected one, got none");
        }
        Optional<String> path = PATHS.entrySet().stream()
                .filter(known -> known.getValue().matcher(answer.path()).matches())
                .map(Map.Entry::getKey)
                .findFirst();
        JsonNode operation = path.map(found ->
                        DOCUMENT.get("paths").get(found).path(answer.method().toLowerCase(Locale.ROOT)))
                .orElse(DOCUMENT.path("nothing"));
        if (operation.isMissingNode()) {
            unknown(answer, path.isPresent() ? 405 : 404, faults);
            return faults;
        }
        if (answer.status() < 400) {
            SEEN.add(answer.method() + " " + path.orElseThrow());
        }
        JsonNode response = response(operation.get("responses"), answer.status());
        if (response.isMissingNode()) {
            faults.add("status: expected one of " + names(operation.get("responses")) + ", got " + answer.status());
        } else {
            headers(answer, response, faults);
            content(answer, response.path("content"), faults);
        }
        return faults;
    }

    private static void unknown(Answer answer, int status, List<String> faults) {
        boolean odd = Set.of(400, 401, 413, 421).contains(answer.status());
        if (answer.status() != status && !odd) {
            faults.add("status: expected " + status + ", got " + answer.status());
        }
        if (!answer.method().equals("HEAD")) {
            String response = API.matcher(answer.path()).matches() && answer.status() != 400 ? "ApiError" : "Problem";
            content(answer, DOCUMENT.at("/components/responses/" + response + "/content"), faults);
        }
    }

    private static JsonNode response(JsonNode responses, int status) {
        JsonNode response = responses.path(Integer.toString(status));
        if (response.isMissingNode()) {
            response = responses.path(status / 100 + "XX");
        }
        return resolve(response);
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private static void headers(Answer answer, JsonNode response, List<String> faults) {
        response.path("headers").properties().forEach(header -> {
            String value = answer.header(header.getKey());
            if (value != null) {
                validate(resolve(header.getValue()).get("schema"), DOCUMENT.textNode(value), header.getKey(), faults);
            }
        });
    }

    private static void content(Answer answer, JsonNode content, List<String> faults) {
        if (content.isEmpty() || answer.method().equals("HEAD")) {
            if (answer.body().length() > 0) {
                faults.add("body: expected none, got " + answer.body().length() + " bytes");
            }
            return;
        }
        JsonNode media = content.has("*/*") ? content.get("*/*") : content.path(answer.mediaType());
        if (media.isMissingNode()) {
            faults.add("content-type: expected one of " + names(content) + ", got " + answer.mediaType());
        } else if (answer.mediaType().equals("text/event-stream")) {
            events(answer, faults);
        } else if (answer.mediaType().endsWith("json") && media.has("schema")) {
            parse(answer.text(), faults).ifPresent(body -> validate(media.get("schema"), body, "body", faults));
        }
    }

    /** Every event whose blank line has come. */
    private static void events(Answer answer, List<String> faults) {
        String name = "";
        for (String line : answer.text().split("\n", -1)) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                String event = name;
                Optional<JsonNode> data = parse(line.substring("data: ".length()), faults);
                data.ifPresent(json -> validate(schema(schemaOf(event)), json, event, faults));
            }
        }
    }

    private static String schemaOf(String event) {
        return switch (event) {
            case "image_generation.partial_image" -> "ImagePartialEvent";
            case "image_generation.completed" -> "ImageCompletedEvent";
            case "error" -> "ImageErrorEvent";
            default ->
                "Event"
                        + Arrays.stream(event.split("-"))
                                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                                .collect(Collectors.joining());
        };
    }

    /** A schema of the document. */
    static JsonNode schema(String name) {
        return DOCUMENT.at("/components/schemas/" + name);
    }

    /** What is wrong with a message that the gateway sent over a WebSocket; a preview's image apart. */
    static void checkMessage(JsonNode message) {
        List<String> faults = new ArrayList<>();
        String event = message.path("event").asText();
        String payload = MESSAGES.at("/components/messages/" + event + "/payload/$ref")
                .asText()
                .replaceFirst(".*/", "");
        if (payload.isEmpty()) {
            faults.add("event: expected one of the AsyncAPI document's, got " + event);
        } else {
            COMPILED.computeIfAbsent(
                            MESSAGES.at("/components/schemas/" + payload), schema -> compile(schema, MESSAGES_BASE))
                    .validate(message)
                    .forEach(error -> faults.add(event + ": " + error));
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(
                    "expected a message as documented, got\n" + message + "\n" + String.join("\n", faults));
        }
    }

    private static Optional<JsonNode> parse(String json, List<String> faults) {
        try {
            return Optional.of(Client.json(json));
        } catch (IOException e) {
            faults.add("body: expected JSON, got " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Adds what a schema of the document has against a value. */
    static void validate(JsonNode schema, JsonNode value, String where, List<String> faults) {
        COMPILED.computeIfAbsent(schema, first -> compile(first, BASE))
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .forEach(error -> faults.add(where + ": " + error));
    }

    /** The schema with its references into the document made whole. */
    private static Schema compile(JsonNode schema, String base) {
        try {
            return SCHEMAS.getSchema(
                    Client.json(schema.toString().replace("\"$ref\":\"#/", "\"$ref\":\"" + base + "#/")));
        } catch (IOException e) {
            throw new AssertionError("expected JSON to stay JSON", e);
        }
    }

    private static String names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
    }
}
