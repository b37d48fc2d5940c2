package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Constants as ONNX keeps them. */
final class Tensors {
    private Tensors() {}

    static TensorProto floats(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, TensorProto.DataType.FLOAT, bytes, shape);
    }

    static TensorProto longs(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return tensor(name, TensorProto.DataType.INT64, bytes, values.length);
    }

    static TensorProto signedBytes(String name, byte[] values, long... shape) {
        return tensor(name, TensorProto.DataType.INT8, ByteBuffer.wrap(values), shape);
    }

    /** A scalar uint8. */
    static TensorProto unsignedByte(String name, int value) {
        return tensor(name, TensorProto.DataType.UINT8, ByteBuffer.wrap(new byte[] {(byte) value}));
    }

    private static TensorProto tensor(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        for (long dim : shape) {
            tensor.addDims(dim);
        }
        return tensor.build();
    }

    /** Values of a float tensor, widened from float16 if need be; null if it holds anything else. */
    static @Nullable Matrix read(TensorProto tensor) {
        int count = Matrix.count(tensor.getDimsList().stream().mapToLong(Long::longValue));
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        float[] values = new float[count];
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.getDataType() == TensorProto.DataType.FLOAT16.getNumber() && raw.remaining() == 2 * count) {
            for (int i = 0; i < count; i++) {
                values[i] = widened(raw.getShort());
            }
        } else if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber() && raw.remaining() == 4 * count) {
            raw.asFloatBuffer().get(values);
        } else if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()
                && tensor.getFloatDataCount() == count) {
            for (int i = 0; i < count; i++) {
                values[i] = tensor.getFloatData(i);
            }
        } else {
            return null;
        }
        return new Matrix(values, shape);
    }

    /** Elements of an int64 tensor; null if it holds anything else. */
    static long @Nullable [] readLongs(TensorProto tensor) {
        if (tensor.getDataType() != TensorProto.DataType.INT64.getNumber()) {
            return null;
        }
        if (tensor.getInt64DataCount() > 0) {
            return tensor.getInt64DataList().stream().mapToLong(Long::longValue).toArray();
        }
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long[] values = new long[raw.remaining() / 8];
        raw.asLongBuffer().get(values);
        return values;
    }

    /** The float of a float16's bits. */
    static float widened(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f80_0000 | (fraction << 13));
        }
        if (exponent == 0) {
            float tiny = fraction * 0x1p-24f;
            return sign == 0 ? tiny : -tiny;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
    }
}
