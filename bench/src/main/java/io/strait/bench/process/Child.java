package io.strait.bench.process;

import io.strait.bench.pipeline.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that belongs to the bench. */
public final class Child implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final String READY = "ready ";

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final String ready;

    /** Heap in use after a full collection, and resident memory, in bytes. */
    public record Memory(long heapBytes, long residentBytes) {}

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.ready = await(READY).substring(READY.length());
    }

    /**
     * Starts a process and waits until it says that it is ready.
     *
     * @param options of its Java machine
     * @param environment added to this process's own
     */
    public static Child start(
            Class<?> main, List<String> options, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Dlogback.configurationFile=io/strait/bench/logback.xml");
        command.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        // The class path is in the environment where the launcher started us.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BenchException(main.getSimpleName() + ": cannot be started", e);
        }
        try {
            return new Child(main.getSimpleName(), process);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** It, as the system knows it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it said when it was ready. */
    public String ready() {
        return ready;
    }

    /** Collects its garbage, and asks for its memory. */
    public Memory memory() {
        try {
            OutputStream out = process.getOutputStream();
            out.write("memory\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            throw new BenchException(name + ": has ended", e);
        }
        String[] numbers = await("").split(" ", 2);
        return new Memory(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    /** The next line that begins like this. */
    private String await(String prefix) {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                String next = answers.readLine();
                while (next != null && !next.startsWith(prefix)) {
                    next = answers.readLine();
                }
                return next == null ? "" : next;
            } catch (IOException e) {
                return "";
            }
        });
        try {
            String answer = line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!answer.isEmpty()) {
                return answer;
            }
        } catch (TimeoutException e) {
            throw new BenchException(name + ": expected an answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new BenchException(name + ": cannot be heard", e);
        }
        throw new BenchException(name + ": expected it to run, got its end");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
