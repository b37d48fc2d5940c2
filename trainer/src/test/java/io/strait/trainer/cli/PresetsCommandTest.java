package io.strait.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.model.bundle.GraphName;
import io.strait.model.preset.Preset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresetsCommandTest {
    private static String printed(String... args) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(Commands.run(args)).isZero();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void jsonHasSizesAndCostsOfEveryNetwork() throws IOException {
        JsonNode presets = new ObjectMapper().readTree(printed("presets", "--json"));
        assertThat(presets).hasSize(Preset.all().size());
        for (JsonNode preset : presets) {
            boolean stratified = Preset.named(preset.get("name").textValue())
                    .tokenizer()
                    .form()
                    .stratified();
            assertThat(preset.get("costs").properties()).hasSize(stratified ? 4 : 2);
            for (JsonNode cost : preset.get("costs")) {
                assertThat(cost.get("parameters").longValue()).isPositive();
                assertThat(cost.get("multiplyAdds").longValue()).isPositive();
            }
            assertThat(preset.at("/tokenizer/form").isTextual()).isTrue();
        }
    }

    @Test
    void anUntrainedBundleRuns(@TempDir Path folder) {
        String said = printed(
                "untrained",
                "--preset",
                "tiny",
                "--labels",
                "3",
                "--threads",
                "1",
                "--run",
                "--out",
                folder + "/bundle");
        assertThat(said.lines().filter(line -> line.contains("one pass"))).hasSize(GraphName.values().length);
    }

    @Test
    void linesAreForPeople() {
        assertThat(printed("presets").lines())
                .anyMatch(line -> line.matches("paper +top +499\\.\\d+ M parameters +132\\.\\d+ G multiply-adds"))
                .anyMatch(line -> line.startsWith("paper-cascade"));
    }
}
