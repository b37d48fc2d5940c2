package io.strait.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.model.decode.MaskSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingTest {
    private final ObjectMapper mapper = new ObjectMapper();

    private JsonNode samples(double distance) {
        ObjectNode out = mapper.createObjectNode();
        out.putObject("samples").put("frechetDistance", distance).put("classScore", 2);
        return out;
    }

    private Finding schedules(double factorOfSecondSeed) {
        Table table = Tables.named("10");
        Finding finding = new Finding(table, Scale.TINY);
        for (Row row : table.rows()) {
            finding.add(1, row, samples(row.paper()));
            finding.add(2, row, samples(factorOfSecondSeed * row.paper()));
        }
        return finding;
    }

    @Test
    void saysThatThePapersOrderWasReproducedIfEverySeedShowsIt() {
        String page = schedules(2).markdown();
        assertThat(page)
                .contains("| cosine | 3.96 | 4.0 / 7.9 | 2.00 | – |")
                .contains("21 and 21 of 21 pairs, **reproduced**")
                .contains("cosine before logarithmic: seen in 2 of 2 seeds");
    }

    @Test
    void saysSoIfItWasNot() {
        Finding finding = schedules(-1);
        assertThat(finding.markdown())
                .contains("21 and 0 of 21 pairs, **not reproduced**")
                .contains("cosine before logarithmic: seen in 1 of 2 seeds");
        JsonNode json = finding.json();
        assertThat(json.at("/seeds/1/pairsInOrder").intValue()).isZero();
        assertThat(json.at("/seeds/0/rows/linear/samples/frechetDistance").doubleValue())
                .isEqualTo(5.13);
    }

    @Test
    void rowsAreThePapers() {
        assertThat(Tables.names()).containsExactly("1", "5", "6", "7", "8", "9", "10", "guidance", "equal");
        assertThat(Tables.named("7").rows().stream().map(Row::label))
                .containsExactly("3 and 21", "6 and 18", "9 and 15", "12 and 12", "15 and 9", "18 and 6", "21 and 3");
        assertThat(Tables.named("7").rows()).allSatisfy(row -> {
            int top = row.drawing().settings().of(TokenGrid.TOP).steps();
            assertThat(top + row.drawing().settings().of(TokenGrid.BOTTOM).steps())
                    .isEqualTo(24);
        });
        assertThat(Tables.named("10").rows().stream().map(Row::label).collect(Collectors.toSet()))
                .hasSameSizeAs(MaskSchedule.all());
        assertThat(Tables.named("9").rows().stream().map(r -> r.arm().conditionNoise()))
                .containsExactly(0.0, 0.1, 0.3, 0.5);
        // none of them is guided, except where guidance is what is compared
        for (String name : Tables.names()) {
            for (Row row : Tables.named(name).rows()) {
                assertThat(row.drawing().settings().of(TokenGrid.TOP).guided())
                        .as(name + " " + row.label())
                        .isEqualTo(name.equals("guidance") && !row.label().equals("0.0"));
            }
        }
        assertThatThrownBy(() -> Tables.named("2")).hasMessage("table: expected one of " + Tables.names() + ", got 2");
    }

    @Test
    void aPageKeepsWhatIsOutsideItsPlaces(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, "before\n<!-- table-5 -->\nold\n<!-- /table-5 -->\nafter\n");
        ResultPage places = ResultPage.read(page);
        places.put("table-5", "new\n");
        assertThat(page).hasContent("before\n<!-- table-5 -->\nnew\n<!-- /table-5 -->\nafter\n");
        assertThatThrownBy(() -> places.put("table-6", "new\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("page.md: expected a place between <!-- table-6 --> and <!-- /table-6 -->");
    }
}
