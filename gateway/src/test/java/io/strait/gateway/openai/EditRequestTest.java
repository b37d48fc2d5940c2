package io.strait.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.TestBundle;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.strait.gateway.request.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EditRequestTest {
    @ParameterizedTest
    @ValueSource(strings = {"{\"top\":\"x\",\"bottom\":[]}", "[]", "7", "\"x\"", "null"})
    void imagesAreAnArray(String images) {
        ObjectNode body = Json.readObject(
                ("{\"prompt\":\"noto/heart\",\"images\":" + images + "}").getBytes(StandardCharsets.UTF_8));
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class, () -> new EditRequest(TestBundle.manifest(), true).checkJson(body));
        assertThat(refused.problems()).extracting(Problem::field).containsExactly("images");
    }
}
