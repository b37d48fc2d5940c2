package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.Set;

/** Writes a graph anew. Stateless; the same bytes in give the same bytes out. */
public final class GraphRewriter {
    private GraphRewriter() {}

    /**
     * A graph with the same inputs and outputs, or two that have them together.
     *
     * @param conditions inputs that finished grids are given by
     * @param model an ONNX model; anything else is returned as it is, for the runtime to say what is wrong with it
     */
    public static Rewritten rewrite(byte[] model, Set<String> conditions, GraphVariant variant) {
        if (variant == GraphVariant.ORIGINAL) {
            return Rewritten.whole(model);
        }
        Network network;
        try {
            network = new Network(ModelProto.parseFrom(model));
        } catch (InvalidProtocolBufferException noModel) {
            return Rewritten.whole(model);
        }
        new Fusion(network).run();
        new Separation(network).run();
        Optional<GivenPart.Parts> parts = new GivenPart(network, conditions).cut();
        Network step = parts.map(GivenPart.Parts::step).orElse(network);
        if (variant == GraphVariant.INT8) {
            new RowQuantization(step).run();
        }
        new CumulativeSum(step).run();
        byte[] bytes = step.model().toByteArray();
        return parts.map(cut -> Rewritten.parts(bytes, cut.given().model().toByteArray(), cut.passed()))
                .orElseGet(() -> Rewritten.whole(bytes));
    }
}
