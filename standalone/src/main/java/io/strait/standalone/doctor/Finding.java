package io.strait.standalone.doctor;

/**
 * One thing that was looked at.
 *
 * @param good whether it is as it must be; what is merely absent and not needed is good
 * @param name what it is
 * @param detail what was found
 */
public record Finding(boolean good, String name, String detail) {
    static Finding good(String name, String detail) {
        return new Finding(true, name, detail);
    }

    static Finding bad(String name, String detail) {
        return new Finding(false, name, detail);
    }
}
