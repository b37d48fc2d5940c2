package io.strait.gateway.openai;

import io.strait.schemas.avro.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * After which steps partial images are due: the first after the first step, the rest evenly between that and the finished image. Workers
 * make previews after the first and every n-th step of a stage; n is chosen as large as that allows, so that few are made in vain.
 */
final class PartialPlan {
    /** How far from its place a partial image may be, in steps. */
    private static final int SLACK = 1;

    private static final List<StageName> STAGES = List.of(StageName.TOP, StageName.BOTTOM, StageName.UPSAMPLER);

    private final List<Integer> stageSteps;
    private final int every;
    private final List<Integer> due;

    /**
     * @param count partial images wanted
     * @param stageSteps steps of each stage, in order; the last one finishes the job
     */
    PartialPlan(int count, List<Integer> stageSteps) {
        this.stageSteps = List.copyOf(stageSteps);
        int all = stageSteps.stream().mapToInt(Integer::intValue).sum();
        List<Integer> wanted = IntStream.range(0, Math.min(count, all - 1))
                .mapToObj(i -> 1 + Math.round((float) i * (all - 1) / count))
                .toList();
        int n = wanted.isEmpty()
                ? 0
                : stageSteps.stream().mapToInt(Integer::intValue).max().orElse(1);
        while (n > 1 && !near(wanted, previews(n))) {
            n--;
        }
        List<Integer> made = previews(n);
        this.every = n;
        this.due = wanted.stream().map(place -> nearest(place, made)).toList();
    }

    /** Steps between previews that the workers are asked for; 0 for none. */
    int previewEvery() {
        return every;
    }

    /**
     * Whether a preview is, or makes up for, a partial image.
     *
     * @param index of the next partial image
     * @param step of the stage, from 1
     */
    boolean due(int index, StageName stage, int step) {
        int before = stageSteps.stream()
                .limit(STAGES.indexOf(stage))
                .mapToInt(Integer::intValue)
                .sum();
        return index < due.size() && before + step >= due.get(index);
    }

    /** Places of the previews, counted through all stages from 1. */
    private List<Integer> previews(int n) {
        List<Integer> places = new ArrayList<>();
        int before = 0;
        for (int stage = 0; stage < stageSteps.size() && n > 0; stage++) {
            int steps = stageSteps.get(stage);
            for (int step = 1; step <= steps; step++) {
                boolean finished = stage == stageSteps.size() - 1 && step == steps;
                if ((step == 1 || step % n == 0) && !finished) {
                    places.add(before + step);
                }
            }
            before += steps;
        }
        return places;
    }

    private static boolean near(List<Integer> wanted, List<Integer> made) {
        List<Integer> places =
                wanted.stream().map(place -> nearest(place, made)).toList();
        return IntStream.range(0, wanted.size()).allMatch(i -> Math.abs(places.get(i) - wanted.get(i)) <= SLACK)
                && places.stream().distinct().count() == places.size();
    }

    private static int nearest(int place, List<Integer> made) {
        return made.stream()
                .reduce((a, b) -> Math.abs(b - place) < Math.abs(a - place) ? b : a)
                .orElse(place);
    }
}
