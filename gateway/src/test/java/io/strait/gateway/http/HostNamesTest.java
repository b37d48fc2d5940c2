package io.strait.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.gateway.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNamesTest {
    private static HostNames read(String hosts, boolean open) {
        Settings settings = new Settings(hosts.isEmpty() ? Map.of() : Map.of("STRAIT_GATEWAY_HOSTS", hosts));
        HostNames names = HostNames.read(settings, open);
        settings.check();
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:80",
                "localhost.",
                "a.localhost",
                "127.0.0.1:8080",
                "[::1]",
                "[::1]:1",
                "::1"
            })
    void takesOwnNames(String host) {
        assertThat(read("", true).allow(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "example.org",
                "127.0.0.1.example.org",
                "xlocalhost",
                "128.0.0.1",
                "[fe80::1]",
                "[::1].x",
                "a b"
            })
    void refusesOthers(String host) {
        assertThat(read("", true).allow(host)).isFalse();
    }

    @Test
    void takesWhatIsNamedAndEverythingIfTold() {
        HostNames named = read("Images.Example, [2001:db8::7]", false);
        assertThat(named.allow("images.example:443")).isTrue();
        assertThat(named.allow("[2001:db8::7]:443")).isTrue();
        assertThat(named.allow("localhost")).isTrue();
        assertThat(named.allow("example")).isFalse();
        assertThat(read("*", true).allow("anything.example")).isTrue();
        assertThat(read("", false).any()).as("where callers say who they are").isTrue();
    }

    @Test
    void saysWhatIsNoName() {
        assertThatThrownBy(() -> read("https://a.example, a:80", true))
                .hasMessageContaining("got https://a.example")
                .hasMessageContaining("got a:80");
    }
}
