package io.strait.standalone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.strait.standalone.stack.Stack;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page against the whole service, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageIT {
    private static final double PATIENCE_MILLIS = 180_000;
    private static final String RUNNING = "queued|running";

    private final Stack stack;
    private final Chromium chromium;

    PageIT(@TempDir Path data) {
        stack = Stack.start(StackConfig.of(StackConfig.home().resolve("bundles").resolve("emoji-256"), data));
        chromium = Chromium.launch();
    }

    @AfterAll
    void stop() {
        chromium.close();
        stack.close();
    }

    @Test
    void showsThreeStagesAndDownloadsTheServersImage() throws IOException, InterruptedException {
        try (Visit visit = visit()) {
            visit.choose("fluent-3d", "cat-face", 512).fill("seed", "9223372036854775807");
            visit.generate();
            Locator card = visit.card(0);
            visit.awaitStatus(card, "completed");

            Locator download = card.locator("[data-action=download]");
            assertThat(download).isVisible();
            assertThat(new LinkedHashSet<>(stagesOf(card))).containsExactly("top", "bottom", "upsampler", "final");
            assertThat(card.locator(".picture canvas"))
                    .hasAttribute("aria-label", "Cat face, Fluent 3D: Finished image");
            Download saved = visit.page().waitForDownload(download::click);
            assertThat(saved.suggestedFilename()).isEqualTo("fluent-3d-cat-face-9223372036854775807.png");
            assertThat(Files.readAllBytes(saved.path())).isEqualTo(image(card.getAttribute("data-id")));
        }
    }

    @Test
    void showsAnEarlierStepOnRequest() {
        try (Visit visit = visit()) {
            visit.choose("noto", "heart", 256);
            visit.generate();
            Locator card = visit.card(0);
            visit.awaitStatus(card, "completed");
            assertThat(card.locator("[data-action=download]")).isVisible();
            card.locator(".strip button").last().focus();
            visit.page().keyboard().press("Home");
            assertThat(card.locator(".picture canvas"))
                    .hasAttribute("aria-label", Pattern.compile("Heart, Noto: Layout, step \\d of 3"));
            assertThat(card.locator(".strip button").first()).isFocused();
        }
    }

    @Test
    void runsSeveralAtOnceNewestFirst() {
        try (Visit visit = visit()) {
            visit.choose("noto", "heart", 256).steps(64, 8, 1, 1);
            visit.generate();
            visit.page().locator("[name=subject][value=smiley]").check();
            visit.generate();
            assertThat(visit.card(0).locator("h2")).hasText("Smiley, Noto");
            assertThat(visit.card(1).locator("h2")).hasText("Heart, Noto");
            visit.awaitStatus(visit.card(0), RUNNING);
            visit.awaitStatus(visit.card(1), RUNNING);
            visit.awaitStatus(visit.card(0), "completed");
            visit.awaitStatus(visit.card(1), "completed");
        }
    }

    @Test
    void cancels() {
        try (Visit visit = visit()) {
            visit.choose("noto", "heart", 256).steps(64, 64, 1, 1);
            visit.generate();
            visit.card(0).locator("[data-action=cancel]").click();
            visit.awaitStatus(visit.card(0), "cancelled");
            assertThat(visit.card(0).locator("[data-action=cancel]")).isHidden();
            assertThat(visit.card(0).locator("[data-action=download]")).isHidden();
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        try (Visit visit = visit()) {
            visit.fill("seed", "abc").fill("guidance", "99");
            visit.generate();
            Locator problems = visit.page().locator("#problems");
            assertThat(problems).containsText("Seed: expected an integer");
            assertThat(problems).containsText("got “abc”");
            assertThat(problems).containsText("Guidance: expected a number from 0 to 20, got 99");
            assertThat(visit.page().locator("[name=seed]")).isFocused();
            assertThat(visit.page().locator("[aria-invalid=true]")).hasCount(2);
            assertThat(visit.page().locator(".generation")).hasCount(0);
        }
    }

    @Test
    void resumesAfterTheConnectionBroke() {
        try (Visit visit = Visit.prepare(chromium)) {
            visit.page()
                    .addInitScript("window.sockets = []; window.WebSocket = class extends WebSocket {"
                            + " constructor(url) { super(url); sockets.push(this); } }");
            visit.open(stack.url()).choose("fluent", "plant-flower", 256).steps(48, 8, 1, 1);
            visit.generate();
            Locator steps = visit.card(0).locator(".strip button");
            assertThat(steps.first()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
            visit.page().evaluate("sockets[0].close()");
            visit.awaitStatus(visit.card(0), "completed");
            assertThat(visit.page().evaluate("sockets.length")).isEqualTo(2);
            assertThat(visit.page().locator("#connection")).hasText("Connected");
            // every preview once, although the second connection replays
            assertThat(stepsOf(visit.card(0))).doesNotHaveDuplicates();
        }
    }

    @Test
    void showsItsGenerationsAgainAfterAReload() {
        try (Visit visit = visit()) {
            visit.choose("noto-v1", "food-fruit", 256);
            visit.generate();
            visit.awaitStatus(visit.card(0), "completed");
            String id = visit.card(0).getAttribute("data-id");
            visit.page().reload();
            visit.awaitStatus(visit.card(0), "completed");
            assertThat(visit.card(0)).hasAttribute("data-id", id);
            assertThat(visit.card(0).locator("[data-action=download]")).isVisible();
        }
    }

    @Test
    void fitsAPhone() {
        try (Visit visit = visit()) {
            visit.page().setViewportSize(360, 740);
            visit.choose("noto", "heart", 256);
            visit.generate();
            visit.awaitStatus(visit.card(0), "completed");
            assertThat(visit.page()
                            .evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .isEqualTo(true);
        }
    }

    private Visit visit() {
        return Visit.prepare(chromium).open(stack.url());
    }

    private static List<String> stagesOf(Locator card) {
        return attributes(card, "stage");
    }

    private static List<String> stepsOf(Locator card) {
        return attributes(card, "key");
    }

    private static List<String> attributes(Locator card, String name) {
        return card.locator(".strip button").all().stream()
                .map(button -> button.getAttribute("data-" + name))
                .toList();
    }

    private byte[] image(String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stack.url().resolve("/v1/generations/" + id + "/image"))
                .build();
        HttpResponse<byte[]> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
