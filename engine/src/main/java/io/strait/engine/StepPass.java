package io.strait.engine;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A decoding step. */
final class StepPass implements Pass<StepPass.Job, StepPass.Sampled> {
    /** @param given what follows from the job's finished grids, where the graph is in two parts */
    record Job(StepRequest request, @Nullable Given given) {}

    /** What one job gets. */
    static final class Sampled {
        private final int[] ids;
        private final float[] logProbabilities;

        private Sampled(int[] ids, float[] logProbabilities) {
            this.ids = ids;
            this.logProbabilities = logProbabilities;
        }

        int[] ids() {
            return ids;
        }

        float[] logProbabilities() {
            return logProbabilities;
        }
    }

    private final TokenGrid grid;
    private final BundleManifest manifest;
    private final StepLayout layout;

    StepPass(TokenGrid grid, BundleManifest manifest, StepLayout layout) {
        this.grid = grid;
        this.manifest = manifest;
        this.layout = layout;
    }

    @Override
    public int tokens(Job job) {
        return job.request.rows() * manifest.tokens(grid);
    }

    @Override
    public void write(List<Job> jobs, PassInputs inputs) {
        layout.write(
                new StepBatch(grid, jobs.stream().map(Job::request).toList()),
                jobs.stream().map(Job::given).filter(Objects::nonNull).toList(),
                inputs);
    }

    @Override
    public List<Sampled> read(List<Job> jobs, PassOutputs outputs) {
        int tokens = manifest.tokens(grid);
        int[][] ids = outputs.ints("id", jobs.size(), tokens);
        for (int[] sampled : ids) {
            StepLayout.checkIds(grid.graph().wireName() + " output id", sampled, tokens, manifest.maskId() - 1);
        }
        float[][] logProbabilities = outputs.floats("logp", jobs.size(), tokens);
        return IntStream.range(0, jobs.size())
                .mapToObj(job -> new Sampled(ids[job], logProbabilities[job]))
                .toList();
    }
}
