package io.strait.gateway.security;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.tenant.Caller;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tokens of an issuer that WireMock plays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokensTest {
    private static final String ISSUER = "https://issuer.example";

    private final Vertx vertx = Vertx.vertx();
    private final WireMockServer issuer =
            new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
    private final RSAKey first;
    private final RSAKey second;
    private final ECKey curve;
    private Tokens tokens;

    TokensTest() throws JOSEException {
        issuer.start();
        first = new RSAKeyGenerator(2048).keyID("first").generate();
        second = new RSAKeyGenerator(2048).keyID("second").generate();
        curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        tokens = open();
    }

    private Tokens open() {
        return new Tokens(
                vertx,
                new JwtConfig(ISSUER, URI.create("http://127.0.0.1:" + issuer.port() + "/jwks"), "strait", "tenant"));
    }

    @BeforeEach
    void forget() {
        issuer.resetAll();
        publish(first, curve);
        tokens = open();
    }

    @AfterEach
    void close() {
        tokens.close();
    }

    @AfterAll
    void stop() throws TimeoutException {
        issuer.stop();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void publish(JWK... keys) {
        String set = new JWKSet(List.of(keys)).toString(true); // public parts only
        issuer.stubFor(get("/jwks").willReturn(okJson(set)));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("strait")
                .subject("alice")
                .claim("tenant", "acme")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private static String signed(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private Caller caller(String token) throws TimeoutException {
        return tokens.caller(token).await(20, TimeUnit.SECONDS);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> caller(token))
                .isInstanceOfSatisfying(
                        HttpFailure.class,
                        failure -> assertThat(failure.status()).isEqualTo(401));
    }

    @Test
    void knowsTheTenantOfATokenOfEitherKind() throws Exception {
        assertThat(caller(signed(first, claims().build()))).isEqualTo(new Caller("acme", "jwt:alice"));
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build(), claims().build());
        token.sign(new ECDSASigner(curve));
        assertThat(caller(token.serialize())).isEqualTo(new Caller("acme", "jwt:alice"));
        issuer.verify(1, getRequestedFor(urlEqualTo("/jwks")));
    }

    @Test
    void followsTheIssuerToNewKeys() throws Exception {
        String old = signed(first, claims().build());
        caller(old);
        publish(second);
        assertThat(caller(signed(second, claims().build())).tenant()).isEqualTo("acme");
        assertRefused(old);
    }

    @Test
    void refusesWhatIsNotForUsOrTooOld() throws Exception {
        assertRefused(signed(first, claims().audience("others").build()));
        assertRefused(signed(first, claims().audience((String) null).build()));
        assertRefused(signed(first, claims().issuer("https://other.example").build()));
        assertRefused(signed(
                first,
                claims().expirationTime(Date.from(Instant.now().minusSeconds(60)))
                        .build()));
        assertRefused(signed(first, claims().expirationTime(null).build()));
        assertRefused(signed(
                first,
                claims().notBeforeTime(Date.from(Instant.now().plusSeconds(120)))
                        .build()));
        assertRefused(signed(first, claims().claim("tenant", null).build()));
        assertRefused(signed(first, claims().claim("tenant", "a b").build()));
        assertRefused(signed(first, claims().claim("tenant", List.of("acme")).build()));
    }

    @Test
    void refusesWhatTheIssuerDidNotSign() throws Exception {
        assertRefused(new PlainJWT(claims().build()).serialize());
        assertRefused(signed(new RSAKeyGenerator(2048).keyID("first").generate(), claims().build()));
        assertRefused(signed(new RSAKeyGenerator(2048).keyID("other").generate(), claims().build()));
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims().build());
        confused.sign(new MACSigner(first.toRSAPublicKey().getEncoded()));
        assertRefused(confused.serialize());
        String good = signed(first, claims().build());
        assertRefused(good.substring(0, good.lastIndexOf('.') + 1));
        assertRefused("nothing");
        assertRefused("a.b.c");
    }

    @Test
    void cannotTellWhileTheIssuerIsAwayButKeepsWhatItKnew() throws Exception {
        issuer.stubFor(get("/jwks").willReturn(serverError()));
        assertThatThrownBy(() -> caller(signed(first, claims().build())))
                .isInstanceOfSatisfying(
                        HttpFailure.class,
                        failure -> assertThat(failure.status()).isEqualTo(503));
        tokens.close();
        publish(first);
        tokens = open();
        caller(signed(first, claims().build()));
        issuer.stubFor(get("/jwks").willReturn(serverError()));
        assertThat(caller(signed(first, claims().subject("bob").build())).credential())
                .isEqualTo("jwt:bob");
    }
}
