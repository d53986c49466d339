package dev.freihafen.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A team of the tests and one of its people. */
final class Crew {
    private static final Map<String, String> PEOPLE =
            Map.of("fraud-editors", "scientist", "routing-editors", "scientist-routing");

    private final Platform platform;
    private final String name;
    private final String person;

    private Crew(Platform platform, String name, String person) {
        this.platform = platform;
        this.name = name;
        this.person = person;
    }

    static Crew made(Platform platform, String name, String group) {
        Crew crew = new Crew(platform, name, PEOPLE.get(group));
        platform.as("platform")
                .put(
                        crew.path(""),
                        Map.of(
                                "displayName",
                                "Team of a test",
                                "members",
                                List.of(Map.of("group", group, "role", "Editor"))))
                .expect(201);
        AtomicReference<String> last = new AtomicReference<>("");
        Eventually.holds(
                "team " + name,
                Duration.ofSeconds(180),
                () -> {
                    Answer answer = crew.caller().get(crew.path(""));
                    last.set(answer.text());
                    return answer.status() == 200 && answer.field("state").equals("Ready");
                },
                last::get);
        return crew;
    }

    String name() {
        return name;
    }

    String person() {
        return person;
    }

    String namespace() {
        return "team-" + name;
    }

    Platform platform() {
        return platform;
    }

    /** A path below the team. */
    String path(String below) {
        return "/api/v1/teams/" + name + below;
    }

    /** One of the team's people at the API. */
    Caller caller() {
        return platform.as(person);
    }

    /** Submits one of {@code deploy/examples} on the small hardware class. */
    Run submit(String example, Map<String, Object> parameters) {
        return submit(Map.of(
                "ir",
                platform.installation().example(example),
                "parameters",
                parameters,
                "hardwareClass",
                Platform.SMALL));
    }

    Run submit(Map<String, Object> request) {
        return new Run(this, caller().post(path("/runs"), request).expect(201).field("id"));
    }

    /** Creates a workspace and waits until it is Ready; returns its name. */
    String openWorkspace(String workspace) {
        caller().post(path("/workspaces"), Map.of("name", workspace, "hardwareClass", Platform.SMALL, "storage", "1Gi"))
                .expect(201);
        awaitReady("/workspaces/" + workspace);
        return workspace;
    }

    /** Waits until a workspace or an endpoint is Ready. */
    JsonNode awaitReady(String below) {
        AtomicReference<String> last = new AtomicReference<>("");
        return Eventually.get(
                name + below,
                Duration.ofSeconds(420),
                () -> {
                    JsonNode now = caller().get(path(below)).expect(200).json();
                    last.set(now.toString());
                    return now.path("state").asText().equals("Ready")
                            ? java.util.Optional.of(now)
                            : java.util.Optional.empty();
                },
                last::get);
    }

    /** What the team's work has cost so far, as its people see it. */
    JsonNode costs() {
        return caller().get(path("/costs")).expect(200).json();
    }

    /** A request for an example; more can be added. */
    Map<String, Object> request(String example, Map<String, Object> more) {
        Map<String, Object> request = new HashMap<>();
        request.put("ir", platform.installation().example(example));
        request.put("hardwareClass", Platform.SMALL);
        request.putAll(more);
        return request;
    }
}
