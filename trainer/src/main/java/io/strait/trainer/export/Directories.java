package io.strait.trainer.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that appear whole or not at all. */
final class Directories {
    private Directories() {}

    /** Moves a finished folder to its place on the same file system; what was there is deleted afterwards. */
    static void replace(Path target, Path finished) throws IOException {
        // Temporary folders are private; this one is to be read by other processes.
        if (Files.getFileStore(finished).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(finished, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path old = finished.resolveSibling(finished.getFileName() + ".old");
        boolean replaced = Files.exists(target);
        if (replaced) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
        if (replaced) {
            delete(old);
        }
    }

    /** Deletes a folder with all it holds, if it is there. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
