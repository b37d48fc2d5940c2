package io.strait.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.tenant.Caller;
import io.strait.gateway.tenant.TenantName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.MalformedURLException;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens (JWT) of one issuer. Its keys are fetched when first needed, kept some minutes, and fetched again for a key id that is not among them,
 * which is how rotated keys become known. While the issuer is away the keys known last hold on for an hour. Thread-safe.
 */
final class Tokens implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    /** None that a symmetric key or no key at all would do for. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Duration FETCH = Duration.ofSeconds(3);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_WHILE_AWAY = Duration.ofHours(1);
    private static final int MOST_KEY_BYTES = 256 << 10;
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int LONGEST_SUBJECT = 100;
    private static final int THREADS = 2;
    private static final String INVALID = "The token is not valid here.";

    private final WorkerExecutor threads;
    private final JwtConfig config;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    Tokens(Vertx vertx, JwtConfig config) {
        this.threads = vertx.createSharedWorkerExecutor("gateway-tokens", THREADS);
        this.config = config;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(config)));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                config.audience(),
                new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                Set.of("exp", config.tenantClaim()));
        claims.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
    }

    private static JWKSource<SecurityContext> keys(JwtConfig config) {
        URL url;
        try {
            url = config.jwks().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("JWKS: expected a URL, got " + config.jwks(), e);
        }
        int millis = Math.toIntExact(FETCH.toMillis());
        return JWKSourceBuilder.create(url, new DefaultResourceRetriever(millis, millis, MOST_KEY_BYTES))
                .cache(KEPT.toMillis(), 4 * FETCH.toMillis())
                .retrying(true)
                .outageTolerant(KEPT_WHILE_AWAY.toMillis())
                .build();
    }

    /** Fails with 401 if the token is none of the issuer's for us, 503 if the issuer's keys cannot be had. */
    Future<Caller> caller(String token) {
        return threads.executeBlocking(() -> check(token), false);
    }

    private Caller check(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String tenant = claims.getStringClaim(config.tenantClaim());
            if (tenant == null || !TenantName.matches(tenant)) {
                throw HttpFailure.unauthenticated("The token's claim " + config.tenantClaim() + " names no tenant.");
            }
            String subject = String.valueOf(claims.getSubject()).replaceAll("[^\\x21-\\x7e]", "?");
            return new Caller(tenant, "jwt:" + subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT)));
        } catch (RateLimitReachedException e) {
            LOG.debug("tokens.refused: signed by a key that was not there a moment ago", e);
            throw HttpFailure.unauthenticated(INVALID);
        } catch (KeySourceException e) {
            LOG.warn("tokens.unverifiable: the keys of {} cannot be had", config.jwks(), e);
            throw HttpFailure.unavailable("The token cannot be checked now. Try again.");
        } catch (BadJOSEException | JOSEException | ParseException e) {
            // Why is for the log: to the client it would say how to forge a better one.
            LOG.debug("tokens.refused", e);
            throw HttpFailure.unauthenticated(INVALID);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
