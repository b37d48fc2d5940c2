package io.strait.gateway.tenant;

import java.util.regex.Pattern;

/** Names of tenants: they are in records, log lines and files. */
public final class TenantName {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private TenantName() {}

    /** Whether it is one. */
    public static boolean matches(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Checks a name.
     *
     * @param field what it is called where it stands
     * @throws IllegalArgumentException if it is none
     */
    public static String check(String field, String name) {
        if (!matches(name)) {
            throw new IllegalArgumentException(
                    field + ": expected 1 to 64 letters, digits and . _ - beginning with a letter or digit, got "
                            + name.substring(0, Math.min(name.length(), 80)));
        }
        return name;
    }
}
