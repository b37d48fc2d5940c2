package io.strait.gateway.openai;

import io.strait.gateway.openai.LabelPart.Hit;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Nearest;
import io.strait.gateway.request.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * From plain words to one of a bundle's labels, {@code style/subject}: a label as it is written first, then its parts by name or by what
 * people call them. Thread-safe.
 */
final class PromptMatcher {
    private static final int NEAREST = 3;
    private static final int LONGEST_ECHO = 100;
    private static final int MOST_COMPARED = 20;
    /** What follows one of these says where or how, not what. */
    private static final Set<String> AFTER_THE_SUBJECT =
            Set.of("with", "in", "on", "under", "over", "behind", "beside", "near", "by", "against", "of", "for");

    private static final Comparator<Hit> BEST =
            Comparator.comparingInt(Hit::score).thenComparingInt(Hit::end);

    private final List<String> labels;
    private final List<LabelPart> styles;
    private final List<LabelPart> subjects;

    PromptMatcher(List<String> labels) {
        Map<String, List<List<String>>> table = Words.table();
        this.labels = List.copyOf(labels);
        this.styles = parts(labels.stream().map(PromptMatcher::style), table);
        this.subjects = parts(labels.stream().map(PromptMatcher::subject), table);
    }

    private static List<LabelPart> parts(Stream<String> names, Map<String, List<List<String>>> table) {
        return names.filter(name -> !name.isEmpty())
                .distinct()
                .map(name -> new LabelPart(name, Words.of(name), table.getOrDefault(name, List.of())))
                .toList();
    }

    private static String style(String label) {
        return label.contains("/") ? label.substring(0, label.indexOf('/')) : "";
    }

    private static String subject(String label) {
        return label.substring(label.indexOf('/') + 1);
    }

    /**
     * The label that the prompt names. Without a style, or with one in which there is no such subject: the bundle's first label with the
     * subject.
     *
     * @throws InvalidRequestException with the nearest labels, if no word names a subject
     */
    String match(String prompt) {
        return exact(prompt).or(() -> byParts(prompt)).orElseThrow(() -> none(prompt));
    }

    private Optional<String> exact(String prompt) {
        String text = prompt.strip().toLowerCase(Locale.ROOT);
        return labels.stream()
                .filter(label -> text.equals(label.toLowerCase(Locale.ROOT)))
                .findFirst()
                .or(() -> Stream.of(text.split("[^\\p{L}\\p{N}/_-]+"))
                        .filter(word -> word.contains("/") && labels.contains(word))
                        .findFirst());
    }

    private Optional<String> byParts(String prompt) {
        List<String> all = Words.of(prompt);
        int cut = 0;
        while (cut < all.size() && !AFTER_THE_SUBJECT.contains(all.get(cut))) {
            cut++;
        }
        List<String> head = all.subList(0, cut);
        return subject(head)
                .or(() -> subject(all))
                .flatMap(found -> label(found.part().name(), all));
    }

    private Optional<Hit> subject(List<String> text) {
        return subjects.stream()
                .map(part -> part.in(text))
                .filter(Objects::nonNull)
                .reduce((a, b) -> BEST.compare(b, a) > 0 ? b : a);
    }

    private Optional<String> label(String subject, List<String> text) {
        return styles.stream()
                .map(part -> part.in(text))
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt(Hit::score).reversed())
                .map(hit -> hit.part().name() + "/" + subject)
                .filter(labels::contains)
                .findFirst()
                .or(() -> labels.stream()
                        .filter(label -> subject(label).equals(subject))
                        .findFirst());
    }

    private InvalidRequestException none(String prompt) {
        String shown = prompt.length() <= LONGEST_ECHO ? prompt : prompt.substring(0, LONGEST_ECHO) + "…";
        return new InvalidRequestException(List.of(new Problem(
                "prompt",
                "words that name one of the " + labels.size() + " classes (GET /v1/labels)",
                shown,
                nearest(prompt))));
    }

    /** Labels of the subjects that have a name most like one of the words, in the style named, if one is. */
    private List<String> nearest(String prompt) {
        List<String> text = Words.of(prompt);
        return subjects.stream()
                .sorted(Comparator.comparingInt(part -> distance(part, text)))
                .limit(NEAREST)
                .flatMap(part -> label(part.name(), text).stream())
                .toList();
    }

    private static int distance(LabelPart part, List<String> text) {
        return Stream.concat(part.words().stream(), part.phrases().stream().flatMap(List::stream))
                .distinct()
                .flatMapToInt(name -> text.stream().limit(MOST_COMPARED).mapToInt(word -> Nearest.distance(name, word)))
                .min()
                .orElse(0);
    }
}
