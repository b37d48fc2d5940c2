package io.strait.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that believes an issuer, which WireMock plays. What it believes is in TokensTest. */
@ExtendWith(SharedStack.class)
final class TokenIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";

    private final Stack stack;

    TokenIT(Stack stack) {
        this.stack = stack;
    }

    private static String token(ECKey key, String tenant) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer("issuer")
                        .audience("strait")
                        .claim("org", tenant)
                        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                        .build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    @Test
    void knowsTenantsByTheirTokens() throws Exception {
        WireMockServer issuer =
                new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
        issuer.start();
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        issuer.stubFor(get("/jwks").willReturn(okJson(new JWKSet(key).toString(true))));
        Gateway gateway = stack.gateway(Map.of(
                "STRAIT_GATEWAY_JWT_ISSUER", "issuer",
                "STRAIT_GATEWAY_JWT_JWKS", "http://127.0.0.1:" + issuer.port() + "/jwks",
                "STRAIT_GATEWAY_JWT_AUDIENCE", "strait",
                "STRAIT_GATEWAY_JWT_TENANT_CLAIM", "org"));
        try {
            Client acme = new Client(gateway, token(key, "acme"));
            String id = acme.generate(CAT);
            assertThat(acme.get("/v1/generations/" + id).statusCode()).isEqualTo(200);
            assertThat(new Client(gateway, token(key, "other"))
                            .get("/v1/generations/" + id)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(new Client(gateway, token(key, "acme") + "x").post(CAT).statusCode())
                    .isEqualTo(401);
            assertThat(new Client(gateway, "strait_000000000000_").post(CAT).statusCode())
                    .isEqualTo(401);
            Messages messages = new Messages();
            WebSocket socket = Client.http()
                    .newWebSocketBuilder()
                    .header("authorization", "Bearer " + token(key, "acme"))
                    .buildAsync(acme.uri("ws", "/v1/stream"), messages)
                    .join();
            socket.sendText("{\"type\":\"subscribe\",\"ref\":\"r\",\"id\":\"" + id + "\"}", true)
                    .join();
            assertThat(messages.next().get("event").textValue()).isEqualTo("queued");
            socket.abort();
        } finally {
            Stack.await(gateway.close());
            issuer.stop();
        }
    }
}
