package io.strait.bench.process;

import io.strait.bench.command.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The bench that started this process: hears when it is ready, asks for its memory, and ends it by going away. */
final class Parent {
    private static final int COLLECTIONS = 3;

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
    private static String memory() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long resident = Machine.residentBytes(ProcessHandle.current().pid());
        return (runtime.totalMemory() - runtime.freeMemory()) + " " + resident;
    }
}
