package io.strait.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Counts multiply-adds from the shapes in an event of ONNX Runtime's profile. */
final class MultiplyAdds {
    private MultiplyAdds() {}

    /** Multiply-adds of a node; 0 if it is neither a product nor a convolution. */
    static long of(JsonNode arguments) {
        List<long[]> inputs = shapes(arguments.path("input_type_shape"));
        List<long[]> outputs = shapes(arguments.path("output_type_shape"));
        return switch (arguments.path("op_name").asText()) {
            case "MatMul", "MatMulIntegerToFloat", "MatMulInteger" -> product(outputs.get(0)) * last(inputs.get(0));
            case "FusedMatMul" -> product(outputs.get(0)) * inner(inputs.get(0), outputs.get(0));
            case "Gemm" -> product(outputs.get(0)) * inner(inputs.get(0), outputs.get(0));
            // (B, S, D) queries, (B, L, D) keys: scores and mixture, S L D each
            case "MultiHeadAttention" -> 2 * product(inputs.get(0)) * inputs.get(1)[1];
            // weights (out, in, h, w), also where the runtime has its channels in blocks
            case "Conv" -> product(outputs.get(0)) * product(inputs.get(1)) / inputs.get(1)[0];
            default -> 0;
        };
    }

    /** The summed dimension of a product whose operands may be transposed: what neither side keeps. */
    private static long inner(long[] a, long[] out) {
        long rows = out[out.length - 2];
        return a[a.length - 2] == rows ? last(a) : a[a.length - 2];
    }

    private static long last(long[] shape) {
        return shape[shape.length - 1];
    }

    private static long product(long[] shape) {
        long product = 1;
        for (long dim : shape) {
            product *= dim;
        }
        return product;
    }

    /** {@code [{"float":[2,257,256]}, ...]}. */
    private static List<long[]> shapes(JsonNode values) {
        List<long[]> shapes = new ArrayList<>();
        for (JsonNode value : values) {
            JsonNode dims = value.elements().hasNext() ? value.elements().next() : value;
            long[] shape = new long[dims.size()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = dims.get(i).asLong();
            }
            shapes.add(shape);
        }
        return shapes;
    }
}
