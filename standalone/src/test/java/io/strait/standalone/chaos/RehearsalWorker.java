package io.strait.standalone.chaos;

import io.strait.worker.Rehearsal;
import io.strait.worker.StageProgram;
import io.strait.worker.WorkerMain;
import io.strait.worker.bottom.BottomWorker;
import io.strait.worker.top.TopWorker;
import io.strait.worker.upsampler.UpsamplerWorker;
import java.time.Duration;

/** A worker without a network as a process of its own, which the poison job ends without warning; REHEARSAL_STAGE, REHEARSAL_PASS_MILLIS. */
final class RehearsalWorker {
    /** Seed of the poison job. */
    static final long POISON = 666;

    private static final int CRASHED = 86;

    private RehearsalWorker() {}

    /** Serves until the process ends. */
    public static void main(String[] arguments) {
        StageProgram program = switch (System.getenv("REHEARSAL_STAGE")) {
            case "top" -> TopWorker.program();
            case "bottom" -> BottomWorker.program();
            default -> UpsamplerWorker.program();
        };
        Duration pass = Duration.ofMillis(Long.parseLong(System.getenv("REHEARSAL_PASS_MILLIS")));
        int code = WorkerMain.rehearse(program, System.getenv(), new Rehearsal(pass, RehearsalWorker::crash));
        System.exit(code);
    }

    private static void crash(long seed) {
        if (seed == POISON) {
            Runtime.getRuntime().halt(CRASHED);
        }
    }
}
