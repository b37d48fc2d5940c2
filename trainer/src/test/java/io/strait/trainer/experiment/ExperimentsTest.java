package io.strait.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.model.preset.Preset;
import io.strait.trainer.data.SyntheticImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsTest {
    @TempDir
    private Path folder = Path.of("");

    private String run(Path page, String... tables) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new Experiments(folder.resolve("data"), folder.resolve("out"), Scale.TINY, List.of(3L), page, false)
                .run(List.of(tables), new PrintStream(said, true, StandardCharsets.UTF_8));
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tablesAreMadeOfTrainingsThatAreSharedAndKept() throws IOException {
        torch.set_num_threads(1);
        SyntheticImages.write(folder.resolve("data"), 2 * Preset.TINY.pixels(), 30);
        Path page = folder.resolve("page.md");
        Files.writeString(page, "<!-- table-9 -->\n<!-- /table-9 -->\n<!-- table-equal -->\n<!-- /table-equal -->\n");

        String first = run(page, "9", "equal");

        assertThat(first.lines().filter(line -> line.startsWith("tokenizer: preset")))
                .as("one for both tables' VQGAN2-R, one for f=16")
                .hasSize(2);
        assertThat(first.lines().filter(line -> line.startsWith("bottom: preset")))
                .hasSize(4);
        assertThat(first.lines().filter(line -> line.startsWith("top: preset"))).hasSize(3);
        assertThat(Files.readString(page))
                .contains("| 30 % | 4.05 |")
                .contains("pairs, **")
                .contains("StraIT before MaskGIT f=16, as many parameters and seconds: seen in");
        JsonNode equal = new ObjectMapper()
                .readTree(folder.resolve("out/tables/table-equal.json").toFile());
        JsonNode rows = equal.at("/seeds/0/rows");
        assertThat(rows.at("/StraIT/cost/bottom/steps").intValue()).isEqualTo(3);
        assertThat(rows.at("/StraIT/samples/count").intValue()).isEqualTo(8);
        String kept = Files.readString(page);

        String again = run(page, "9", "equal");

        assertThat(again).doesNotContain("preset tiny").doesNotContain("samples 8/8");
        assertThat(Files.readString(page)).isEqualTo(kept);
    }
}
