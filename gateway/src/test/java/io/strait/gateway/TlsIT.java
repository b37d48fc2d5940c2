package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TLS with certificates that the JDK's own tool makes. */
@ExtendWith(SharedStack.class)
final class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Stack stack;
    private final Path folder;

    TlsIT(Stack stack, @TempDir Path folder) {
        this.stack = stack;
        this.folder = folder;
    }

    private Path certificate() {
        return folder.resolve("cert.pem");
    }

    private Path key() {
        return folder.resolve("key.pem");
    }

    /** Makes a certificate, puts it and its key where the gateway looks. */
    private X509Certificate renew(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Certificate certificate = keys.getCertificate("a");
        replace(certificate(), pem("CERTIFICATE", certificate.getEncoded()));
        replace(key(), pem("PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded()));
        return (X509Certificate) certificate;
    }

    private static void replace(Path file, String content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    private static HttpClient trusting(Certificate certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", certificate);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> get(HttpClient client, Gateway gateway) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + gateway.port() + "/v1/labels");
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    @Test
    void speaksTlsAndTakesUpANewCertificate() throws Exception {
        X509Certificate first = renew("first");
        Gateway gateway = stack.gateway(Map.of(
                "STRAIT_GATEWAY_TLS_CERT", certificate().toString(),
                "STRAIT_GATEWAY_TLS_KEY", key().toString()));
        try {
            assertThat(gateway.scheme()).isEqualTo("https");
            HttpResponse<String> response = get(trusting(first), gateway);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("strict-transport-security"))
                    .isPresent();
            assertThatThrownBy(() -> new Client(gateway).get("/v1/labels")).isInstanceOf(IOException.class);

            Files.writeString(key(), "nothing"); // changes nothing
            X509Certificate second = renew("second");
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> get(trusting(second), gateway).statusCode() == 200);
            assertThatThrownBy(() -> get(trusting(first), gateway)).isInstanceOf(IOException.class);
        } finally {
            Stack.await(gateway.close());
        }
    }

    @Test
    void saysWhatIsMissing() {
        Map<String, String> missing = Map.of(
                "STRAIT_GATEWAY_TLS_CERT", certificate().toString(),
                "STRAIT_GATEWAY_TLS_KEY", key().toString());
        assertThatThrownBy(() -> stack.gateway(missing))
                .hasMessageContaining("TLS certificate: expected a file that can be read")
                .hasMessageContaining(Objects.toString(certificate()));
    }
}
