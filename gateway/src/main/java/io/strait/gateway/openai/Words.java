package io.strait.gateway.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Words in a form in which they can be compared, and the table of what people call the parts of labels. */
final class Words {
    private static final String TABLE = "words.txt";

    private Words() {}

    /** The words of a text: lower case, singular, without punctuation. */
    static List<String> of(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .map(Words::singular)
                .toList();
    }

    /** One form for singular and plural; not always a word, but the same for both: {@code cookie} and {@code cookies} give {@code cooky}. */
    static String singular(String word) {
        String stem = word;
        if (stem.length() > 3 && stem.endsWith("ies")) {
            stem = stem.substring(0, stem.length() - 3) + "y";
        } else if (stem.length() > 4 && stem.matches(".*(s|x|z|ch|sh)es")) {
            stem = stem.substring(0, stem.length() - 2);
        } else if (stem.length() > 3 && stem.endsWith("s") && !stem.matches(".*[sui]s")) {
            stem = stem.substring(0, stem.length() - 1);
        }
        if (stem.length() > 2 && stem.endsWith("ie")) {
            return stem.substring(0, stem.length() - 2) + "y";
        }
        return stem.length() > 2 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
    }

    /** Phrases by part of a label, each as its words. */
    static Map<String, List<List<String>>> table() {
        Map<String, List<List<String>>> table = new HashMap<>();
        try (InputStream file = Objects.requireNonNull(Words.class.getResourceAsStream(TABLE))) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] part = line.split(":", 2);
                        table.put(
                                part[0],
                                Arrays.stream(part[1].split(",")).map(Words::of).toList());
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(TABLE, e);
        }
        return table;
    }
}
