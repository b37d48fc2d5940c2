package io.strait.engine;

import java.nio.IntBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images, all of one size, from their tokens; a job is the place of its image in the lists. */
final class DecodePass implements Pass<Integer, byte[]> {
    private final int side;
    private final int codebookSize;
    private final List<int[]> topIds;
    private final @Nullable List<int[]> bottomIds;

    /**
     * Takes the lists as they are.
     *
     * @param side of the top grids
     * @param bottomIds null: images are decoded from the top alone
     */
    DecodePass(int side, int codebookSize, List<int[]> topIds, @Nullable List<int[]> bottomIds) {
        this.side = side;
        this.codebookSize = codebookSize;
        this.topIds = topIds;
        this.bottomIds = bottomIds;
    }

    /** A decoder takes about twice as long for a token as a transformer. */
    @Override
    public int tokens(Integer image) {
        return 8 * side * side;
    }

    @Override
    public void write(List<Integer> images, PassInputs inputs) {
        write("topIds", side, images, topIds, inputs);
        if (bottomIds != null) {
            write("bottomIds", 2 * side, images, bottomIds, inputs);
        }
    }

    private void write(String name, int gridSide, List<Integer> images, List<int[]> grids, PassInputs inputs) {
        IntBuffer buffer = inputs.ints(name, images.size(), gridSide, gridSide);
        for (int image : images) {
            int[] ids = grids.get(image);
            StepLayout.checkIds(name, ids, gridSide * gridSide, codebookSize - 1);
            buffer.put(ids);
        }
    }

    @Override
    public List<byte[]> read(List<Integer> images, PassOutputs outputs) {
        return List.of(outputs.bytes("image", images.size(), 16L * side, 16L * side, 3));
    }
}
