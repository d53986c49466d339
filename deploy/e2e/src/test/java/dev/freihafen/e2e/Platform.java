package dev.freihafen.e2e;

import dev.freihafen.api.v1alpha1.Team;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The platform that runs, as its users and its administrator see it. Everything that tests make is in teams of their own. */
final class Platform implements AutoCloseable {
    static final String API = "http://localhost:8080";
    static final String WORKSPACES = "http://localhost:8081";
    /** A class that fits many times into two cores. */
    static final String SMALL = "e2e-small";

    static final String HINT = "The platform does not run: start it with 'make up', or with deploy/local/platform/up.sh"
            + " --no-demo; FREIHAFEN_STATE names its state folder if it is not .local";

    private final Installation installation;
    private final Web web;
    private final Logins logins;
    private final KubernetesClient cluster;
    private final List<String> teams = new CopyOnWriteArrayList<>();
    private final Supplier<Crew> shared;
    private final Supplier<String> notebook;

    private Platform(Installation installation) {
        this.installation = installation;
        this.web = Web.plain(installation);
        this.logins = new Logins(installation, web);
        this.cluster = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(
                        Installation.read(installation.state().resolve("kube/admin.kubeconfig"))))
                .build();
        this.shared = new Once<>(() -> crew("shared", "fraud-editors"));
        this.notebook = new Once<>(() -> shared.get().openWorkspace("notebook"));
    }

    /** The platform of the installation, with prices and a hardware class; fails with a hint when it does not run. */
    static Platform running(Installation installation) {
        for (String ready : List.of("http://localhost:9000/q/health/ready", "http://localhost:8083/q/health/ready")) {
            if (!answers(ready)) {
                throw new AssertionError(HINT + " (no answer at " + ready + ").");
            }
        }
        Platform platform = new Platform(installation);
        platform.as("platform")
                .put(
                        "/api/v1/hardware-classes/" + SMALL,
                        Map.of(
                                "displayName", "For tests",
                                "requests", Map.of("cpu", "20m", "memory", "160Mi"),
                                "limits", Map.of("cpu", "2", "memory", "768Mi")))
                .expect(200, 201);
        platform.as("finance")
                .put(
                        "/api/v1/rate-cards/demo",
                        Installation.read(installation.checkout().resolve("deploy/local/demo-rates.json")))
                .expect(200, 201);
        return platform;
    }

    static boolean answers(String url) {
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(url)).build(),
                                    java.net.http.HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (ConnectException none) {
            return false;
        } catch (java.io.IOException broken) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
    }

    Installation installation() {
        return installation;
    }

    /** The cluster, as its administrator. */
    KubernetesClient cluster() {
        return cluster;
    }

    Logins logins() {
        return logins;
    }

    Web web() {
        return web;
    }

    /** The account at the API. */
    Caller as(String account) {
        return new Caller(web, API, () -> logins.token(account));
    }

    /** The account at the workspaces' own origin. */
    Caller inWorkspacesAs(String account) {
        return new Caller(web, WORKSPACES, () -> logins.token(account));
    }

    /** A bearer of any text at the API. */
    Caller withToken(String token) {
        return new Caller(web, API, () -> token);
    }

    /** The team that classes share for what does not disturb others. */
    Crew shared() {
        return shared.get();
    }

    /** Name of the shared team's workspace, which is Ready and runs until the end. */
    String notebook() {
        return notebook.get();
    }

    /** A new team that takes work, with people of one group of the identity provider. */
    Crew crew(String name, String group) {
        String team = "e2e-" + name + "-" + UUID.randomUUID().toString().substring(0, 6);
        teams.add(team);
        return Crew.made(this, team, group);
    }

    @Override
    public void close() {
        for (String team : teams) {
            var found = cluster.resources(Team.class).withName(team);
            if (found.get() != null) {
                as("platform").delete("/api/v1/teams/" + team + "?force=true").expect(202, 404);
            }
        }
        cluster.close();
        web.client().close();
    }

    /** Makes a value at the first asking, however many ask at a time. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> source;
        private volatile @org.jspecify.annotations.Nullable T value;

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public synchronized T get() {
            T made = value == null ? source.get() : value;
            value = made;
            return made;
        }
    }
}
