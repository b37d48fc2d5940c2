package io.strait.artifacts.s3;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the store is and who asks it.
 *
 * @param prefix before every key: empty, or ending with a slash
 * @param endpoint of a store that is not Amazon's
 * @param linkEndpoint the same as clients reach it, for links; the endpoint if absent
 * @param region absent: as the SDK finds it, or with an endpoint us-east-1
 * @param keys absent: as the SDK finds them, in the environment, a profile or from the machine
 * @param pathStyle whether the bucket is in the path rather than in the host's name
 */
record S3Settings(
        String bucket,
        String prefix,
        @Nullable URI endpoint,
        @Nullable URI linkEndpoint,
        @Nullable String region,
        @Nullable Keys keys,
        boolean pathStyle) {
    static final String ENDPOINT = "STRAIT_S3_ENDPOINT";
    static final String LINK_ENDPOINT = "STRAIT_S3_LINK_ENDPOINT";
    static final String REGION = "STRAIT_S3_REGION";
    static final String ACCESS_KEY = "STRAIT_S3_ACCESS_KEY";
    static final String SECRET_KEY = "STRAIT_S3_SECRET_KEY";
    static final String PATH_STYLE = "STRAIT_S3_PATH_STYLE";

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9._-]+/)*");

    /** Never shown whole. */
    record Keys(String access, String secret) {
        @Override
        public String toString() {
            return access + ":***";
        }
    }

    /**
     * Reads {@code s3://bucket/prefix} and the environment.
     *
     * @throws IllegalArgumentException with every problem, one a line
     */
    static S3Settings read(URI url, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        String bucket = Optional.ofNullable(url.getAuthority()).orElse("");
        String path = Optional.ofNullable(url.getPath()).orElse("").replaceFirst("^/", "");
        String prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        if (!BUCKET.matcher(bucket).matches()
                || !PREFIX.matcher(prefix).matches()
                || url.getQuery() != null
                || url.getFragment() != null) {
            problems.add("STRAIT_ARTIFACTS: expected s3://bucket or s3://bucket/prefix, got " + url);
        }
        URI endpoint = url(ENDPOINT, environment, problems);
        URI linkEndpoint = url(LINK_ENDPOINT, environment, problems);
        String access = text(ACCESS_KEY, environment);
        String secret = text(SECRET_KEY, environment);
        if ((access == null) != (secret == null)) {
            problems.add(ACCESS_KEY + ", " + SECRET_KEY + ": expected both or neither, got one");
        }
        String region = text(REGION, environment);
        String style = Optional.ofNullable(text(PATH_STYLE, environment)).orElse(Boolean.toString(endpoint != null));
        if (!style.equals("true") && !style.equals("false")) {
            problems.add(PATH_STYLE + ": expected true or false, got " + style);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return new S3Settings(
                bucket,
                prefix,
                endpoint,
                linkEndpoint == null ? endpoint : linkEndpoint,
                region == null && endpoint != null ? "us-east-1" : region,
                access == null || secret == null ? null : new Keys(access, secret),
                style.equals("true"));
    }

    private static @Nullable String text(String key, Map<String, String> environment) {
        String value = environment.get(key);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static @Nullable URI url(String key, Map<String, String> environment, List<String> problems) {
        String text = text(key, environment);
        if (text == null) {
            return null;
        }
        try {
            URI url = URI.create(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        problems.add(key + ": expected an http or https URL, got " + text);
        return null;
    }
}
