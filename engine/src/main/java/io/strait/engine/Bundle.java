package io.strait.engine;

import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphFile;
import io.strait.model.bundle.GraphName;
import io.strait.model.bundle.InvalidBundleException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A trained model on disk whose files are what its manifest says. */
public final class Bundle {
    private static final String MANIFEST = "bundle.json";

    private final Path directory;
    private final BundleManifest manifest;

    private Bundle(Path directory, BundleManifest manifest) {
        this.directory = directory;
        this.manifest = manifest;
    }

    /**
     * Opens a bundle: reads its manifest, and the size and SHA-256 of every file.
     *
     * @param directory the bundle's directory
     * @throws InvalidBundleException with every problem, each naming its file or field
     */
    public static Bundle open(Path directory) {
        Path manifestFile = directory.resolve(MANIFEST);
        byte[] json;
        try {
            json = Files.readAllBytes(manifestFile);
        } catch (IOException e) {
            throw new InvalidBundleException(
                    directory.toString(), List.of(MANIFEST + ": expected a readable file, got " + reason(e)));
        }
        Bundle bundle = new Bundle(directory, BundleManifest.parse(json));
        List<String> problems = new ArrayList<>();
        for (GraphName graph : GraphName.values()) {
            bundle.problem(bundle.manifest.graph(graph)).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new InvalidBundleException(directory.toString(), problems);
        }
        return bundle;
    }

    /** What it says of itself. */
    public BundleManifest manifest() {
        return manifest;
    }

    /** Where a graph is. */
    public Path file(GraphName graph) {
        return directory.resolve(manifest.graph(graph).file());
    }

    private Optional<String> problem(GraphFile expected) {
        Path file = directory.resolve(expected.file());
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.of(expected.file() + ": expected a file, got none");
            }
            long bytes = Files.size(file);
            if (bytes != expected.bytes()) {
                return Optional.of(expected.file() + ": expected " + expected.bytes() + " bytes, got " + bytes);
            }
            String hash = sha256(file);
            if (!hash.equals(expected.sha256())) {
                return Optional.of(expected.file() + ": expected SHA-256 " + expected.sha256() + ", got " + hash);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(expected.file() + ": expected a readable file, got " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName();
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: every Java platform has it", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
