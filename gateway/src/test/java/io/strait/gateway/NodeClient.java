package io.strait.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The API's official client for Node.js: runs the scenarios of src/test/node, each in a process of its own. */
final class NodeClient {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");
    private static final int INSTALL_MINUTES = 5;
    private static final int PATIENCE_SECONDS = 60;

    private final String node;

    private NodeClient(String node) {
        this.node = node;
    }

    /** Installs what the lock file says, unless that is there already. */
    static NodeClient install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        Path lock = Path.of("package-lock.json");
        boolean current = Files.exists(INSTALLED.resolve("installed"))
                && Files.mismatch(SOURCES.resolve(lock), INSTALLED.resolve("installed")) < 0;
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!current) {
            npm("ci", "--no-audit", "--no-fund", "--prefer-offline");
            Files.copy(SOURCES.resolve(lock), INSTALLED.resolve("installed"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new NodeClient(node());
    }

    private static void npm(String... arguments) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(Stream.concat(Stream.of("npm"), Arrays.stream(arguments))
                            .toList())
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(INSTALLED.resolve("npm.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("npm: expected on the path (Debian, Ubuntu: apt-get install npm)", e);
        }
        if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(
                    "npm ci: expected to succeed, said " + Files.readString(INSTALLED.resolve("npm.log")));
        }
    }

    /** The one that came along, else the system's: the client asks for version 22, Debian 12 has 18. */
    private static String node() throws IOException {
        try (Stream<Path> found = Files.list(INSTALLED.resolve("node_modules"))) {
            return found.filter(folder -> folder.getFileName().toString().startsWith("node-"))
                    .map(folder -> folder.resolve(Path.of("bin", "node"))
                            .toAbsolutePath()
                            .toString())
                    .findFirst()
                    .orElse("node");
        }
    }

    /** Starts a scenario: an exported function of that name. */
    Run start(String scenario, URI base) {
        try {
            return new Run(new ProcessBuilder(List.of(node, "run.mjs", base.toString(), scenario))
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(scenario, e);
        }
    }

    /** A scenario under way. */
    static final class Run implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        private Run(Process process) {
            this.process = process;
            this.output = process.inputReader(StandardCharsets.UTF_8);
        }

        /** Its next line. */
        String hear() throws IOException {
            return String.valueOf(output.readLine());
        }

        /** Writes it a line. */
        void say(String text) throws IOException {
            Writer input = process.outputWriter(StandardCharsets.UTF_8);
            input.write(text + "\n");
            input.flush();
        }

        /** Waits for its end; all that it says from now on is the message if it fails. */
        void succeeds() throws IOException, InterruptedException {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("scenario: expected to end within " + PATIENCE_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(String.join("\n", output.lines().toList()));
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
