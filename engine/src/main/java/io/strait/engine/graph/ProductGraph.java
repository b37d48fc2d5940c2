package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Random;

/** A graph of one product {@code x[M,K]} times a constant (K, N) to {@code y[M,N]}, to measure what a machine can do. */
public final class ProductGraph {
    private static final int OPSET = 20;
    private static final int IR_VERSION = 10;

    private ProductGraph() {}

    /** In float32. */
    public static byte[] float32(int k, int n) {
        Random random = new Random(1);
        float[] weight = new float[k * n];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = random.nextFloat() - 0.5f;
        }
        return model(
                Nodes.node("MatMul", "y", List.of("x", "w")),
                List.of(Tensors.floats("w", weight, k, n)),
                input(TensorProto.DataType.FLOAT, k),
                output(TensorProto.DataType.FLOAT, n));
    }

    /** In uint8 times int8, sums in int32. */
    public static byte[] int8(int k, int n) {
        byte[] weight = new byte[k * n];
        new Random(1).nextBytes(weight);
        return model(
                Nodes.node("MatMulInteger", "y", List.of("x", "w", "zero")),
                List.of(Tensors.signedBytes("w", weight, k, n), Tensors.unsignedByte("zero", 128)),
                input(TensorProto.DataType.UINT8, k),
                output(TensorProto.DataType.INT32, n));
    }

    private static ValueInfoProto input(TensorProto.DataType type, int k) {
        return value("x", type, k);
    }

    private static ValueInfoProto output(TensorProto.DataType type, int n) {
        return value("y", type, n);
    }

    private static byte[] model(
            NodeProto product, List<TensorProto> constants, ValueInfoProto input, ValueInfoProto output) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(GraphProto.newBuilder()
                        .setName("product")
                        .addNode(product)
                        .addAllInitializer(constants)
                        .addInput(input)
                        .addOutput(output))
                .build()
                .toByteArray();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, int width) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("M");
        shape.addDimBuilder().setDimValue(width);
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
