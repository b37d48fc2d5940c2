package io.strait.engine.probe;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Looks for shared libraries where the loader looks, by name and without loading them. */
final class NativeLibraries {
    private static final Path LOADER_CONFIGURATION = Path.of("/etc/ld.so.conf.d");
    private static final List<String> STANDARD = List.of(
            "/lib/x86_64-linux-gnu",
            "/usr/lib/x86_64-linux-gnu",
            "/lib/aarch64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/lib64",
            "/usr/lib64",
            "/lib",
            "/usr/lib");

    private final List<Path> directories;

    NativeLibraries(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    /** The loader's directories on this machine; {@code java.library.path} holds those of the environment. */
    static NativeLibraries ofThisMachine() {
        Set<Path> directories = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isBlank()) {
                directories.add(Path.of(entry));
            }
        }
        directories.addAll(configured(LOADER_CONFIGURATION));
        STANDARD.forEach(entry -> directories.add(Path.of(entry)));
        return new NativeLibraries(new ArrayList<>(directories));
    }

    /** Those of the names that are in none of the directories, in the given order. */
    List<String> missing(List<String> names) {
        return names.stream().filter(name -> !present(name)).toList();
    }

    boolean present(String name) {
        return directories.stream().anyMatch(directory -> Files.exists(directory.resolve(name)));
    }

    static List<Path> configured(Path configuration) {
        List<Path> directories = new ArrayList<>();
        if (!Files.isDirectory(configuration)) {
            return directories;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(configuration, "*.conf")) {
            for (Path file : files) {
                Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("/"))
                        .forEach(line -> directories.add(Path.of(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directories;
    }
}
