package io.strait.standalone.capacity;

/**
 * How long a pass takes, as measured: a part that does not depend on the jobs in it, and one for each.
 *
 * @param fixedMillis at least 0
 * @param perJobMillis at least 0
 */
public record PassTime(double fixedMillis, double perJobMillis) {
    /** Checks that a pass of one job takes any time. */
    public PassTime {
        if (!(fixedMillis >= 0 && perJobMillis >= 0 && fixedMillis + perJobMillis > 0)) {
            throw new IllegalArgumentException(
                    "pass: expected FIXED+EACH milliseconds, not below 0 and not both 0, got " + fixedMillis + "+"
                            + perJobMillis);
        }
    }

    /** Reads {@code FIXED+EACH}, for example {@code 4.5+11}. */
    public static PassTime parse(String text) {
        String[] parts = text.split("\\+", -1);
        try {
            if (parts.length == 2) {
                return new PassTime(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException("pass: expected FIXED+EACH milliseconds, got " + text);
    }

    /** Of a pass of so many jobs. */
    double millis(int jobs) {
        return fixedMillis + perJobMillis * jobs;
    }
}
