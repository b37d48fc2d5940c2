package io.strait.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.model.preset.Preset;
import io.strait.trainer.network.CostOps;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MultiplyAddsTest {
    @Test
    void countsProductsAndConvolutions() throws JsonProcessingException {
        assertThat(of("MatMul", "[2,257,256]", "[256,768]", "[2,257,768]")).isEqualTo(2L * 257 * 256 * 768);
        assertThat(of("FusedMatMul", "[2,4,257,64]", "[2,4,257,64]", "[2,4,257,257]"))
                .isEqualTo(2L * 4 * 257 * 257 * 64);
        assertThat(of("MultiHeadAttention", "[2,257,256]", "[2,100,256]", "[2,257,256]"))
                .isEqualTo(2L * 2 * 257 * 100 * 256);
        assertThat(of("Conv", "[1,128,32,32]", "[512,128,3,3]", "[1,512,32,32]"))
                .isEqualTo(32L * 32 * 512 * 128 * 9);
        assertThat(of("Add", "[2,257,256]", "[256]", "[2,257,256]")).isZero();
    }

    /** One row of the demo's top network, as the trainer counts it, and by hand. */
    @Test
    void agreesWithTheTrainersCount() {
        CostOps cost = Declarations.transformer(Preset.DEMO, Stage.TOP, new LabelTable(List.of("a", "b")));
        long layers = 6L * 257 * (256 * 768 + 256 * 256 + 2 * 256 * 1024 + 2 * 257 * 256);
        long head = 256L * (256 * 256 + 256 * 512);
        assertThat(cost.multiplyAdds()).isEqualTo(layers + head);
    }

    private static long of(String op, String a, String b, String out) throws JsonProcessingException {
        String json = "{\"op_name\":\"%s\",\"input_type_shape\":[{\"float\":%s},{\"float\":%s}],"
                + "\"output_type_shape\":[{\"float\":%s}]}";
        return MultiplyAdds.of(new ObjectMapper().readTree(json.formatted(op, a, b, out)));
    }
}
