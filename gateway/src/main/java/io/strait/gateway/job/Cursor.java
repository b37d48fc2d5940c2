package io.strait.gateway.job;

import io.strait.schemas.avro.StageName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader has come in one job's stream. Good at any gateway, opaque to clients.
 *
 * @param partition partition of the job in both topics
 * @param nextEvent offset in {@code events} of the first record not yet read; 0 before the first
 * @param nextPreview offset in {@code previews} of the first record not yet read; 0 before the first
 * @param stage stage of the latest preview, null before the first
 * @param step its step, 0 before the first
 */
public record Cursor(
        int partition,
        long nextEvent,
        long nextPreview,
        @Nullable StageName stage,
        int step) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,6})\\.(\\d{1,18})\\.(\\d{1,18})\\.(none|top|bottom|upsampler)\\.(\\d{1,6})");

    /** Before a job's first record. */
    public static Cursor start(int partition) {
        return new Cursor(partition, 0, 0, null, 0);
    }

    /** Reads what {@link #toString} wrote; empty for anything else. */
    public static Optional<Cursor> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        String stage = m.group(4);
        return Optional.of(new Cursor(
                Integer.parseInt(m.group(1)),
                Long.parseLong(m.group(2)),
                Long.parseLong(m.group(3)),
                stage.equals("none") ? null : StageName.valueOf(stage.toUpperCase(Locale.ROOT)),
                Integer.parseInt(m.group(5))));
    }

    Cursor afterEvent(long offset) {
        return new Cursor(partition, Math.max(nextEvent, offset + 1), nextPreview, stage, step);
    }

    Cursor afterPreview(long offset, StageName atStage, int atStep) {
        return new Cursor(partition, nextEvent, Math.max(nextPreview, offset + 1), atStage, atStep);
    }

    /** Whether a preview of this stage and step is further than the latest one. */
    boolean isBefore(StageName otherStage, int otherStep) {
        if (stage == null) {
            return true;
        }
        int order = otherStage.compareTo(stage);
        return order > 0 || (order == 0 && otherStep > step);
    }

    @Override
    public String toString() {
        String name = stage == null ? "none" : stage.name().toLowerCase(Locale.ROOT);
        return partition + "." + nextEvent + "." + nextPreview + "." + name + "." + step;
    }
}
