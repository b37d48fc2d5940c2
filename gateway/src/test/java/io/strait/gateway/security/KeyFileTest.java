package io.strait.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyFileTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("deep").resolve("keys.json");
    }

    private ApiKeys read() throws IOException {
        return ApiKeys.parse(Files.readAllBytes(path()));
    }

    @Test
    void keepsTheHashOnlyAndForItsOwnerOnly() throws IOException {
        KeyFile file = new KeyFile(path());
        String key = file.create("acme", NOW, new SecureRandom());

        assertThat(Files.readString(path())).doesNotContain(key).doesNotContain(key.split("_", 3)[2]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        assertThat(read().find(key)).get().extracting(ApiKey::tenant).isEqualTo("acme");
        assertThat(file.keys()).hasSize(1);
    }

    @Test
    void endsAKeyForGood() throws IOException {
        KeyFile file = new KeyFile(path());
        String key = file.create("acme", NOW, new SecureRandom());
        String id = file.keys().get(0).id();

        assertThat(file.revoke(id, NOW.plusSeconds(9))).isTrue();
        assertThat(file.revoke(id, NOW.plusSeconds(99))).isTrue();
        assertThat(file.revoke("000000000000", NOW)).isFalse();
        assertThat(read().find(key)).isEmpty();
        assertThat(read().opens(id)).isFalse();
        assertThat(file.keys()).extracting(ApiKey::revokedAt).containsExactly(NOW.plusSeconds(9));
    }

    @Test
    void losesNoKeyOfTwoThatAreMadeAtOnce() throws IOException {
        CompletableFuture<?>[] making = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> create("t" + i)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(making).join();

        assertThat(new KeyFile(path()).keys()).hasSize(8);
        try (Stream<Path> files = Files.list(path().getParent())) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("keys.json", "keys.json.lock");
        }
    }

    private void create(String tenant) {
        try {
            new KeyFile(path()).create(tenant, NOW, new SecureRandom());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesAFileThatIsNotOneOfKeysAndLeavesIt() throws IOException {
        Files.createDirectories(path().getParent());
        for (String content : List.of(
                "",
                "[]",
                "{}",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"id\":\"x\",\"tenant\":\"a\",\"sha256\":\"\",\"createdAt\":\"\"}]}")) {
            Files.writeString(path(), content);
            assertThatThrownBy(() -> new KeyFile(path()).create("acme", NOW, new SecureRandom()))
                    .as(content)
                    .hasMessageContaining("expected");
            assertThat(path()).hasContent(content);
        }
    }
}
