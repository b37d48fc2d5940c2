package io.strait.trainer.export;

import ai.onnxruntime.OrtException;
import io.strait.trainer.network.Grid;
import io.strait.trainer.onnx.StepGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Inputs of a step graph for some jobs, each its own function of a seed. The first job is guided, the second is not,
 * and so on. Axes as in {@link StepGraph}.
 */
final class StepCase {
    private final StepGraph graph;
    private final List<Job> jobs;

    private StepCase(StepGraph graph, List<Job> jobs) {
        this.graph = graph;
        this.jobs = jobs;
    }

    /** Jobs of given seeds; the job of a seed is the same whatever its companions. */
    static StepCase of(StepGraph graph, long... seeds) {
        List<Job> jobs = new ArrayList<>();
        for (long seed : seeds) {
            jobs.add(new Job(graph, new Random(seed), seed % 2 == 0));
        }
        return new StepCase(graph, jobs);
    }

    /** One job: half its ids masked. */
    static final class Job {
        final int[] ids;
        final int label;
        final boolean guided;
        final float scale;
        final float temperature;
        final float[] uniform;
        final List<int[]> conditions = new ArrayList<>();

        private Job(StepGraph graph, Random random, boolean guided) {
            int codes = graph.codes();
            Grid grid = graph.grid();
            this.guided = guided;
            ids = random.ints(grid.tokens(), 0, 2 * codes)
                    .map(i -> Math.min(i, codes))
                    .toArray();
            label = random.nextInt(graph.labels().nullId());
            scale = guided ? 1.5f : 0;
            temperature = 0.7f + random.nextFloat();
            uniform = new float[grid.tokens()];
            for (int i = 0; i < uniform.length; i++) {
                uniform[i] = random.nextFloat();
            }
            for (Grid.Condition c : grid.conditions()) {
                conditions.add(random.ints((long) c.side() * c.side(), 0, codes).toArray());
            }
        }

        int rows() {
            return guided ? 2 : 1;
        }
    }

    List<Job> jobs() {
        return jobs;
    }

    int rows() {
        return jobs.stream().mapToInt(Job::rows).sum();
    }

    /** Row ids (R, N). */
    int[] ids() {
        return rows(j -> j.ids);
    }

    /** Row labels (R): guided jobs have a second row, of the null class. */
    int[] labels() {
        List<Integer> out = new ArrayList<>();
        for (Job job : jobs) {
            out.add(job.label);
            if (job.guided) {
                out.add(graph.labels().nullId());
            }
        }
        return out.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Row ids of every condition. */
    List<int[]> conditions() {
        List<int[]> out = new ArrayList<>();
        for (int i = 0; i < graph.grid().conditions().size(); i++) {
            int index = i;
            out.add(rows(j -> j.conditions.get(index)));
        }
        return out;
    }

    /** First row of every job, or its last. */
    int[] rowOf(boolean last) {
        int[] out = new int[jobs.size()];
        int row = 0;
        for (int b = 0; b < out.length; b++) {
            out[b] = last ? row + jobs.get(b).rows() - 1 : row;
            row += jobs.get(b).rows();
        }
        return out;
    }

    private int[] rows(java.util.function.Function<Job, int[]> values) {
        List<int[]> parts = new ArrayList<>();
        for (Job job : jobs) {
            for (int i = 0; i < job.rows(); i++) {
                parts.add(values.apply(job));
            }
        }
        return parts.stream().flatMapToInt(java.util.Arrays::stream).toArray();
    }

    /** Runs the graph. */
    GraphRun.Outputs run(GraphRun run) throws OrtException {
        int b = jobs.size();
        int tokens = graph.grid().tokens();
        float[] scale = new float[b];
        float[] temperature = new float[b];
        float[] uniform = new float[b * tokens];
        for (int i = 0; i < b; i++) {
            scale[i] = jobs.get(i).scale;
            temperature[i] = jobs.get(i).temperature;
            System.arraycopy(jobs.get(i).uniform, 0, uniform, i * tokens, tokens);
        }
        run.with("ids", ids(), rows(), tokens)
                .with("labels", labels(), rows())
                .with("cond", rowOf(false), b)
                .with("uncond", rowOf(true), b)
                .with("scale", scale, b)
                .with("temperature", temperature, b)
                .with("uniform", uniform, b, tokens);
        List<int[]> conditions = conditions();
        for (int i = 0; i < conditions.size(); i++) {
            Grid.Condition c = graph.grid().conditions().get(i);
            run.with(StepGraph.inputName(c), conditions.get(i), rows(), (long) c.side() * c.side());
        }
        return run.run();
    }
}
