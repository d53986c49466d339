package dev.freihafen.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Tokens of real logins, by the login script; kept for three minutes. */
final class Logins {
    private static final String KEYCLOAK = "https://localhost:8443";
    private static final String CLI = "freihafen-cli";
    private static final Duration KEPT = Duration.ofMinutes(3);
    /** The API lets a token live five seconds longer than it says. */
    private static final Duration SURELY_OVER = Duration.ofSeconds(8);

    private final Installation installation;
    private final Web web;
    private final Map<String, Token> tokens = new HashMap<>();

    Logins(Installation installation, Web web) {
        this.installation = installation;
        this.web = web;
    }

    private record Token(String text, Instant until) {}

    synchronized String token(String account) {
        Token kept = tokens.get(account);
        if (kept == null || Instant.now().isAfter(kept.until())) {
            kept = new Token(login(account), Instant.now().plus(KEPT));
            tokens.put(account, kept);
        }
        return kept.text();
    }

    /** A real token of the account whose time is over: for one login, its client's tokens live a second. */
    String expiredToken(String account) {
        String token;
        synchronized (this) {
            setLifespan("1");
            try {
                token = login(account);
            } finally {
                setLifespan("");
            }
        }
        Eventually.pause(SURELY_OVER);
        return token;
    }

    private void setLifespan(String seconds) {
        String admin = web.send(HttpRequest.newBuilder(
                                URI.create(KEYCLOAK + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(Map.of(
                                "grant_type", "password",
                                "client_id", "admin-cli",
                                "username", "admin",
                                "password", installation.secret("keycloak-admin.password"))))))
                .expect(200)
                .field("access_token");
        String clients = KEYCLOAK + "/admin/realms/freihafen/clients";
        ObjectNode client = (ObjectNode) web.send(HttpRequest.newBuilder(URI.create(clients + "?clientId=" + CLI))
                        .header("Authorization", "Bearer " + admin))
                .expect(200)
                .json()
                .get(0);
        client.withObject("/attributes").put("access.token.lifespan", seconds);
        web.send(HttpRequest.newBuilder(
                                URI.create(clients + "/" + client.get("id").asText()))
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(client.toString())))
                .expect(204);
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private String login(String account) {
        try {
            Process script = new ProcessBuilder(
                            "python3",
                            installation.script("login.py").toString(),
                            account,
                            "--state",
                            installation.state().toString())
                    .start();
            String token = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String fault = new String(script.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (script.waitFor() != 0) {
                throw new AssertionError("no token of " + account + ": " + fault);
            }
            return token;
        } catch (IOException failed) {
            throw new AssertionError("the login script cannot be run; is python3 there?", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while logging in", stopped);
        }
    }
}
