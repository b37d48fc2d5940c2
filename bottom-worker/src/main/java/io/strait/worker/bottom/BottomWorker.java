package io.strait.worker.bottom;

import io.strait.worker.StageProgram;
import io.strait.worker.WorkerMain;

/** The bottom stage as a process of its own. */
public final class BottomWorker {
    private BottomWorker() {}

    /** What is particular to the stage. */
    public static StageProgram program() {
        return new BottomProgram();
    }

    /** Runs until the process is told to end; settings come from the environment. */
    public static void main(String[] args) {
        int code = WorkerMain.run(program(), System.getenv());
        if (code != 0) {
            System.exit(code);
        }
    }
}
