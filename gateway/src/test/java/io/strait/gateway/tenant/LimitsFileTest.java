package io.strait.gateway.tenant;

import static io.strait.gateway.tenant.TenantLimits.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitsFileTest {
    private static LimitsFile parse(String json) {
        return LimitsFile.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fallsBackToTheDefaultsAndThenToNoBound() {
        LimitsFile file = parse("{\"defaults\":{\"running\":4,\"daily\":100},\"tenants\":{\"acme\":"
                + "{\"running\":8,\"daily\":null,\"requestsPerMinute\":60}}}");

        assertThat(file.of("acme")).isEqualTo(new TenantLimits(60, UNLIMITED, UNLIMITED, UNLIMITED, 8));
        assertThat(file.of("unknown")).isEqualTo(new TenantLimits(UNLIMITED, UNLIMITED, UNLIMITED, 100, 4));
        assertThat(parse("{}").of("acme")).isEqualTo(TenantLimits.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"default":{}}                       | got default
            {"defaults":{"runing":4}}            | got runing
            {"defaults":{"running":0}}           | defaults.running: expected a whole number from 1
            {"defaults":{"running":1.5}}         | got 1.5
            {"defaults":{"running":"4"}}         | got "4"
            {"defaults":{"running":4000000000}}  | got 4000000000
            {"defaults":[]}                      | defaults: expected an object
            {"tenants":{"a b":{}}}               | tenants: expected 1 to 64 letters
            {"tenants":{"a":{"daily":-1}}}       | tenants.a.daily: expected
            """)
    void saysWhatIsWrong(String json, String message) {
        assertThatThrownBy(() -> parse(json)).hasMessageContaining(message);
    }
}
