package io.strait.standalone.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page's modules one at a time, in the browser they are written for, without a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageProtocolTest {
    private static final String HEADER =
            "{\"event\":\"preview\",\"stage\":\"top\",\"step\":3,\"steps\":18,\"format\":\"png\"}";

    private final Chromium chromium = Chromium.launch();
    private final Page page = chromium.browser().newPage();

    PageProtocolTest() {
        page.route(Pattern.compile("^http://page\\.test/"), PageProtocolTest::answer);
        page.navigate("http://page.test/");
    }

    @AfterAll
    void stop() {
        chromium.close();
    }

    @Test
    void decodesAPreviewFrame() {
        byte[] frame = frame(HEADER.length(), HEADER, new byte[] {1, 2, -1});
        assertThat(run(
                        "protocol.js",
                        "const m = module.decode(bytes);"
                                + " return [m.event, m.stage, m.step, m.steps, m.image.type,"
                                + " new Uint8Array(await m.image.arrayBuffer()).join()].join(' ')",
                        frame))
                .isEqualTo("preview top 3 18 image/png 1,2,255");
    }

    @Test
    void refusesAFrameShorterThanItsLength() {
        assertThatThrownBy(() -> decode(new byte[] {0, 0, 1}))
                .isInstanceOf(PlaywrightException.class)
                .hasMessageContaining("frame: expected at least 4 bytes, got 3");
    }

    @Test
    void refusesAHeaderLongerThanTheFrame() {
        assertThatThrownBy(() -> decode(frame(0xffff_ffff, HEADER, new byte[0])))
                .hasMessageContaining("header of 4294967295 bytes does not fit");
    }

    @Test
    void refusesAHeaderThatIsNotJson() {
        assertThatThrownBy(() -> decode(frame(3, "abc", new byte[0]))).hasMessageContaining("expected JSON");
    }

    @Test
    void refusesAHeaderThatIsNotText() {
        byte[] frame = {0, 0, 0, 1, -1};
        assertThatThrownBy(() -> decode(frame)).hasMessageContaining("header is not UTF-8");
    }

    @Test
    void refusesAMessageWithoutAnEvent() {
        assertThatThrownBy(() -> run("protocol.js", "module.decode('{\"id\":\"1\"}')", new byte[0]))
                .hasMessageContaining("message.event: expected a string");
    }

    @Test
    void refusesAnUnknownImageFormat() {
        String header = "{\"event\":\"preview\",\"format\":\"html\"}";
        assertThatThrownBy(() -> decode(frame(header.length(), header, new byte[0])))
                .hasMessageContaining("format: expected one of");
    }

    @Test
    void progressNeverGoesBackNorChangesAfterItsEnd() {
        String fold = "let p = module.initialProgress(512);"
                + " for (const m of [{event:'queued'}, {event:'started',stage:'top',steps:18},"
                + " {event:'preview',stage:'top',step:6,steps:18}, {event:'preview',stage:'top',step:3,steps:18}])"
                + " p = module.advance(p, m);"
                + " const before = p.status + p.stages[0].step;"
                + " p = module.advance(p, {event:'completed'}); p = module.advance(p, {event:'failed'});"
                + " return before + ' ' + p.status + ' ' + p.stages.map(s => s.state).join()";
        assertThat(run("progress.js", fold, new byte[0])).isEqualTo("running6 completed done,done,done");
    }

    @Test
    void labelsReadWell() {
        String read = "return ['fluent-3d/cat-face', 'noto/plant-flower', 'goldfish'].map(module.labelName).join('; ')";
        assertThat(run("labels.js", read, new byte[0])).isEqualTo("Cat face, Fluent 3D; Flower, Noto; Goldfish");
    }

    private void decode(byte[] frame) {
        run("protocol.js", "module.decode(bytes)", frame);
    }

    /** Runs a function body that sees {@code module} and {@code bytes}, an ArrayBuffer. */
    private Object run(String module, String body, byte[] bytes) {
        String script = "async ({ path, base64 }) => { const module = await import(path);"
                + " const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0)).buffer; " + body + " }";
        return page.evaluate(
                script,
                Map.of("path", "/page/" + module, "base64", Base64.getEncoder().encodeToString(bytes)));
    }

    private static byte[] frame(int headerLength, String header, byte[] image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(headerLength);
            out.write(header.getBytes(StandardCharsets.UTF_8));
            out.write(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void answer(Route route) {
        String path = route.request().url().replaceFirst("^http://page\\.test/", "");
        try (InputStream file = PageProtocolTest.class.getResourceAsStream("/" + path)) {
            if (path.isEmpty() || file == null) {
                route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody("<!doctype html>"));
            } else {
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBodyBytes(file.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
