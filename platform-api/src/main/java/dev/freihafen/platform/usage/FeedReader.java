package dev.freihafen.platform.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.run.Progress;
import dev.freihafen.platform.run.RunHistory;
import dev.freihafen.platform.run.Step;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Rows of the feed from JSON. What cannot be read becomes {@link FeedRow.Bad}, never an exception. */
final class FeedReader {
    private static final int LOG_BYTES = 262_144;
    private static final int LAST_CHUNK = 1023;
    /** Fits into an index of PostgreSQL whatever the letters. */
    private static final int LONGEST_PATH = 512;

    private static final Set<String> RUN_EVENT = Set.of(
            "id",
            "type",
            "run",
            "team",
            "teamUid",
            "state",
            "reason",
            "message",
            "engine",
            "startedAt",
            "finishedAt",
            "generation",
            "at");
    private static final Set<String> STEP_EVENT = Set.of(
            "id",
            "type",
            "run",
            "team",
            "teamUid",
            "step",
            "attempt",
            "state",
            "reason",
            "message",
            "podName",
            "podUid",
            "startedAt",
            "finishedAt",
            "parameters",
            "artifacts",
            "outputs",
            "generation",
            "at");
    private static final Set<String> LOG = Set.of(
            "id", "type", "run", "team", "teamUid", "step", "attempt", "podUid", "chunk", "last", "truncated", "text");
    private static final Set<String> RUN_CREATED = Set.of(
            "id",
            "type",
            "run",
            "team",
            "teamUid",
            "owner",
            "pipeline",
            "digest",
            "parameters",
            "hardwareClass",
            "deadline",
            "createdAt");

    private FeedReader() {}

    /**
     * @param usage reads the usage rows of the same batch
     * @param place of the row in its batch, its name where it has no id
     */
    static FeedRow read(UsageRows usage, JsonNode row, int place) {
        String id = row.path("id").asText("");
        if (id.isEmpty() || id.length() > 512 || id.indexOf('\0') >= 0) {
            return new FeedRow.Bad(
                    id.isEmpty() ? "#" + place : id,
                    "id must be text of 1 to 512 characters without NUL",
                    row.toString());
        }
        try {
            return switch (row.path("type").asText("")) {
                case "Usage" -> new FeedRow.Usage(id, usage.read(row));
                case "RunCreated" -> runCreated(id, new FeedFields(row, RUN_CREATED));
                case "RunEvent" -> runEvent(id, new FeedFields(row, RUN_EVENT));
                case "StepEvent" -> stepEvent(id, new FeedFields(row, STEP_EVENT));
                case "Log" -> log(id, new FeedFields(row, LOG));
                default ->
                    new FeedRow.Bad(
                            id, "type must be one of Usage, RunCreated, RunEvent, StepEvent, Log", row.toString());
            };
        } catch (FeedFields.BadField | InvalidFact bad) {
            return new FeedRow.Bad(id, String.valueOf(bad.getMessage()), row.toString());
        }
    }

    /** The teams that the rows name together with their uids. */
    static List<TeamKey> teams(List<JsonNode> rows) {
        return rows.stream()
                .map(row -> new TeamKey(
                        row.path("team").asText(""), row.path("teamUid").asText("")))
                .distinct()
                .filter(team ->
                        team.name().matches("[-a-z0-9]{1,40}") && team.uid().matches("[-A-Za-z0-9]{1,64}"))
                .toList();
    }

    private static FeedRow runCreated(String id, FeedFields fields) {
        return new FeedRow.RunFound(
                id,
                new RunHistory.FoundRun(
                        fields.run("run"),
                        new TeamKey(fields.text("team", 40), fields.text("teamUid", 64)),
                        fields.text("pipeline", 128),
                        fields.optionalText("digest", 128).orElse(""),
                        fields.object("parameters"),
                        fields.optionalText("hardwareClass", 63).orElse(null),
                        fields.optionalText("deadline", 32).orElse(null),
                        fields.text("owner", 255),
                        fields.time("createdAt")));
    }

    private static FeedRow runEvent(String id, FeedFields fields) {
        RunState state = fields.constant("state", RunState.class);
        Instant at = fields.time("at");
        Instant finishedAt = fields.optionalTime("finishedAt");
        var progress = new Progress(
                state,
                fields.optionalText("reason", 128).orElse(null),
                fields.sentence("message"),
                fields.optionalText("engine", 64).orElse(null),
                fields.optionalTime("startedAt"),
                state.isTerminal() && finishedAt == null ? at : state.isTerminal() ? finishedAt : null,
                fields.number("generation", 1, Long.MAX_VALUE));
        return new FeedRow.RunNews(id, fields.text("team", 40), new RunHistory.RunEvent(fields.run("run"), progress));
    }

    private static FeedRow stepEvent(String id, FeedFields fields) {
        fields.time("at");
        var step = new Step(
                fields.text("step", LONGEST_PATH),
                fields.positive("attempt", 1, 1_000_000),
                fields.constant("state", StepStatus.State.class),
                fields.optionalText("reason", 128).orElse(null),
                fields.sentence("message"),
                fields.optionalText("podName", 253).orElse(null),
                fields.optionalText("podUid", 253).orElse(null),
                fields.optionalTime("startedAt"),
                fields.optionalTime("finishedAt"),
                fields.object("parameters"),
                fields.object("artifacts"),
                fields.number("generation", 1, Long.MAX_VALUE));
        return new FeedRow.StepNews(
                id,
                fields.text("team", 40),
                new RunHistory.StepEvent(fields.run("run"), step, FeedOutputs.read(fields.object("outputs"))));
    }

    private static FeedRow log(String id, FeedFields fields) {
        var attempt = new RunHistory.Attempt(
                fields.run("run"), fields.text("step", LONGEST_PATH), fields.positive("attempt", 1, 1_000_000));
        return new FeedRow.Log(
                id,
                fields.text("team", 40),
                new RunHistory.LogChunk(
                        attempt,
                        fields.positive("chunk", 0, LAST_CHUNK),
                        fields.text("podUid", 253),
                        fields.flag("last"),
                        fields.flag("truncated"),
                        fields.log("text", LOG_BYTES)));
    }
}
