package io.strait.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.gateway.tenant.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Nothing but what was given out opens anything. */
final class ForgeryPropertyTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final String KEY = KeyText.create(new Random(1));
    private static final ApiKeys KEYS = new ApiKeys(List.of(
            new ApiKey(KeyText.id(KEY).orElseThrow(), "acme", HexFormat.of().formatHex(KeyText.hash(KEY)), NOW, null)));
    private static final Optional<Secret> SECRET = Optional.of(new Secret("0123456789abcdef0123456789abcdef"));
    private static final Caller ACME = new Caller("acme", "key:1");

    private static Tickets tickets(Optional<Secret> secret, Duration later) {
        return new Tickets(secret, Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
    }

    private static String ticket() {
        return tickets(SECRET, Duration.ZERO)
                .issue(ACME, "stream", Duration.ofSeconds(30))
                .text();
    }

    /** Another character of the same alphabet; bits that base64 does not use may differ without harm, so the last one stays. */
    private static String changed(String text, int at) {
        int place = at % (text.length() - 1);
        char other = text.charAt(place) == 'A' ? 'B' : 'A';
        return text.substring(0, place) + other + text.substring(place + 1);
    }

    @Property
    void noOtherTextIsAKey(@ForAll @StringLength(max = 100) String text) {
        assertThat(KEYS.find(text)).isEmpty();
        assertThat(KEYS.find(KEY + text).isPresent()).isEqualTo(text.isEmpty());
    }

    @Property(tries = 200)
    void noCharacterOfAKeyMayDiffer(@ForAll @IntRange(max = 200) int at) {
        assertThat(KEYS.find(KEY)).isPresent();
        assertThat(KEYS.find(changed(KEY, at))).isEmpty();
    }

    @Property
    void noOtherTextIsATicket(@ForAll @StringLength(max = 1_100) String text) {
        assertThat(tickets(SECRET, Duration.ZERO).redeem(text, "stream")).isEmpty();
        assertThat(tickets(SECRET, Duration.ZERO).redeem(text + "." + text, "stream"))
                .isEmpty();
    }

    @Property(tries = 400)
    void noCharacterOfATicketMayDiffer(@ForAll @IntRange(max = 400) int at) {
        String good = ticket();
        String payload = good.split("\\.", 2)[0];
        assertThat(tickets(SECRET, Duration.ZERO).redeem(good, "stream")).contains(ACME);
        String forged = changed(payload, at) + good.substring(payload.length());
        assertThat(tickets(SECRET, Duration.ZERO).redeem(forged, "stream")).isEmpty();
    }

    @Property(tries = 100)
    void aTicketIsGoodUntilItsTime(@ForAll @IntRange(max = 60_000) int millis) {
        assertThat(tickets(SECRET, Duration.ofMillis(millis))
                        .redeem(ticket(), "stream")
                        .isPresent())
                .isEqualTo(millis < 30_000);
    }

    @Property(tries = 1)
    void aTicketIsGoodForItsPurposeWhereTheSecretIsTheSame() {
        assertThat(tickets(SECRET, Duration.ZERO).redeem(ticket(), "image")).isEmpty();
        assertThat(tickets(Optional.empty(), Duration.ZERO).redeem(ticket(), "stream"))
                .isEmpty();
    }
}
