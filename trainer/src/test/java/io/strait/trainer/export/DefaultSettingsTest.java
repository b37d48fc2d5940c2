package io.strait.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.model.TokenGrid;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DefaultSettingsTest {
    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void replacesOnlyWhatIsNamed() throws IOException {
        JsonNode before = DefaultSettings.standard().toJson();
        JsonNode after = DefaultSettings.standard()
                .with(json("{'bottom':{'gumbel':4.5,'schedule':'linear'}}"))
                .toJson();

        assertThat(after.get("top")).isEqualTo(before.get("top"));
        assertThat(after.at("/bottom/steps")).isEqualTo(before.at("/bottom/steps"));
        assertThat(after.at("/bottom/gumbel").doubleValue()).isEqualTo(4.5);
        assertThat(after.at("/bottom/schedule").textValue()).isEqualTo("linear");
    }

    @Test
    void keepsTheScheduleWhenItLimitsSteps() throws IOException {
        JsonNode limited = DefaultSettings.standard()
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

        assertThatThrownBy(() -> DefaultSettings.standard().with(grid)).hasMessageContaining("got middle");
        assertThatThrownBy(() -> DefaultSettings.standard().with(setting)).hasMessageContaining("got step");
    }
}
