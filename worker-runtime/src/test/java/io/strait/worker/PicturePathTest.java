package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.strait.model.Stage;
import io.strait.schemas.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class PicturePathTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void refusesWhatIsBeyondItsCapacityButNeverFirstPreviews() throws Exception {
        try (PicturePath path = path(1)) {
            StageRun run = run();
            assertThat(path.offer(preview(run, 1))).isTrue();
            assertThat(path.offer(preview(run, 3))).isTrue();
            assertThat(path.offer(preview(run, 6))).isFalse();
            assertThat(path.offer(preview(run(), 1))).isTrue();
        }
    }

    @Test
    void keepsTheOrderWithinAJobAndLetsFirstPreviewsOvertake() throws Exception {
        try (PicturePath path = path(10)) {
            StageRun a = run();
            path.offer(preview(a, 1));
            path.offer(preview(a, 3));
            path.execute(() -> done.add("finish"));
            path.offer(preview(run(), 1));
            path.start();
            await().until(() -> done.size() == 4);
            assertThat(done).containsExactly("1", "1", "3", "finish");
        }
    }

    @Test
    void tellsOfABug() throws Exception {
        List<Throwable> bugs = new CopyOnWriteArrayList<>();
        try (PicturePath path = new PicturePath("pictures", previews -> {}, bugs::add, 1)) {
            path.execute(() -> {
                throw new IllegalStateException("a bug, made for the test");
            });
            path.start();
            await().until(() -> bugs.size() == 1);
        }
    }

    private PicturePath path(int capacity) {
        List<Throwable> bugs = new ArrayList<>();
        return new PicturePath(
                "pictures",
                previews -> previews.forEach(preview -> done.add(Integer.toString(preview.step()))),
                bugs::add,
                capacity);
    }

    private static PicturePath.Preview preview(StageRun run, int step) {
        return new PicturePath.Preview(run, Drawing.coarse(new int[16]), step, new CompletableFuture<>());
    }

    private static StageRun run() throws Admission.Refused {
        JobId id = Fixtures.id(0);
        return new Admission(new Fixtures.Program(Stage.TOP), Fixtures.manifest())
                .admit(id, Fixtures.job(Fixtures.spec(id, 64, 4, 1)), new Hold());
    }
}
