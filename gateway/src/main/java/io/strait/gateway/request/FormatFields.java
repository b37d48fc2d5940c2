package io.strait.gateway.request;

import io.strait.schemas.job.OutputFormat;

/** The file format of an image, in the two fields that each API has for it under names of its own. */
public final class FormatFields {
    private static final int BEST = 100;

    private FormatFields() {}

    /**
     * Reads both fields; PNG unless said otherwise. Problems are reported to the fields.
     *
     * @param format name of the field with the format's name
     * @param quality name of the field with a number from 0, small, to 100, good
     */
    public static OutputFormat read(Fields fields, String format, String quality) {
        String name = fields.oneOf(format, OutputFormat.NAMES);
        Integer wanted = fields.integer(quality, 0, BEST);
        OutputFormat best = new OutputFormat(name == null ? OutputFormat.PNG.name() : name, BEST);
        if (wanted == null || wanted == BEST) {
            return best;
        }
        if (best.lossless()) {
            // A wrong format has been reported; this would only repeat it.
            if (name != null || fields.value(format) == null) {
                fields.report(quality, BEST + ", or a format other than png", fields.value(quality));
            }
            return best;
        }
        return new OutputFormat(best.name(), wanted);
    }
}
