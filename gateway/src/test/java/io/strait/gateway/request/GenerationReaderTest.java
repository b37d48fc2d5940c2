package io.strait.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.gateway.TestBundle;
import io.strait.model.TokenGrid;
import io.strait.model.decode.TokenOrder;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.job.OutputFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GenerationReaderTest {
    private final GenerationReader reader = new GenerationReader(TestBundle.manifest(), () -> 42, Duration.ofHours(1));

    private GenerationRequest read(String json) {
        return reader.read(Json.readObject(json.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Problem> problems(String json) {
        try {
            read(json);
        } catch (InvalidRequestException e) {
            return e.problems();
        }
        throw new AssertionError("expected a refusal of " + json);
    }

    @Test
    void fillsInWhatIsLeftOut() {
        GenerationRequest request = read("{\"label\":\"noto/cat-face\",\"size\":null}");

        assertThat(request.labelIndex()).isZero();
        assertThat(request.seed()).isEqualTo(42);
        assertThat(request.size()).isEqualTo(256);
        assertThat(request.previewEvery()).isEqualTo(3);
        for (TokenGrid grid : TokenGrid.values()) {
            assertThat(request.settings(grid)).isEqualTo(TestBundle.manifest().defaults(grid));
        }
    }

    @Test
    void bulkJobsHaveNoPreviewsUnlessAsked() {
        GenerationRequest request = read("{\"label\":\"noto/heart\",\"priority\":\"bulk\",\"deadline\":60}");
        assertThat(request.priority()).isEqualTo(Priority.BULK);
        assertThat(request.previewEvery()).isZero();
        assertThat(request.deadline()).isEqualTo(Duration.ofMinutes(1));
        assertThat(read("{\"label\":\"noto/heart\",\"priority\":\"bulk\",\"previewEvery\":2}")
                        .previewEvery())
                .isEqualTo(2);
        assertThat(read("{\"label\":\"noto/heart\"}").deadline()).isEqualTo(Duration.ofHours(1));
        assertThat(problems("{\"label\":\"noto/heart\",\"priority\":\"urgent\",\"deadline\":3601}"))
                .extracting(Problem::field)
                .containsExactly("priority", "deadline");
    }

    @Test
    void takesOneValueForAllGridsOrOneEach() {
        GenerationRequest request = read(
                "{\"label\":\"noto/heart\",\"steps\":{\"bottom\":9},\"guidance\":2,\"temperature\":{\"top\":0.5},\"schedule\":\"linear\",\"order\":{\"top\":\"halton\"}}");

        assertThat(request.settings(TokenGrid.BOTTOM).steps()).isEqualTo(9);
        assertThat(request.settings(TokenGrid.TOP).steps()).isEqualTo(6);
        assertThat(request.settings(TokenGrid.UPSAMPLER_TOP).guidanceScale()).isEqualTo(2);
        assertThat(request.settings(TokenGrid.TOP).temperature()).isEqualTo(0.5);
        assertThat(request.settings(TokenGrid.BOTTOM).temperature()).isEqualTo(0.9);
        assertThat(request.settings(TokenGrid.UPSAMPLER_BOTTOM).schedule().name())
                .isEqualTo("linear");
        assertThat(request.settings(TokenGrid.TOP).order()).isEqualTo(TokenOrder.HALTON);
        assertThat(request.settings(TokenGrid.BOTTOM).order()).isEqualTo(TokenOrder.CONFIDENCE);
    }

    @Test
    void takesAFormatAndItsQuality() {
        assertThat(read("{\"label\":\"noto/heart\"}").format()).isEqualTo(OutputFormat.PNG);
        assertThat(read("{\"label\":\"noto/heart\",\"format\":\"jpeg\",\"quality\":0}")
                        .format())
                .isEqualTo(new OutputFormat("jpeg", 0));
        assertThat(read("{\"label\":\"noto/heart\",\"format\":\"png\",\"quality\":100}")
                        .format())
                .isEqualTo(OutputFormat.PNG);
        assertThat(problems("{\"label\":\"noto/heart\",\"quality\":50}"))
                .extracting(Problem::field)
                .containsExactly("quality");
        assertThat(problems("{\"label\":\"noto/heart\",\"format\":\"gif\",\"quality\":50}"))
                .extracting(Problem::field)
                .containsExactly("format");
    }

    @Property(tries = 200)
    void takesEverySeed(@ForAll long seed) {
        assertThat(read("{\"label\":\"noto/heart\",\"seed\":\"" + seed + "\"}").seed())
                .isEqualTo(seed);
        if (Math.abs((double) seed) < GenerationReader.MAX_JSON_SEED) {
            assertThat(read("{\"label\":\"noto/heart\",\"seed\":" + seed + "}").seed())
                    .isEqualTo(seed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740992",
                "-9007199254740992",
                "9223372036854775808",
                "1.0",
                "1e3",
                "true",
                "[]",
                "\"\"",
                "\"+1\"",
                "\"0x1\"",
                "\"1.5\"",
                "\"9223372036854775808\""
            })
    void refusesSeedsThatAreNone(String seed) {
        assertThat(problems("{\"label\":\"noto/heart\",\"seed\":" + seed + "}"))
                .extracting(Problem::field)
                .containsExactly("seed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"size\":300",
                "\"size\":\"256\"",
                "\"size\":256.0",
                "\"steps.top\":0",
                "\"steps\":6",
                "\"guidance\":20.5",
                "\"guidance\":-0.1",
                "\"guidance\":\"1\"",
                "\"guidance\":1e999",
                "\"temperature\":0",
                "\"temperature\":11",
                "\"gumbel\":51",
                "\"schedule\":\"cosin\"",
                "\"order\":\"sobol\"",
                "\"previewEvery\":-1",
                "\"previewEvery\":1.5",
                "\"previewEvery\":99999999999999999999"
            })
    void refusesValuesOutOfRangeOrOfTheWrongType(String member) {
        assertThat(problems("{\"label\":\"noto/heart\"," + member + "}")).hasSize(1);
    }

    @Test
    void reportsEveryProblemAtOnce() {
        assertThat(problems("{\"size\":1,\"steps\":{\"top\":0,\"botom\":1},\"temperature\":{\"bottom\":0},\"sed\":1}"))
                .extracting(Problem::field)
                .containsExactlyInAnyOrder("sed", "label", "size", "steps.botom", "steps.top", "temperature.bottom");
    }

    @Test
    void namesTheThreeNearestLabelsAndTheNearestField() {
        List<Problem> problems = problems("{\"label\":\"noto/catface\",\"sead\":1}");

        assertThat(problems).hasSize(2);
        assertThat(problems.get(0).nearest()).containsExactly("seed");
        assertThat(problems.get(1).nearest()).hasSize(3).startsWith("noto/cat-face");
    }

    @Property(tries = 50)
    void countsStepsUpToTheModelsLimit(@ForAll @IntRange(min = -10, max = 80) int steps) {
        String json = "{\"label\":\"noto/heart\",\"steps\":{\"top\":" + steps + "}}";
        if (steps >= 1 && steps <= 64) {
            assertThat(read(json).settings(TokenGrid.TOP).steps()).isEqualTo(steps);
        } else {
            assertThat(problems(json)).extracting(Problem::got).containsExactly((long) steps);
        }
    }

    @Property(tries = 300)
    void refusesOtherTextWithoutFailing(@ForAll String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void echoesNoMoreThanALine() {
        String name = IntStream.range(0, 5_000).mapToObj(i -> "x").reduce("", String::concat);
        assertThat(problems("{\"label\":\"" + name + "\",\"" + name + "\":1}"))
                .allSatisfy(problem -> assertThat(String.valueOf(problem.got())).hasSizeLessThan(120));
    }
}
