package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;

/** Nodes with one output, named after it. */
final class Nodes {
    /** Operators of ONNX Runtime's own. */
    static final String MICROSOFT = "com.microsoft";

    private Nodes() {}

    static NodeProto node(String op, String output, List<String> inputs, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    /** The same in ONNX Runtime's domain. */
    static NodeProto own(String op, String output, List<String> inputs, AttributeProto... attributes) {
        return node(op, output, inputs, attributes).toBuilder()
                .setDomain(MICROSOFT)
                .build();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }
}
