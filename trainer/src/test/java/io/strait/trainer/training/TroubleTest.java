package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in long runs: loss that is no number, a disk that is full. The last checkpoint always stays. */
class TroubleTest {
    @TempDir
    private Path folder = Path.of("");

    private final PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    /** Counts its steps; the loss of one of them is no number. */
    private static final class Counting implements Trainee {
        private final long bad;
        private float count;

        private Counting(long bad) {
            this.bad = bad;
        }

        @Override
        public String kind() {
            return "counting";
        }

        @Override
        public List<String> figures() {
            return List.of("loss");
        }

        @Override
        public double[] step(long step, long steps, double rate) {
            count++;
            return new double[] {step == bad ? Double.NaN : 1};
        }

        @Override
        public LearningRate schedule(double peak) {
            return new LearningRate(peak, 1, 0);
        }

        @Override
        public Map<String, float[]> state() {
            return Map.of("count", new float[] {count});
        }

        @Override
        public void restore(Checkpoint from) {
            count = from.array("count")[0];
        }

        @Override
        public Checkpoint.Facts facts(long step, double seconds, Map<String, Double> metrics) {
            return new Checkpoint.Facts(kind(), "tiny", step, 1, seconds, List.of(), metrics, "");
        }

        @Override
        public Map<String, Double> validate(Path sheet, boolean thorough) {
            return Map.of("count", (double) count);
        }
    }

    private long run(long bad, long steps, boolean resume) throws IOException {
        RunOptions options =
                new RunOptions(folder, steps, Duration.ZERO, steps, 1, 1, 1, resume, Duration.ofHours(1), false);
        return new TrainingLoop(new Counting(bad), options, quiet).run();
    }

    @Test
    void aLossThatIsNoNumberEndsTheRunAndKeepsTheCheckpoint() throws IOException {
        run(-1, 3, false);
        byte[] before = Files.readAllBytes(folder.resolve("counting.ckpt"));
        assertThatThrownBy(() -> run(5, 9, true))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("counting: expected a finite loss at step 5, got NaN; the last checkpoint is");
        assertThat(Files.readAllBytes(folder.resolve("counting.ckpt"))).isEqualTo(before);
    }

    @Test
    void aCheckpointThatCannotBeWrittenLeavesTheOneBefore() throws IOException {
        run(-1, 3, false);
        Path file = folder.resolve("counting.ckpt");
        byte[] before = Files.readAllBytes(file);
        // nothing can be written where a folder is
        Files.createDirectories(folder.resolve("counting.ckpt.part/in the way"));
        assertThatThrownBy(() -> run(-1, 9, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("counting.ckpt: expected to write a checkpoint of 0 MiB")
                .hasMessageEndingWith("the one before is kept");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void tooLittleRoomIsSaidBeforehand() {
        assertThatThrownBy(() -> Room.check(folder, 5L << 20, 3L << 20))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("expected 5 MiB free for checkpoints, got 3 MiB");
    }
}
