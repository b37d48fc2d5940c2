package io.strait.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of shared libraries in the messages of a failure. */
final class MissingLibraries {
    private static final Pattern CANNOT_OPEN =
            Pattern.compile("(lib[A-Za-z0-9_+-]+\\.so(?:\\.[0-9]+)*): cannot open shared object file");

    private MissingLibraries() {}

    /** The libraries that the loader could not open; the first message if it names none. */
    static List<String> namedIn(Throwable failure) {
        Set<String> libraries = new LinkedHashSet<>();
        List<String> messages = new ArrayList<>();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null) {
                messages.add(message);
                for (Matcher m = CANNOT_OPEN.matcher(message); m.find(); ) {
                    libraries.add(m.group(1));
                }
            }
        }
        if (!libraries.isEmpty()) {
            return List.copyOf(libraries);
        }
        return messages.isEmpty() ? List.of(failure.toString()) : List.of(messages.get(messages.size() - 1));
    }
}
