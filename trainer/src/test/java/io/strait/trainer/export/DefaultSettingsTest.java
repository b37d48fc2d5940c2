package io.strait.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import io.strait.model.preset.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultSettingsTest {
    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void replacesOnlyWhatIsNamed() throws IOException {
        JsonNode before = DefaultSettings.sampled().toJson();
        JsonNode after = DefaultSettings.sampled()
                .with(json("{'bottom':{'gumbel':4.5,'schedule':'linear'}}"))
                .toJson();

        assertThat(after.get("top")).isEqualTo(before.get("top"));
        assertThat(after.at("/bottom/steps")).isEqualTo(before.at("/bottom/steps"));
        assertThat(after.at("/bottom/gumbel").doubleValue()).isEqualTo(4.5);
        assertThat(after.at("/bottom/schedule").textValue()).isEqualTo("linear");
    }

    @Test
    void detailIsTheBestGuessWhereSoftTargetsWereLearned() {
        for (TokenGrid grid : List.of(TokenGrid.BOTTOM, TokenGrid.UPSAMPLER_TOP, TokenGrid.UPSAMPLER_BOTTOM)) {
            GridSettings demo = DefaultSettings.of(Preset.DEMO).of(grid);
            GridSettings paper = DefaultSettings.of(Preset.PAPER).of(grid);
            assertThat(demo).isEqualTo(GridSettings.bestGuess(demo.steps()));
            assertThat(paper).isEqualTo(DefaultSettings.sampled().of(grid));
        }
        assertThat(DefaultSettings.of(Preset.DEMO).of(TokenGrid.TOP).temperature())
                .isGreaterThan(0.5);
    }

    @Test
    void aFileSaysWhatDiffersFromThePreset(@TempDir Path folder) throws IOException {
        Path manifest = Files.writeString(folder.resolve("bundle.json"), "{\"defaults\":{\"top\":{\"steps\":9}}}");
        DefaultSettings settings = DefaultSettings.of(Preset.DEMO, manifest);

        assertThat(settings.of(TokenGrid.TOP))
                .isEqualTo(DefaultSettings.of(Preset.DEMO).of(TokenGrid.TOP).withSteps(9));
        assertThat(settings.of(TokenGrid.BOTTOM))
                .isEqualTo(DefaultSettings.of(Preset.DEMO).of(TokenGrid.BOTTOM));
    }

    @Test
    void keepsTheScheduleWhenItLimitsSteps() throws IOException {
        JsonNode limited = DefaultSettings.sampled()
                .with(json("{'top':{'schedule':'cubic'}}"))
                .limitedTo(TokenGrid.TOP, 4)
                .toJson();

        assertThat(limited.at("/top/steps").intValue()).isEqualTo(4);
        assertThat(limited.at("/top/schedule").textValue()).isEqualTo("cubic");
    }

    @Test
    void rejectsUnknownNames() throws IOException {
        JsonNode grid = json("{'middle':{}}");
        JsonNode setting = json("{'top':{'step':3}}");

        assertThatThrownBy(() -> DefaultSettings.sampled().with(grid)).hasMessageContaining("got middle");
        assertThatThrownBy(() -> DefaultSettings.sampled().with(setting)).hasMessageContaining("got step");
    }
}
