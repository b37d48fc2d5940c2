package io.strait.trainer.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether checkpoints will fit on the disk, asked before hours are spent. */
final class Room {
    /** A checkpoint is written beside the one before; sheets and metrics are small. */
    private static final int COPIES = 2;

    private static final long REST = 16L << 20;

    private Room() {}

    /**
     * Looks at the file system of a folder.
     *
     * @throws IOException if there is too little room
     */
    static void check(Path folder, Map<String, float[]> state) throws IOException {
        long floats = state.values().stream().mapToLong(array -> array.length).sum();
        check(
                folder,
                COPIES * Float.BYTES * floats + REST,
                Files.getFileStore(folder).getUsableSpace());
    }

    static void check(Path folder, long needed, long free) throws IOException {
        if (free < needed) {
            throw new IOException(folder + ": expected " + (needed >> 20) + " MiB free for checkpoints, got "
                    + (free >> 20) + " MiB");
        }
    }
}
