package io.strait.worker;

import io.strait.engine.image.EncodedImage;
import io.strait.engine.image.ImageCodec;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.avro.StageName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Draws previews and writes them. Runs on the side path. */
final class Previews {
    private final Passes passes;
    private final StageName stage;
    private final Ledger ledger;
    private final WorkerMetrics metrics;
    private final ImageCodec codec = new ImageCodec();

    Previews(Passes passes, StageName stage, Ledger ledger, WorkerMetrics metrics) {
        this.passes = passes;
        this.stage = stage;
        this.ledger = ledger;
        this.metrics = metrics;
    }

    /** Draws previews that are alike in one pass, and writes each. */
    void publish(List<PicturePath.Preview> due) {
        List<PicturePath.Preview> wanted = new ArrayList<>();
        for (PicturePath.Preview preview : due) {
            if (preview.run().hold().open()) {
                wanted.add(preview);
            } else {
                preview.written().complete(null);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        byte[][] pictures =
                passes.draw(wanted.stream().map(PicturePath.Preview::drawing).toList());
        for (int i = 0; i < pictures.length; i++) {
            write(wanted.get(i), pictures[i]);
        }
    }

    private void write(PicturePath.Preview preview, byte[] rgb) {
        StageRun run = preview.run();
        int pixels = preview.drawing().pixels();
        EncodedImage image = codec.preview(rgb, pixels, pixels);
        Preview record = new Preview(
                run.id().toString(),
                ledger.now(),
                stage,
                preview.step(),
                run.steps(),
                image.format(),
                image.width(),
                image.height(),
                ByteBuffer.wrap(image.bytes()));
        CompletableFuture<Void> unused = ledger.preview(run.id(), record).handle((acked, failure) -> {
            if (failure == null) {
                metrics.previewPublished();
            } else {
                // Nobody's image depends on it, and the end of the stage will find the same trouble and deal with it.
                metrics.previewFailed();
            }
            preview.written().complete(null);
            return null;
        });
    }
}
