package io.strait.gateway.openai;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of labels, a style or a subject, and how it is recognised.
 *
 * @param name as in the labels
 * @param words of the name
 * @param phrases other names, each as its words
 */
record LabelPart(String name, List<String> words, List<List<String>> phrases) {
    /**
     * How well a text names the part.
     *
     * @param score at least 1; more where more words agree
     * @param end index after the last word that agrees
     */
    record Hit(LabelPart part, int score, int end) {}

    /** Looks for the part's own words, all or some, in any order, and for its other names, word by word; null if nothing agrees. */
    @Nullable
    Hit in(List<String> text) {
        int count = 0;
        int end = 0;
        for (String word : words) {
            int at = text.lastIndexOf(word);
            count += at < 0 ? 0 : 1;
            end = Math.max(end, at + 1);
        }
        // The whole name counts for more than another name as long, and that for more than a piece of the name.
        int score = count == words.size() ? 2 * count + 1 : count;
        for (List<String> phrase : phrases) {
            int at = Collections.lastIndexOfSubList(text, phrase);
            if (at >= 0 && (2 * phrase.size() > score || (2 * phrase.size() == score && at + phrase.size() > end))) {
                score = 2 * phrase.size();
                end = at + phrase.size();
            }
        }
        return score == 0 ? null : new Hit(this, score, end);
    }
}
