package io.strait.gateway.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one range of bytes that a Range header asks for (RFC 9110, section 14.2).
 *
 * @param first index of the first byte
 * @param last index of the last byte; before the first one if the content has no such bytes
 */
record ByteRange(int first, int last) {
    private static final Pattern ONE = Pattern.compile("bytes\\s*=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

    /**
     * Reads a header.
     *
     * @param length of the whole content in bytes
     * @return null for what may be answered with the whole content: no header, another unit, several ranges, or nonsense
     */
    static @Nullable ByteRange of(@Nullable String header, int length) {
        Matcher range = ONE.matcher(header == null ? "" : header.toLowerCase(Locale.ROOT));
        if (!range.matches()) {
            return null;
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? null : suffix(Long.parseLong(to), length);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return null;
        }
        return first < length ? new ByteRange((int) first, (int) Math.min(last, length - 1L)) : none();
    }

    private static ByteRange suffix(long bytes, int length) {
        return bytes == 0 || length == 0 ? none() : new ByteRange((int) Math.max(0, length - bytes), length - 1);
    }

    private static ByteRange none() {
        return new ByteRange(0, -1);
    }

    /** Whether the content has such bytes. */
    boolean satisfiable() {
        return last >= first;
    }
}
