package io.strait.worker;

import io.strait.model.TokenGrid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Passes that only wait; see {@link Rehearsal}. */
final class RehearsalPasses implements Passes {
    private final Rehearsal rehearsal;
    private final int codebookSize;

    RehearsalPasses(Rehearsal rehearsal, int codebookSize) {
        this.rehearsal = rehearsal;
        this.codebookSize = codebookSize;
    }

    @Override
    public List<Samples> step(TokenGrid grid, List<StageRun> runs) {
        long end = System.nanoTime() + rehearsal.pass().toNanos();
        runs.forEach(run -> rehearsal.beforePass().accept(run.spec().getSeed()));
        List<Samples> samples = new ArrayList<>(runs.size());
        for (StageRun run : runs) {
            samples.add(sample(run.uniforms()));
        }
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return samples;
    }

    private Samples sample(float[] uniforms) {
        int[] ids = new int[uniforms.length];
        float[] logProbabilities = new float[uniforms.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) (uniforms[i] * codebookSize);
            logProbabilities[i] = -uniforms[i];
        }
        return new Samples(ids, logProbabilities);
    }

    @Override
    public byte[][] draw(List<Drawing> drawings) {
        return drawings.stream().map(RehearsalPasses::draw).toArray(byte[][]::new);
    }

    /** No picture: every pixel is the number of the token it lies in. */
    private static byte[] draw(Drawing drawing) {
        int pixels = drawing.pixels();
        int[] bottom = drawing.bottomIds();
        int[] ids = bottom == null ? drawing.topIds() : bottom;
        int side = bottom == null ? drawing.side() : 2 * drawing.side();
        byte[] rgb = new byte[pixels * pixels * 3];
        for (int y = 0; y < pixels; y++) {
            for (int x = 0; x < pixels; x++) {
                int id = ids[y * side / pixels * side + x * side / pixels];
                int at = 3 * (y * pixels + x);
                rgb[at] = (byte) id;
                rgb[at + 1] = (byte) (id >> 4);
                rgb[at + 2] = (byte) (id >> 8);
            }
        }
        return rgb;
    }

    @Override
    public String engine() {
        return "rehearsal, no network, " + Duration.ofMillis(rehearsal.pass().toMillis()) + " a pass";
    }

    @Override
    public String cpu() {
        return "none";
    }
}
