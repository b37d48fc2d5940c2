package io.strait.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.strait.trainer.onnx.OnnxValue.Constant;
import io.strait.trainer.onnx.OnnxValue.Wire;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Builds one ONNX graph, opset 20. Nodes are added in the order they run. The same calls give the same bytes. */
final class OnnxGraph {
    private static final int OPSET = 20;
    private static final int IR_VERSION = 10;
    /** What is added to the name of a constant that is stored as float16. */
    private static final String HALF = ".half";

    /** Element types at the boundary. */
    enum Element {
        FLOAT(TensorProto.DataType.FLOAT),
        UINT8(TensorProto.DataType.UINT8),
        INT32(TensorProto.DataType.INT32),
        INT64(TensorProto.DataType.INT64);

        private final TensorProto.DataType proto;

        Element(TensorProto.DataType proto) {
            this.proto = proto;
        }
    }

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> initializers = new HashSet<>();
    private int count;

    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** An input. Dimensions are numbers or names; equal names are equal sizes. */
    Wire input(String name, Element type, Object... dims) {
        graph.addInput(valueInfo(name, type, dims));
        return new Wire(name);
    }

    /** Makes a value an output. */
    void output(String name, OnnxValue value, Element type, Object... dims) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(nameOf(value))
                .addOutput(name));
        graph.addOutput(valueInfo(name, type, dims));
    }

    /** A node with one output. */
    Wire node(String op, List<? extends OnnxValue> inputs, Attribute... attributes) {
        String name = op + "." + count++;
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(op).setName(name);
        inputs.forEach(i -> node.addInput(nameOf(i)));
        Arrays.stream(attributes).forEach(a -> node.addAttribute(a.proto()));
        graph.addNode(node.addOutput(name));
        return new Wire(name);
    }

    /** A node of one input. */
    Wire node(String op, OnnxValue input, Attribute... attributes) {
        return node(op, List.of(input), attributes);
    }

    /** A node of two inputs. */
    Wire node(String op, OnnxValue a, OnnxValue b, Attribute... attributes) {
        return node(op, List.of(a, b), attributes);
    }

    /** A scalar. */
    Constant scalar(double value) {
        return new Constant("scalar." + (float) value, new float[] {(float) value});
    }

    /** A small vector of int64, as operators take shapes and axes. */
    Wire integers(long... values) {
        String name = "integers." + Arrays.toString(values);
        if (initializers.add(name)) {
            ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(values);
            addInitializer(name, TensorProto.DataType.INT64, bytes, values.length);
        }
        return new Wire(name);
    }

    /** Casts to a type. */
    Wire cast(OnnxValue x, Element type) {
        return node("Cast", x, Attribute.of("to", type.proto.getNumber()));
    }

    private String nameOf(OnnxValue value) {
        if (value instanceof Wire wire) {
            return wire.name();
        }
        if (value instanceof Constant constant) {
            if (initializers.add(constant.name())) {
                emit(constant);
            }
            return constant.name();
        }
        throw new IllegalArgumentException("node input: expected a tensor, got indices");
    }

    /** Stores as float16 what loses nothing by it, and widens it by a node that the engine runs once, at load. */
    private void emit(Constant constant) {
        float[] values = constant.values();
        if (values.length < WeightPrecision.SMALLEST_ROUNDED || !HalfFloats.exact(values)) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            addInitializer(constant.name(), TensorProto.DataType.FLOAT, bytes, constant.shape());
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(HalfFloats.littleEndian(values));
        String half = constant.name() + HALF;
        addInitializer(half, TensorProto.DataType.FLOAT16, bytes, constant.shape());
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Cast")
                .setName(constant.name())
                .addInput(half)
                .addOutput(constant.name())
                .addAttribute(Attribute.of("to", TensorProto.DataType.FLOAT.getNumber())
                        .proto()));
    }

    /** Name of a constant by the name it is stored under as float16. */
    static String widened(String stored) {
        return stored.substring(0, stored.length() - HALF.length());
    }

    /** Takes over the buffer. */
    private void addInitializer(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes.rewind()));
        Arrays.stream(shape).forEach(tensor::addDims);
        graph.addInitializer(tensor);
    }

    private static ValueInfoProto valueInfo(String name, Element type, Object... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dim : dims) {
            Consumer<TensorShapeProto.Dimension.Builder> set =
                    dim instanceof Number n ? b -> b.setDimValue(n.longValue()) : b -> b.setDimParam(dim.toString());
            set.accept(shape.addDimBuilder());
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.proto.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** The model. */
    OnnxModel model() {
        return new OnnxModel(ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("strait-trainer")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build());
    }

    /** An attribute of a node. */
    record Attribute(AttributeProto proto) {
        static Attribute of(String name, long value) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(value)
                    .build());
        }

        static Attribute of(String name, float value) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF(value)
                    .build());
        }

        static Attribute of(String name, String value) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(value))
                    .build());
        }

        static Attribute of(String name, long... values) {
            AttributeProto.Builder proto =
                    AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
            Arrays.stream(values).forEach(proto::addInts);
            return new Attribute(proto.build());
        }
    }
}
