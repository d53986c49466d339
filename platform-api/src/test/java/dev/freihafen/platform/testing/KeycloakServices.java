package dev.freihafen.platform.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The real Keycloak with the platform's realm, by the same script that boots it on a local platform. It keeps its built
 * folder in the cache: slow the first time, seconds later.
 */
public final class KeycloakServices implements QuarkusTestResourceLifecycleManager {
    private static final String PORT_OFFSET = "800";
    private static final Path SCRIPTS =
            Path.of("..", "deploy", "local", "platform").toAbsolutePath().normalize();
    private static final Path STATE = Path.of("target", "services").toAbsolutePath();

    private static @Nullable Map<String, String> environment;

    @Override
    public int order() {
        return 100;
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> started = Arrays.stream(services("up").split("\n"))
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        environment = started;
        Map<String, String> settings = new HashMap<>();
        settings.put("freihafen.oidc.issuer", setting("ISSUER"));
        settings.put("freihafen.web-secret", secret("freihafen-web.secret"));
        settings.put("quarkus.tls.trust-store.pem.certs", setting("CA"));
        return settings;
    }

    @Override
    public void stop() {
        services("down");
    }

    /** What the script tells, by name. */
    public static String setting(String name) {
        if (environment == null || !environment.containsKey(name)) {
            throw new IllegalStateException("services.sh does not tell " + name);
        }
        return environment.get(name);
    }

    /** A secret or password of the installation. */
    public static String secret(String name) {
        try {
            return Files.readString(Path.of(setting("SECRETS"), name)).trim();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A token by the real login, as the login script prints it. */
    public static String login(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("python3", SCRIPTS.resolve("login.py").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--state", STATE.toString(), "--keycloak", setting("KEYCLOAK_URL")));
        return run(command).trim();
    }

    private static String services(String action) {
        return run(List.of(
                SCRIPTS.resolve("services.sh").toString(),
                action,
                "--state",
                STATE.toString(),
                "--port-offset",
                PORT_OFFSET,
                "--test"));
    }

    private static String run(List<String> command) {
        try {
            Path errors = Files.createTempFile("freihafen-test", ".log");
            Path output = Files.createTempFile("freihafen-test", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + " failed: " + Files.readString(output) + Files.readString(errors));
            }
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }
}
