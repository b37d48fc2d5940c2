package io.strait.trainer.data;

/** Which images are held out: 5 % of the stems, over all labels, so that no variant of a held-out thing is trained on. */
public final class Split {
    private static final int ONE_IN = 20;

    private Split() {}

    /** Whether images of this stem are held out. */
    public static boolean isValidation(String stem) {
        int h = 0x811c9dc5;
        for (int i = 0; i < stem.length(); i++) {
            h = (h ^ stem.charAt(i)) * 0x01000193;
        }
        h = (h ^ (h >>> 15)) * 0x5bd1e995;
        return Integer.remainderUnsigned(h ^ (h >>> 13), ONE_IN) == 0;
    }
}
