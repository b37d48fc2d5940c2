package io.strait.bench.gateway.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bench that started this process: hears when it is ready, asks for its memory, and ends it by going away. */
final class Parent {
    private static final int COLLECTIONS = 3;
    private static final long KIBI = 1024;

    private Parent() {}

    /** Says ready, with what the bench must know, and answers until the bench is gone. */
    static void answer(String ready) throws IOException {
        System.out.println("ready " + ready);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(command.equals("memory") ? memory() : "unknown");
        }
    }

    /** Heap in use after a full collection, and resident memory, in bytes. */
    private static String memory() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        String resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .findFirst()
                .orElse("0");
        return (runtime.totalMemory() - runtime.freeMemory()) + " " + Long.parseLong(resident) * KIBI;
    }
}
