package io.strait.gateway.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.Fields;
import io.strait.gateway.request.InvalidRequestException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what a tenant registers: {@code url} and, optionally, {@code events}. A host that is an address is checked here already; a name is,
 * with every attempt.
 *
 * @param allowPrivate whether any address will do
 */
record EndpointReader(boolean allowPrivate) {
    private static final int LONGEST_URL = 2048;
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*]");

    /** A checked request. */
    record Registration(String url, List<String> events) {}

    /** @throws InvalidRequestException with every problem */
    Registration read(ObjectNode body) {
        Fields fields = new Fields(body);
        fields.allowOnly(List.of("url", "events"));
        String url = fields.text("url");
        if (url == null
                && fields.problems().stream()
                        .noneMatch(problem -> problem.field().equals("url"))) {
            fields.report("url", "an http or https URL", null);
        } else if (url != null && !valid(url)) {
            fields.report(
                    "url",
                    "an http or https URL of a public host, of at most " + LONGEST_URL
                            + " characters, without user name and fragment",
                    body.get("url"));
        }
        List<String> events = events(fields);
        if (!fields.problems().isEmpty()) {
            throw new InvalidRequestException(fields.problems());
        }
        return new Registration(String.valueOf(url), events);
    }

    private boolean valid(String text) {
        if (text.length() > LONGEST_URL) {
            return false;
        }
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        return web
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getFragment() == null
                && url.getPort() != 0
                && url.getPort() <= 65_535
                && (allowPrivate || !privateLiteral(url.getHost()));
    }

    /** Whether the host is an address, not a name, and not a public one. Asks no name server: that is for the attempt. */
    private static boolean privateLiteral(String host) {
        if (!LITERAL.matcher(host).matches()) {
            return host.equals("localhost") || host.endsWith(".localhost");
        }
        try {
            return !PublicAddress.is(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private static List<String> events(Fields fields) {
        JsonNode value = fields.value("events");
        List<String> events = new ArrayList<>();
        if (value == null) {
            return events;
        }
        boolean good = value.isArray();
        for (JsonNode one : value) {
            // As text a number is none of the types.
            good = good && one.isTextual() && WebhookEvent.TYPES.contains(one.asText());
            events.add(one.asText());
        }
        if (!good) {
            fields.report("events", "a list of " + String.join(", ", WebhookEvent.TYPES), value);
        }
        return events.stream().distinct().toList();
    }
}
