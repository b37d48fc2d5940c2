package io.strait.worker;

import io.strait.engine.StepCondition;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.job.JobId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** A tiny bundle's manifest, jobs for it, and the three stages as one class. */
final class Fixtures {
    static final int CODES = 64;
    private static final Random RANDOM = new Random(1);

    static {
        // the first codec tells Avro which classes to trust: copies of records are made of them
        Codecs unused = Codecs.create();
    }

    private Fixtures() {}

    /** Image side 64: grids of 4, 8, 8 and 16. */
    static BundleManifest manifest() {
        return manifest("tiny");
    }

    /** The same under another name, which has topics of its own. */
    static BundleManifest manifest(String name) {
        return BundleManifest.parse(manifestFile(name));
    }

    /** What its bundle.json holds; the graphs it names are nowhere. */
    static byte[] manifestFile(String name) {
        String settings = "{'steps':4,'guidanceScale':1.5,'temperature':0.9,'gumbel':3.0,'schedule':'cosine'}";
        String defaults = Arrays.stream(TokenGrid.values())
                .map(grid -> "'" + grid.wireName() + "':" + settings)
                .collect(Collectors.joining(","));
        String graphs = Arrays.stream(GraphName.values())
                .map(graph -> "'" + graph.wireName() + "':{'file':'" + graph.wireName() + ".onnx','sha256':'"
                        + "0".repeat(64) + "','bytes':1}")
                .collect(Collectors.joining(","));
        String json =
                "{'format':1,'name':'" + name + "','codebookSize':" + CODES + ",'imageSize':64,'upsampledSize':128,"
                        + "'grids':{'top':4,'bottom':8,'upsampler-top':8,'upsampler-bottom':16},'labels':['a','b'],"
                        + "'defaults':{" + defaults + "},'graphs':{" + graphs + "},"
                        + "'licences':[{'name':'none','version':'1','spdx':'Apache-2.0'}],'training':{}}";
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static JobId id(int partition) {
        return JobId.create(partition, System.currentTimeMillis(), RANDOM);
    }

    static JobSpec spec(JobId id, int size, int topSteps, int previewEvery) {
        return spec(manifest(), id, size, topSteps, previewEvery);
    }

    static JobSpec spec(BundleManifest manifest, JobId id, int size, int topSteps, int previewEvery) {
        GridPlan few = new GridPlan(4, 1.5, 0.9, 3.0, "cosine", "confidence");
        return JobSpec.newBuilder()
                .setPriority(Priority.INTERACTIVE)
                .setJobId(id.toString())
                .setBundleHash(manifest.hash())
                .setLabel(1)
                .setLabelName("b")
                .setSeed(42)
                .setSize(size)
                .setPlan(new DecodePlan(new GridPlan(topSteps, 1.5, 0.9, 3.0, "cosine", "confidence"), few, few, few))
                .setFormat("png")
                .setPreviewEvery(previewEvery)
                .setCreatedAt(System.currentTimeMillis())
                .setDeadline(System.currentTimeMillis() + 600_000)
                .build();
    }

    static JobSpec withSeed(JobSpec spec, long seed) {
        return JobSpec.newBuilder(spec).setSeed(seed).build();
    }

    static StageJob job(JobSpec spec) {
        return new StageJob(spec, List.of(), List.of());
    }

    /** The same as it reaches a stage: with grids of the stages before, all of the first code. */
    static StageJob job(JobSpec spec, BundleManifest manifest, Stage stage) {
        List<TokenGrid> given = new Program(stage).given();
        return new StageJob(spec, ids(given, TokenGrid.TOP, manifest), ids(given, TokenGrid.BOTTOM, manifest));
    }

    private static List<Integer> ids(List<TokenGrid> given, TokenGrid grid, BundleManifest manifest) {
        return given.contains(grid) ? Collections.nCopies(manifest.tokens(grid), 0) : List.of();
    }

    /** The stages' programs; the worker modules hold the real ones, which this module cannot see. */
    record Program(Stage stage) implements StageProgram {
        @Override
        public Set<GraphName> decoders() {
            return Set.of(GraphName.DECODER);
        }

        @Override
        public StepCondition condition(TokenGrid grid, JobTokens tokens) {
            return StepCondition.none();
        }

        @Override
        public Drawing drawing(TokenGrid grid, JobTokens tokens, int[] ids) {
            return switch (grid) {
                case TOP, UPSAMPLER_TOP -> Drawing.coarse(ids);
                case BOTTOM -> Drawing.full(tokens.of(TokenGrid.TOP), ids);
                case UPSAMPLER_BOTTOM -> Drawing.full(tokens.of(TokenGrid.UPSAMPLER_TOP), ids);
            };
        }
    }
}
