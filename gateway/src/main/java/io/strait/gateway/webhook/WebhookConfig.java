package io.strait.gateway.webhook;

import io.strait.gateway.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of webhooks.
 *
 * @param schedule when each attempt is made, after the one before
 * @param timeout how long an endpoint may take to answer
 * @param allowPrivate whether endpoints may be on addresses that are not the Internet's: for tests, and where all tenants are trusted
 */
public record WebhookConfig(RetrySchedule schedule, Duration timeout, boolean allowPrivate) {
    private static final long LONGEST_SECONDS = 7 * 24 * 3600;

    /** Reads the STRAIT_GATEWAY_WEBHOOK_ settings. */
    public static WebhookConfig read(Settings settings) {
        String own = Settings.OWN + "WEBHOOK_";
        return new WebhookConfig(
                schedule(settings, own + "SCHEDULE_SECONDS"),
                settings.seconds(own + "TIMEOUT_SECONDS", 20, 1, 60),
                settings.flag(own + "ALLOW_PRIVATE", false));
    }

    private static RetrySchedule schedule(Settings settings, String key) {
        List<Duration> waits = new ArrayList<>();
        for (String text : settings.list(key)) {
            try {
                long seconds = Long.parseLong(text);
                if (seconds >= 0 && seconds <= LONGEST_SECONDS) {
                    waits.add(Duration.ofSeconds(seconds));
                    continue;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            settings.problem(key + ": expected whole numbers from 0 to " + LONGEST_SECONDS + ", got " + text);
        }
        return waits.isEmpty() ? RetrySchedule.STANDARD : new RetrySchedule(waits);
    }
}
