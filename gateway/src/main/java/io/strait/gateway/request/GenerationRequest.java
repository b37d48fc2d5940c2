package io.strait.gateway.request;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridSettings;
import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.OutputFormat;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A checked request for one image, with everything the client left out filled in from the bundle.
 *
 * @param label name of the class
 * @param labelIndex its index in the bundle
 * @param seed any 64-bit number
 * @param size side of the image in pixels
 * @param settings how each grid is decoded; all grids are present whatever the size
 * @param previewEvery a preview after every n-th step; 0: none
 * @param format file format of the finished image
 * @param priority whether it goes first or takes what is left
 * @param deadline time from acceptance until nobody waits for the image any more
 */
public record GenerationRequest(
        String label,
        int labelIndex,
        long seed,
        int size,
        Map<TokenGrid, GridSettings> settings,
        int previewEvery,
        OutputFormat format,
        Priority priority,
        Duration deadline) {
    /** Copies the map. */
    public GenerationRequest {
        settings = Map.copyOf(new EnumMap<>(settings));
    }

    /** The same with another seed and other previews. */
    public GenerationRequest with(long otherSeed, int otherPreviewEvery) {
        return new GenerationRequest(
                label, labelIndex, otherSeed, size, settings, otherPreviewEvery, format, priority, deadline);
    }

    /** How a grid is decoded. */
    public GridSettings settings(TokenGrid grid) {
        return Objects.requireNonNull(settings.get(grid));
    }

    /**
     * What the workers are asked.
     *
     * @param id its milliseconds are when it was accepted
     */
    public JobSpec job(JobId id, BundleManifest bundle, String tenant) {
        return JobSpec.newBuilder()
                .setPriority(priority)
                .setTenant(tenant)
                .setJobId(id.toString())
                .setBundleHash(bundle.hash())
                .setLabel(labelIndex)
                .setLabelName(label)
                .setSeed(seed)
                .setSize(size)
                .setPlan(new DecodePlan(
                        plan(TokenGrid.TOP),
                        plan(TokenGrid.BOTTOM),
                        plan(TokenGrid.UPSAMPLER_TOP),
                        plan(TokenGrid.UPSAMPLER_BOTTOM)))
                .setFormat(format.text())
                .setPreviewEvery(previewEvery)
                .setCreatedAt(id.millis())
                .setDeadline(id.millis() + deadline.toMillis())
                .build();
    }

    private GridPlan plan(TokenGrid grid) {
        GridSettings own = settings(grid);
        return new GridPlan(
                own.steps(),
                own.guidanceScale(),
                own.temperature(),
                own.gumbel(),
                own.schedule().name(),
                own.order().text());
    }
}
