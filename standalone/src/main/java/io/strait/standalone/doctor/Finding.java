package io.strait.standalone.doctor;

/**
 * One thing that was looked at.
 *
 * @param state how it is
 * @param name what it is
 * @param detail what was found
 */
public record Finding(State state, String name, String detail) {
    /** What became of looking. */
    public enum State {
        /** As it must be. */
        GOOD("ok"),
        /** Not there, and not needed. */
        ABSENT("-"),
        /** Needed, and not as it must be. */
        BAD("BAD");

        private final String mark;

        State(String mark) {
            this.mark = mark;
        }

        /** A few letters for the margin. */
        public String mark() {
            return mark;
        }
    }

    static Finding good(String name, String detail) {
        return new Finding(State.GOOD, name, detail);
    }

    static Finding bad(String name, String detail) {
        return new Finding(State.BAD, name, detail);
    }
}
