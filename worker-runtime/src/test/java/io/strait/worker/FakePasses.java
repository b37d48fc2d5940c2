package io.strait.worker;

import io.strait.model.TokenGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * A fake engine: no network, ids are a function of the uniforms alone. Deterministic, so that a job gives the same image whoever runs it.
 * A closed gate holds every pass until it is given permits.
 */
final class FakePasses implements Passes {
    private final int codebookSize;
    private final Semaphore gate;
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final List<TokenGrid> grids = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    private FakePasses(int codebookSize, int permits) {
        this.codebookSize = codebookSize;
        this.gate = new Semaphore(permits);
    }

    static FakePasses open(int codebookSize) {
        return new FakePasses(codebookSize, Integer.MAX_VALUE / 2);
    }

    static FakePasses gated(int codebookSize) {
        return new FakePasses(codebookSize, 0);
    }

    void permit(int passes) {
        gate.release(passes);
    }

    void breakDown() {
        broken = true;
    }

    /** Jobs in each pass begun, in order. */
    List<Integer> batches() {
        return List.copyOf(batches);
    }

    List<TokenGrid> grids() {
        return List.copyOf(grids);
    }

    @Override
    public List<Samples> step(TokenGrid grid, List<StageRun> runs) {
        batches.add(runs.size());
        grids.add(grid);
        gate.acquireUninterruptibly();
        if (broken) {
            throw new IllegalStateException("a bug, made for the test");
        }
        List<Samples> samples = new ArrayList<>();
        for (StageRun run : runs) {
            float[] uniforms = run.uniforms();
            int[] ids = new int[uniforms.length];
            float[] logProbabilities = new float[uniforms.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (int) (uniforms[i] * codebookSize);
                logProbabilities[i] = -uniforms[i];
            }
            samples.add(new Samples(ids, logProbabilities));
        }
        return samples;
    }

    @Override
    public byte[][] draw(List<Drawing> drawings) {
        return drawings.stream().map(this::draw).toArray(byte[][]::new);
    }

    private byte[] draw(Drawing drawing) {
        int pixels = drawing.pixels();
        byte[] rgb = new byte[pixels * pixels * 3];
        int[] bottom = drawing.bottomIds();
        int[] ids = bottom == null ? drawing.topIds() : bottom;
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ids[i % ids.length];
        }
        return rgb;
    }

    @Override
    public String engine() {
        return "fake";
    }

    @Override
    public String cpu() {
        return "none";
    }
}
