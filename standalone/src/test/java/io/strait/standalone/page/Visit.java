package io.strait.standalone.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One visit to the page by somebody with a browser of their own. Closing it fails if the browser had anything to complain about. */
final class Visit implements AutoCloseable {
    /** A 512 image on a busy machine, and then some. */
    private static final double PATIENCE_MILLIS = 180_000;

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Visit(BrowserContext context) {
        this.context = context;
        this.page = context.newPage();
        context.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequestFailed(request -> {
            // Aborted: left behind by a page that was reloaded or closed meanwhile. Everything else is a fault.
            if (!"net::ERR_ABORTED".equals(request.failure())) {
                complaints.add("request failed: " + request.url() + ": " + request.failure());
            }
        });
        page.addInitScript("addEventListener('securitypolicyviolation',"
                + " event => console.error('policy', event.violatedDirective, event.blockedURI))");
    }

    /** A visitor who has not opened the page yet. */
    static Visit prepare(Chromium chromium) {
        return new Visit(chromium.browser().newContext());
    }

    Visit open(URI url) {
        page.navigate(url.toString());
        assertThat(page.locator("#generate")).isEnabled();
        return this;
    }

    Page page() {
        return page;
    }

    /** Picks a label and few steps, at a size of two or three stages. */
    Visit choose(String style, String subject, int size) {
        page.locator("[name=style][value='" + style + "']").check();
        page.locator("[name=subject][value='" + subject + "']").check();
        openSettings();
        page.locator("[name=size][value='" + size + "']").check();
        return steps(3, 2, 1, 1);
    }

    Visit steps(int top, int bottom, int upsamplerTop, int upsamplerBottom) {
        openSettings();
        fill("steps.top", Integer.toString(top));
        fill("steps.bottom", Integer.toString(bottom));
        fill("steps.upsamplerTop", Integer.toString(upsamplerTop));
        return fill("steps.upsamplerBottom", Integer.toString(upsamplerBottom));
    }

    Visit fill(String field, String text) {
        openSettings();
        page.locator("[name='" + field + "']").fill(text);
        return this;
    }

    void generate() {
        page.locator("#generate").click();
    }

    /** The n-th card, 0 being the newest. */
    Locator card(int index) {
        return page.locator(".generation").nth(index);
    }

    void awaitStatus(Locator card, String status) {
        assertThat(card)
                .hasAttribute(
                        "data-status",
                        Pattern.compile(status),
                        new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MILLIS));
    }

    private void openSettings() {
        if (!page.locator("#sizes").isVisible()) {
            page.locator("#settings summary").click();
        }
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("what the browser complained about").isEmpty();
    }
}
