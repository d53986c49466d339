package dev.freihafen.platform.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** A small OpenID Connect provider: keys, discovery, the authorization-code flow with PKCE. It logs in who is asked for. */
public final class TestIssuer {
    private HttpServer server;
    private final RsaJsonWebKey key;
    private final Map<String, Login> logins = new ConcurrentHashMap<>();
    private final List<RsaJsonWebKey> published = new CopyOnWriteArrayList<>();
    private volatile Account browserAccount = Account.scientist;

    private record Login(Account account, String challenge, String client, String nonce) {}

    private TestIssuer(HttpServer server, RsaJsonWebKey key) {
        this.server = server;
        this.key = key;
        this.published.add(key);
    }

    static TestIssuer start() throws IOException {
        TestIssuer issuer = new TestIssuer(listen(0), newKey("current"));
        issuer.serve();
        return issuer;
    }

    private static HttpServer listen(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    }

    private void serve() {
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Nobody answers while the work is done, then it answers again. */
    public void away(ThrowingCallable work) throws Throwable {
        int port = server.getAddress().getPort();
        server.stop(0);
        try {
            work.call();
        } finally {
            server = listen(port);
            serve();
        }
    }

    /** A new RSA key. */
    public static RsaJsonWebKey newKey(String id) {
        try {
            RsaJsonWebKey made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId(id);
            made.setAlgorithm("RS256");
            made.setUse("sig");
            return made;
        } catch (JoseException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The issuer as tokens name it. */
    public String issuer() {
        return "http://localhost:" + server.getAddress().getPort() + "/realms/freihafen";
    }

    /** The key that good tokens are signed with. */
    public RsaJsonWebKey key() {
        return key;
    }

    /** Publishes one more key, as a rotation does. */
    public void publish(RsaJsonWebKey next) {
        published.add(next);
    }

    /** Who logs in at the next browser login. */
    public void browserAccount(Account account) {
        browserAccount = account;
    }

    /** The claims of a good access token. */
    public JwtClaims claims(Account account) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer());
        claims.setSubject("sub-" + account.name());
        claims.setAudience("platform-api");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setStringClaim("typ", "Bearer");
        claims.setStringClaim("azp", "freihafen-cli");
        claims.setStringClaim("preferred_username", account.name());
        claims.setStringListClaim("groups", account.groups());
        return claims;
    }

    /** An access token, changed as told. */
    public String accessToken(Account account, Consumer<JwtClaims> change) {
        JwtClaims claims = claims(account);
        change.accept(claims);
        return sign(claims, "RS256", key.getPrivateKey(), "current");
    }

    /** A token of the operator of a cluster. */
    public String operatorToken(String cluster) {
        return accessToken(Account.stranger, claims -> {
            claims.setSubject("sub-operator-" + cluster);
            claims.setStringClaim("preferred_username", "service-account-operator-local");
            claims.setStringClaim("azp", "operator-local");
            claims.setStringClaim("freihafen_cluster", cluster);
        });
    }

    /** Signs any claims with any key. */
    public static String sign(JwtClaims claims, String algorithm, Key key, String keyId) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        signature.setKeyIdHeaderValue(keyId);
        signature.setHeader("typ", "JWT");
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setDoKeyValidation(false);
        if (algorithm.equals("none")) {
            signature.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
        }
        try {
            return signature.getCompactSerialization();
        } catch (JoseException failure) {
            throw new IllegalStateException(failure);
        }
    }

    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/realms/freihafen", "");
        switch (path) {
            case "/.well-known/openid-configuration" -> send(exchange, 200, JsonUtil.toJson(discovery()));
            case "/certs" -> send(exchange, 200, new JsonWebKeySet(published).toJson());
            case "/auth" -> login(exchange);
            case "/token" -> token(exchange);
            default -> send(exchange, 404, "{}");
        }
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", issuer(),
                "jwks_uri", issuer() + "/certs",
                "authorization_endpoint", issuer() + "/auth",
                "token_endpoint", issuer() + "/token");
    }

    private void login(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        logins.put(
                code,
                new Login(
                        browserAccount,
                        query.getOrDefault("code_challenge", ""),
                        query.getOrDefault("client_id", ""),
                        query.getOrDefault("nonce", "")));
        String target = query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state");
        exchange.getResponseHeaders().add("Location", URI.create(target).toString());
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> body = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Login login = logins.remove(body.getOrDefault("code", ""));
        if (login == null || !login.challenge().equals(challengeOf(body.getOrDefault("code_verifier", "")))) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        String access = accessToken(login.account(), claims -> claims.setStringClaim("azp", login.client()));
        String id = accessToken(login.account(), claims -> {
            claims.setStringClaim("typ", "ID");
            claims.setStringClaim("azp", login.client());
            claims.setAudience(login.client());
            if (!login.nonce().isEmpty()) {
                claims.setStringClaim("nonce", login.nonce());
            }
        });
        Map<String, Object> tokens =
                Map.of("access_token", access, "id_token", id, "token_type", "Bearer", "expires_in", 600);
        send(exchange, 200, JsonUtil.toJson(tokens));
    }

    private static String challengeOf(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> form(String encoded) {
        return Arrays.stream(encoded.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
