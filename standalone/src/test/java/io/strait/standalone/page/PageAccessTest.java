package io.strait.standalone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page before a server that wants a key: a scripted one, for the page is what is tested. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageAccessTest {
    private static final String KEY = "strait_00000000000a_right";
    private static final String LABELS = "{\"labels\":[\"noto/heart\"],\"sizes\":[256],\"defaults\":{"
            + "\"top\":{\"steps\":6,\"guidance\":1},\"bottom\":{\"steps\":6},"
            + "\"upsamplerTop\":{\"steps\":6},\"upsamplerBottom\":{\"steps\":6}}}";

    /** Always open, says nothing. */
    private static final String FAKE_SOCKET = "window.sockets = []; window.WebSocket = class extends EventTarget {"
            + " static OPEN = 1; readyState = 1; send() {}"
            + " constructor(url) { super(); sockets.push(String(url));"
            + " setTimeout(() => this.dispatchEvent(new Event('open'))); } }";

    private final Chromium chromium = Chromium.launch();

    @AfterAll
    void stop() {
        chromium.close();
    }

    @Test
    void asksForAKeyKeepsItInTheTabAndOpensItsStreamWithATicket() {
        Page page = chromium.browser().newPage();
        page.route(Pattern.compile("^http://page\\.test/"), PageAccessTest::answer);
        page.addInitScript(FAKE_SOCKET);
        page.navigate("http://page.test/");
        Locator dialog = page.locator("#access");
        assertThat(dialog).isVisible();
        assertThat(dialog.locator("[role=alert]")).hasText("");
        assertThat(page.locator("#generate")).isDisabled();

        dialog.locator("[name=key]").fill("strait_00000000000a_wrong");
        dialog.locator("button").click();
        assertThat(dialog.locator("[role=alert]")).hasText("This key is not accepted.");
        page.keyboard().press("Escape");
        assertThat(dialog).isVisible();

        dialog.locator("[name=key]").fill(KEY);
        dialog.locator("button").click();
        assertThat(dialog).isHidden();
        assertThat(page.locator("#generate")).isEnabled();
        assertThat(page.locator("#connection")).hasText("Connected");
        assertThat(page.evaluate("sockets")).isEqualTo(List.of("ws://page.test/v1/stream?ticket=t.1"));

        page.reload();
        assertThat(page.locator("#generate")).isEnabled();
        assertThat(page.locator("#connection")).hasText("Connected");
        assertThat(dialog).isHidden();
        assertThat(page.evaluate("sockets.length")).isEqualTo(1);
        page.close();
    }

    private static void answer(Route route) {
        String path = route.request().url().replaceFirst("^http://page\\.test/", "");
        boolean known = ("Bearer " + KEY).equals(route.request().headerValue("authorization"));
        if (path.startsWith("v1/") && !known) {
            route.fulfill(new Route.FulfillOptions().setStatus(401).setBody("{}"));
        } else if (path.equals("v1/labels")) {
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(LABELS));
        } else if (path.equals("v1/stream-tickets")) {
            route.fulfill(new Route.FulfillOptions().setStatus(201).setBody("{\"ticket\":\"t.1\"}"));
        } else {
            file(route, path.isEmpty() ? "page/index.html" : path);
        }
    }

    private static void file(Route route, String path) {
        try (InputStream file = PageAccessTest.class.getResourceAsStream("/" + path)) {
            if (file == null) {
                route.fulfill(new Route.FulfillOptions().setStatus(404));
                return;
            }
            String type = path.endsWith(".js") ? "javascript" : path.endsWith(".css") ? "css" : "html";
            route.fulfill(new Route.FulfillOptions()
                    .setContentType(path.endsWith(".svg") ? "image/svg+xml" : "text/" + type)
                    .setBodyBytes(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
