package io.strait.worker.upsampler;

import io.strait.worker.StageProgram;
import io.strait.worker.WorkerMain;

/** The upsampler stage as a process of its own. */
public final class UpsamplerWorker {
    private UpsamplerWorker() {}

    /** What is particular to the stage. */
    public static StageProgram program() {
        return new UpsamplerProgram();
    }

    /** Runs until the process is told to end; settings come from the environment. */
    public static void main(String[] args) {
        int code = WorkerMain.run(program(), System.getenv());
        if (code != 0) {
            System.exit(code);
        }
    }
}
