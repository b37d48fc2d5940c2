package io.strait.schemas.job;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file format that an image is asked for in. As text, in a job: {@code png}, {@code jpeg;q=90}, {@code webp;q=90}. Workers from before
 * there were others than PNG refuse the others.
 *
 * @param name one of {@link #NAMES}
 * @param quality 0, small, to 100, good; always 100 for png, which loses nothing
 */
public record OutputFormat(String name, int quality) {
    /** Every format. */
    public static final List<String> NAMES = List.of("png", "jpeg", "webp");

    /** The one without loss, and the default. */
    public static final OutputFormat PNG = new OutputFormat("png", 100);

    private static final Pattern TEXT = Pattern.compile("(jpeg|webp);q=([0-9]{1,3})");

    /** @throws IllegalArgumentException if there is no such format */
    public OutputFormat {
        if (!NAMES.contains(name) || quality < 0 || quality > 100 || (lossless(name) && quality != 100)) {
            throw new IllegalArgumentException("format: expected png with quality 100, or jpeg or webp with quality "
                    + "0 to 100, got " + name + " with " + quality);
        }
    }

    private static boolean lossless(String name) {
        return name.equals("png");
    }

    /** Whether there is no loss, and so only one quality. */
    public boolean lossless() {
        return lossless(name);
    }

    /**
     * Reads {@link #text()}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static OutputFormat parse(String text) {
        Matcher lossy = TEXT.matcher(text);
        return lossy.matches()
                ? new OutputFormat(lossy.group(1), Integer.parseInt(lossy.group(2)))
                : new OutputFormat(text, 100);
    }

    /** As a job has it. */
    public String text() {
        return lossless() ? name : name + ";q=" + quality;
    }
}
