package io.strait.gateway.openai.batch;

import java.util.Arrays;

/** Numbers, each in about 16 bytes: a set of boxed ones takes four times that. */
final class LongSet {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private long[] slots = new long[1 << 10];
    private boolean zero;
    private int size;

    /** Whether it was not there. */
    boolean add(long value) {
        if (value == 0) {
            boolean fresh = !zero;
            zero = true;
            return fresh;
        }
        if (size * 2 >= slots.length) {
            grow();
        }
        return put(value);
    }

    private boolean put(long value) {
        int at = (int) ((value * MIX) >>> 32) & (slots.length - 1);
        while (slots[at] != 0) {
            if (slots[at] == value) {
                return false;
            }
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = value;
        size++;
        return true;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        size = 0;
        Arrays.stream(old).filter(value -> value != 0).forEach(this::put);
    }
}
