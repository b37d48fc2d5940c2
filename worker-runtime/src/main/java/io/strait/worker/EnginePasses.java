package io.strait.worker;

import io.strait.engine.EngineInfo;
import io.strait.engine.InferenceEngine;
import io.strait.engine.StepBatch;
import io.strait.engine.StepRequest;
import io.strait.engine.StepResult;
import io.strait.model.TokenGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Passes through the inference engine. */
final class EnginePasses implements Passes {
    private final InferenceEngine engine;

    EnginePasses(InferenceEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Samples> step(TokenGrid grid, List<StageRun> runs) {
        List<StepRequest> requests = runs.stream().map(StageRun::request).toList();
        StepResult result = engine.step(new StepBatch(grid, requests));
        List<Samples> samples = new ArrayList<>(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            samples.add(new Samples(result.ids(i), result.logProbabilities(i)));
        }
        return samples;
    }

    @Override
    public byte[][] draw(List<Drawing> drawings) {
        List<int[]> topIds = drawings.stream().map(Drawing::topIds).toList();
        List<int[]> bottomIds = drawings.stream()
                .map(Drawing::bottomIds)
                .filter(Objects::nonNull)
                .toList();
        return engine.decode(drawings.get(0).side(), topIds, bottomIds.isEmpty() ? null : bottomIds);
    }

    @Override
    public String engine() {
        EngineInfo info = engine.info();
        return info.choice().wireName() + " " + info.engine() + " " + info.version() + " " + info.graphs();
    }

    @Override
    public String cpu() {
        return engine.info().instructionSet();
    }
}
