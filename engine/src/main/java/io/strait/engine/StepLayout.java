package io.strait.engine;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lays jobs out as network rows: one for each job, and a second without the class for each guided one. */
final class StepLayout {
    /** Below this the division in the graph leaves float32; it is already as good as always taking the likeliest. */
    private static final float LOWEST_TEMPERATURE = 1e-4f;

    private final BundleManifest manifest;

    StepLayout(BundleManifest manifest) {
        this.manifest = manifest;
    }

    /**
     * Checks a batch and writes it as inputs.
     *
     * @param given of each job, what follows from its finished grids; empty: these are written themselves
     * @throws IllegalArgumentException if a length, an id, a label or a uniform is out of range
     */
    void write(StepBatch batch, List<Given> given, PassInputs inputs) {
        batch.requests().forEach(request -> check(batch.grid(), request));
        int rows = batch.rows();
        int jobs = batch.requests().size();
        int tokens = manifest.tokens(batch.grid());
        IntBuffer ids = inputs.ints("ids", rows, tokens);
        IntBuffer labels = inputs.ints("labels", rows);
        IntBuffer cond = inputs.ints("cond", jobs);
        IntBuffer uncond = inputs.ints("uncond", jobs);
        FloatBuffer scale = inputs.floats("scale", jobs);
        FloatBuffer temperature = inputs.floats("temperature", jobs);
        FloatBuffer uniform = inputs.floats("uniform", jobs, tokens);
        int row = 0;
        for (StepRequest request : batch.requests()) {
            int last = row + request.rows() - 1;
            for (int r = row; r <= last; r++) {
                ids.put(request.ids());
                labels.put(r == row ? request.label() : manifest.nullLabel());
            }
            cond.put(row);
            uncond.put(last);
            scale.put((float) request.settings().guidanceScale());
            temperature.put(
                    Math.max(LOWEST_TEMPERATURE, (float) request.settings().temperature()));
            uniform.put(request.uniforms());
            row = last + 1;
        }
        if (!given.isEmpty()) {
            List<Given> byRow = new ArrayList<>(rows);
            for (int job = 0; job < jobs; job++) {
                byRow.addAll(Collections.nCopies(batch.requests().get(job).rows(), given.get(job)));
            }
            Given.write(byRow, inputs);
            return;
        }
        GraphSignature.conditions(batch.grid(), manifest).forEach((name, length) -> {
            IntBuffer condition = inputs.ints(name, rows, length);
            for (StepRequest request : batch.requests()) {
                for (int r = 0; r < request.rows(); r++) {
                    condition.put(request.condition().ids(name));
                }
            }
        });
    }

    /**
     * Writes one job's finished grids.
     *
     * @throws IllegalArgumentException if a length or an id is out of range
     */
    void write(StepCondition condition, PassInputs inputs) {
        GraphSignature.conditions(condition.grid(), manifest).forEach((name, length) -> {
            checkIds(name, condition.ids(name), length, manifest.maskId() - 1);
            inputs.ints(name, 1, length).put(condition.ids(name));
        });
    }

    private void check(TokenGrid grid, StepRequest request) {
        int tokens = manifest.tokens(grid);
        checkIds("ids", request.ids(), tokens, manifest.maskId());
        if (request.label() < 0 || request.label() > manifest.nullLabel()) {
            throw new IllegalArgumentException(
                    "label: expected 0 to " + manifest.nullLabel() + ", got " + request.label());
        }
        if (request.uniforms().length != tokens) {
            throw new IllegalArgumentException(
                    "uniforms: expected " + tokens + " values, got " + request.uniforms().length);
        }
        for (float uniform : request.uniforms()) {
            if (!(uniform >= 0 && uniform < 1)) {
                throw new IllegalArgumentException("uniforms: expected values in [0, 1), got " + uniform);
            }
        }
        GraphSignature.conditions(grid, manifest)
                .forEach(
                        (name, length) -> checkIds(name, request.condition().ids(name), length, manifest.maskId() - 1));
    }

    /** Checks the number of ids, and that each is at most {@code largest}. */
    static void checkIds(String name, int[] ids, int length, int largest) {
        if (ids.length != length) {
            throw new IllegalArgumentException(name + ": expected " + length + " values, got " + ids.length);
        }
        for (int id : ids) {
            if (id < 0 || id > largest) {
                throw new IllegalArgumentException(name + ": expected ids from 0 to " + largest + ", got " + id);
            }
        }
    }
}
