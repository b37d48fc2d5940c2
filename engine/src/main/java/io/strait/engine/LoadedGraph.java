package io.strait.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A graph in a native runtime. Thread-safe as far as the runtime is; closing while a pass runs is not. */
final class LoadedGraph implements AutoCloseable {
    private final String file;
    private final GraphSignature signature;
    private final NDManager manager;
    private final Block block;
    private final @Nullable Block single;
    private final @Nullable LoadedGraph given;

    /**
     * Takes ownership.
     *
     * @param manager of the graph's arrays; closing it must free the blocks
     * @param single the same on the caller's thread alone; null: the block itself is
     * @param given the part that is run once for each job, if the graph is in two parts; owned too
     */
    LoadedGraph(
            String file,
            GraphSignature signature,
            NDManager manager,
            Block block,
            @Nullable Block single,
            @Nullable LoadedGraph given) {
        this.file = file;
        this.signature = signature;
        this.manager = manager;
        this.block = block;
        this.single = single;
        this.given = given;
    }

    /** The part that is run once for each job, if the graph is in two parts. */
    @Nullable
    LoadedGraph given() {
        return given;
    }

    /** What goes in and comes out. */
    GraphSignature signature() {
        return signature;
    }

    /** Name of its file, for messages. */
    String file() {
        return file;
    }

    /**
     * Runs a pass.
     *
     * @param onOne whether on the caller's thread alone
     * @return its outputs, on the heap
     * @throws InferenceException if the runtime fails
     */
    PassOutputs run(PassInputs inputs, boolean onOne) {
        Block chosen = onOne && single != null ? single : block;
        try (NDManager pass = manager.newSubManager()) {
            NDList results = chosen.forward(new ParameterStore(pass, false), inputs.arrays(pass), false);
            List<TensorSpec> outputs = signature.outputs();
            TreeMap<String, PassOutputs.Output> byName = new TreeMap<>();
            for (int i = 0; i < results.size(); i++) {
                NDArray array = results.get(i);
                // A runtime that does not name its outputs gives them in the graph's order.
                String name = array.getName() == null ? outputs.get(i).name() : array.getName();
                ByteBuffer data = array.toByteBuffer(false);
                byName.put(name, new PassOutputs.Output(array.getShape().getShape(), data));
            }
            return new PassOutputs(file, byName);
        } catch (RuntimeException e) {
            throw new InferenceException(file + ": pass failed", e);
        }
    }

    @Override
    public void close() {
        manager.close();
        if (given != null) {
            given.close();
        }
    }
}
