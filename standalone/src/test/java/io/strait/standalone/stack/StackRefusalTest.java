package io.strait.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.model.bundle.InvalidBundleException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackRefusalTest {
    @TempDir
    private Path folder;

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackConfig config =
                    StackConfig.of(folder.resolve("bundle"), folder).withPort(taken.getLocalPort());
            assertThatThrownBy(() -> Stack.start(config))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 is taken");
        }
    }

    @Test
    void namesTheAddressThatIsNotThisMachines() {
        StackConfig config =
                StackConfig.of(folder.resolve("bundle"), folder).withPort(8080).withBind("203.0.113.1");
        assertThatThrownBy(() -> Stack.start(config))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("203.0.113.1");
    }

    @Test
    void namesTheFileThatABundleLacks() {
        assertThatThrownBy(() -> Stack.start(StackConfig.of(folder.resolve("bundle"), folder)))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining("bundle.json");
    }

    @Test
    void namesTheGraphThatIsDamaged() throws IOException {
        Path bundle = Files.createDirectory(folder.resolve("bundle"));
        try (Stream<Path> files = Files.list(Requests.bundle())) {
            for (Path file : files.toList()) {
                Files.copy(file, bundle.resolve(String.valueOf(file.getFileName())));
            }
        }
        Path damaged = bundle.resolve("decoder.onnx");
        byte[] content = Files.readAllBytes(damaged);
        content[content.length / 2] ^= 1;
        Files.write(damaged, content);
        assertThatThrownBy(() -> Stack.start(StackConfig.of(bundle, folder.resolve("data"))))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining("decoder.onnx")
                .hasMessageContaining("SHA-256");
    }

    @Test
    void lendsADataDirectoryToOneAtATime() throws IOException {
        Path data = folder.resolve("data");
        try (DataDirectory held = DataDirectory.take(data)) {
            assertThat(held.kafka()).startsWithRaw(data);
            assertThatThrownBy(() -> DataDirectory.take(data))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("another running strait");
        }
        DataDirectory.take(data).close();
    }
}
