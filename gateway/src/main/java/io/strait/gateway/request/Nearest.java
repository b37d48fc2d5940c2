package io.strait.gateway.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names most like a misspelt one. */
public final class Nearest {
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();
    /** Longer strings are cut before they are compared: the distance costs the product of the lengths. */
    private static final int LONGEST = 100;

    private Nearest() {}

    /**
     * Returns the candidates nearest by edit distance, nearest first; ties in the candidates' order.
     *
     * @param count how many at most
     */
    public static List<String> of(String name, Collection<String> candidates, int count) {
        String wanted = normal(name);
        return candidates.stream()
                .sorted(Comparator.comparingInt(candidate -> DISTANCE.apply(wanted, normal(candidate))))
                .limit(count)
                .toList();
    }

    /** Edit distance between two words, in characters. */
    public static int distance(String a, String b) {
        return DISTANCE.apply(normal(a), normal(b));
    }

    private static String normal(String name) {
        return name.substring(0, Math.min(LONGEST, name.length())).toLowerCase(Locale.ROOT);
    }
}
