package io.strait.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of one pass, side by side in one direct buffer that the runtime reads in place. Reused from pass to pass: direct
 * memory is slow to allocate and is freed only by the garbage collector. Not thread-safe.
 */
final class PassInputs {
    private static final int ALIGNMENT = 64;
    private static final int FIRST_CAPACITY = 1 << 16;

    private final List<Input> inputs = new ArrayList<>();
    private ByteBuffer memory = ByteBuffer.allocateDirect(FIRST_CAPACITY);

    private record Input(String name, DataType type, Shape shape, ByteBuffer data) {}

    /** Forgets the inputs, so that their memory can be written again. */
    PassInputs clear() {
        inputs.clear();
        memory.clear();
        return this;
    }

    /** Adds an int32 input; returns where to write it. */
    IntBuffer ints(String name, long... shape) {
        return add(name, DataType.INT32, shape).asIntBuffer();
    }

    /** Adds a float32 input; returns where to write it. */
    FloatBuffer floats(String name, long... shape) {
        return add(name, DataType.FLOAT32, shape).asFloatBuffer();
    }

    /** Adds a uint8 input; returns where to write it. */
    ByteBuffer bytes(String name, long... shape) {
        return add(name, DataType.UINT8, shape).duplicate();
    }

    private ByteBuffer add(String name, DataType type, long... dims) {
        Shape shape = new Shape(dims);
        int bytes = Math.toIntExact(shape.size() * type.getNumOfBytes());
        int start = (memory.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (start + bytes > memory.capacity()) {
            // Inputs already added keep the old buffer alive until the pass is over.
            memory = ByteBuffer.allocateDirect(Math.max(2 * memory.capacity(), 2 * bytes));
            start = 0;
        }
        ByteBuffer data = memory.slice(start, bytes).order(ByteOrder.nativeOrder());
        memory.position(start + bytes);
        inputs.add(new Input(name, type, shape, data));
        return data;
    }

    /** The inputs as arrays of a manager, which owns them. */
    NDList arrays(NDManager manager) {
        NDList list = new NDList(inputs.size());
        for (Input input : inputs) {
            NDArray array = manager.create(input.data().rewind(), input.shape(), input.type());
            array.setName(input.name());
            list.add(array);
        }
        return list;
    }
}
