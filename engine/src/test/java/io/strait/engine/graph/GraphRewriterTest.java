package io.strait.engine.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GraphRewriterTest {
    private static final Path STEP = Path.of("..", "bundles", "emoji-256", "top-step.onnx");

    @Test
    void fusesAttentionAndNormalisationOfEveryLayer() throws IOException {
        List<String> before = operators(Files.readAllBytes(STEP));
        List<String> after = operators(rewritten(GraphVariant.FP32));
        assertThat(before).filteredOn("Softmax"::equals).hasSize(7);
        assertThat(after).filteredOn("MultiHeadAttention"::equals).hasSize(6);
        assertThat(after)
                .as("the one of the sampling stays")
                .filteredOn("Softmax"::equals)
                .hasSize(1);
        assertThat(after).filteredOn("SkipLayerNormalization"::equals).hasSize(12);
    }

    @Test
    void leavesTheHeadInFloat32() throws IOException {
        List<String> after = operators(rewritten(GraphVariant.INT8));
        assertThat(after).filteredOn("MatMulIntegerToFloat"::equals).hasSize(36);
        assertThat(after)
                .as("two of the head, two of the cumulative sum")
                .filteredOn("MatMul"::equals)
                .hasSize(4);
        assertThat(after).doesNotContain("CumSum");
        assertThat(after).doesNotContain("DynamicQuantizeLinear", "DynamicQuantizeMatMul");
    }

    @Test
    void givesTheSameBytesEachTime() throws IOException {
        assertThat(rewritten(GraphVariant.INT8)).isEqualTo(rewritten(GraphVariant.INT8));
        assertThat(rewritten(GraphVariant.ORIGINAL)).isEqualTo(Files.readAllBytes(STEP));
    }

    @Test
    void leavesWhatIsNoModelToTheRuntime() {
        byte[] text = "not a graph".getBytes(UTF_8);
        assertThat(GraphRewriter.rewrite(text, Set.of(), GraphVariant.INT8).step())
                .isSameAs(text);
    }

    @Test
    void widensFloat16() {
        assertThat(Tensors.widened((short) 0x3c00)).isEqualTo(1f);
        assertThat(Tensors.widened((short) 0xc100)).isEqualTo(-2.5f);
        assertThat(Tensors.widened((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(Tensors.widened((short) 0x7bff)).isEqualTo(65504f);
        assertThat(Tensors.widened((short) 0x8000)).isEqualTo(-0f);
    }

    @Test
    void readsNamesOfVariants() {
        assertThat(Stream.of(GraphVariant.values()).map(GraphVariant::wireName).map(GraphVariant::parse))
                .containsExactly(GraphVariant.values());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphVariant.parse("fp16"))
                .withMessage("graphs: expected one of original, fp32, int8, got fp16");
    }

    @Test
    void takesApartWhatFollowsFromFinishedGrids() throws IOException {
        byte[] model = Files.readAllBytes(STEP.resolveSibling("bottom-step.onnx"));
        Rewritten parts = GraphRewriter.rewrite(model, Set.of("topIds"), GraphVariant.FP32);
        assertThat(operators(parts.given().orElseThrow()))
                .filteredOn("Conv"::equals)
                .hasSize(10);
        assertThat(operators(parts.step())).doesNotContain("Conv");
        assertThat(parts.passed())
                .as("features, and keys and values of three layers")
                .hasSize(7);
    }

    private static byte[] rewritten(GraphVariant variant) throws IOException {
        return GraphRewriter.rewrite(Files.readAllBytes(STEP), Set.of(), variant)
                .step();
    }

    private static List<String> operators(byte[] model) throws IOException {
        return ModelProto.parseFrom(model).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }
}
