package io.strait.schemas.artifact;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which artifact store is meant: a directory, or by URL whatever an {@link ArtifactProvider} on the class path opens. Shows the URL alone;
 * settings hold secrets.
 */
public final class ArtifactLocation {
    private static final String FILE = "file";
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private final String text;
    private final @Nullable URI url;
    private final Map<String, String> environment;

    private ArtifactLocation(String text, @Nullable URI url, Map<String, String> environment) {
        this.text = text;
        this.url = url;
        this.environment = Map.copyOf(environment);
    }

    /** A directory, made with the first artifact if absent. */
    public static ArtifactLocation of(Path directory) {
        return new ArtifactLocation(directory.toString(), null, Map.of());
    }

    /**
     * Reads a path, a {@code file:} URL or another store's URL.
     *
     * @param environment where the other stores' settings are
     * @throws IllegalArgumentException naming what was expected and the text
     */
    public static ArtifactLocation parse(String text, Map<String, String> environment) {
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw unexpected(text.isBlank() ? "nothing" : "a NUL character", null);
        }
        if (!URL.matcher(text).matches()) {
            return of(Path.of(text));
        }
        URI url;
        try {
            url = URI.create(text);
            if (scheme(url).equals(FILE)) {
                return of(Path.of(url));
            }
        } catch (IllegalArgumentException e) {
            throw unexpected(text, e);
        }
        if (!providers().containsKey(scheme(url))) {
            throw unexpected(text, null);
        }
        return new ArtifactLocation(text, url, environment);
    }

    private static IllegalArgumentException unexpected(String got, @Nullable Throwable cause) {
        TreeSet<String> schemes = new TreeSet<>(providers().keySet());
        schemes.add(FILE);
        return new IllegalArgumentException(
                "expected a directory or a URL of " + String.join(", ", schemes) + ", got " + got, cause);
    }

    private static String scheme(URI url) {
        return url.getScheme().toLowerCase(Locale.ROOT);
    }

    private static Map<String, ArtifactProvider> providers() {
        Map<String, ArtifactProvider> found = new TreeMap<>();
        ServiceLoader.load(ArtifactProvider.class, ArtifactProvider.class.getClassLoader())
                .forEach(provider -> found.put(provider.scheme(), provider));
        return found;
    }

    /**
     * Opens the store.
     *
     * @return the caller closes it
     * @throws IllegalArgumentException with every problem of the settings, one a line
     */
    public ArtifactStore open() {
        if (url == null) {
            return new DirectoryArtifactStore(Path.of(text));
        }
        ArtifactProvider provider = providers().get(scheme(url));
        if (provider == null) {
            throw new IllegalStateException("artifacts: expected a provider of " + url + " as before");
        }
        return provider.open(url, environment);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArtifactLocation location
                && location.text.equals(text)
                && location.environment.equals(environment);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The directory or URL. */
    @Override
    public String toString() {
        return text;
    }
}
