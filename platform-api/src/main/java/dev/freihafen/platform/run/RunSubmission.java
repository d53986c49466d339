package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.cost.quote.RunQuote;
import dev.freihafen.ir.Ir;
import dev.freihafen.ir.IrProblem;
import dev.freihafen.platform.budget.BudgetGate;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.idempotency.Claim;
import dev.freihafen.platform.idempotency.IdempotencyKeys;
import dev.freihafen.platform.idempotency.IdempotentRequest;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.pipeline.Compiled;
import dev.freihafen.platform.pipeline.PipelineReader;
import dev.freihafen.platform.pipeline.PipelineStore;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.quote.QuoteStore;
import dev.freihafen.platform.quote.QuoteView;
import dev.freihafen.platform.quote.Quoting;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Takes in a run: checks everything first, writes it with its Idempotency-Key at once, then hands it over. */
@Singleton
public class RunSubmission {
    /** What an Idempotency-Key of a run is for. */
    public static final String OPERATION = "runs";

    private final Jdbi jdbi;
    private final RunStore runs;
    private final PipelineStore pipelines;
    private final PipelineReader reader;
    private final IdempotencyKeys keys;
    private final RunHandover handover;
    private final DesiredState desired;
    private final RunPrices prices;
    private final Quoting quoting;
    private final QuoteStore quotes;
    private final BudgetGate gate;
    private final String cluster;
    private final Clock clock;

    RunSubmission(
            Jdbi jdbi,
            RunStore runs,
            PipelineStore pipelines,
            PipelineReader reader,
            IdempotencyKeys keys,
            RunHandover handover,
            DesiredState desired,
            RunPrices prices,
            Quoting quoting,
            QuoteStore quotes,
            BudgetGate gate,
            PlatformConfig config,
            Clock clock) {
        this.jdbi = jdbi;
        this.runs = runs;
        this.pipelines = pipelines;
        this.reader = reader;
        this.keys = keys;
        this.handover = handover;
        this.desired = desired;
        this.prices = prices;
        this.quoting = quoting;
        this.quotes = quotes;
        this.gate = gate;
        this.cluster = config.cluster();
        this.clock = clock;
    }

    /** What became of a request. */
    public record Submitted(Run run, boolean created) {}

    /** What a run would be; nothing is written. */
    public RunView dryRun(Team there, String owner, RunRequest request) {
        Checked checked = check(TeamKey.of(there), owner, request);
        quoteIfPossible(checked);
        NewRun run = checked.run();
        return RunView.would(run, prices.ofStep(run.hardwareClass()));
    }

    /**
     * Takes in a run, unless its key says that it was taken in before.
     *
     * @param key present when the request carried an Idempotency-Key
     * @throws PlatformException.ValidationFailed with each fault of the request
     */
    public Submitted submit(Team there, String owner, RunRequest request, Optional<IdempotentRequest> key) {
        TeamKey team = TeamKey.of(there);
        Optional<Run> earlier = key.flatMap(
                        sent -> jdbi.inTransaction(transaction -> keys.find(transaction, sent, clock.instant())))
                .map(claim -> runOf(team, claim));
        if (earlier.isPresent()) {
            return new Submitted(earlier.get(), false);
        }
        Checked checked = check(team, owner, request);
        Optional<RunQuote> quote = quoteIfPossible(checked);
        NewRun wanted = checked.run()
                .held(quote.flatMap(told -> gate.holds(there, told)).orElse(null));
        Claim claim = jdbi.inTransaction(transaction -> {
            Claim made = key.map(
                            sent -> keys.claim(transaction, sent, wanted.id().toString(), wanted.createdAt()))
                    .orElseGet(Claim.Fresh::new);
            if (made instanceof Claim.Fresh) {
                write(transaction, wanted, quote);
            }
            return made;
        });
        if (!(claim instanceof Claim.Fresh)) {
            return new Submitted(runOf(team, claim), false);
        }
        handover.handOver(wanted.id()).ifPresent(reason -> takeBack(wanted, reason));
        return new Submitted(find(team, wanted.id()), true);
    }

    /**
     * Takes in the run of a schedule's time under an id that was chosen for it, unless it was taken in before.
     *
     * @param meanwhile done in the transaction that writes the run, and only then
     */
    public void submit(
            Team there, String owner, RunRequest request, UUID id, RunTerms.Firing firing, Consumer<Handle> meanwhile) {
        TeamKey team = TeamKey.of(there);
        if (runs.find(team, id).isPresent()) {
            return;
        }
        Checked checked = check(team, owner, request);
        Optional<RunQuote> quote = quoteIfPossible(checked);
        NewRun wanted = checked.run()
                .held(quote.flatMap(told -> gate.holds(there, told)).orElse(null))
                .of(id, firing);
        boolean isNew = jdbi.inTransaction(transaction -> {
            boolean isWritten = write(transaction, wanted, quote);
            if (isWritten) {
                meanwhile.accept(transaction);
            }
            return isWritten;
        });
        if (isNew) {
            // Where the cluster refuses it, the next sweep ends it with the reason.
            handover.handOver(id);
        }
    }

    private boolean write(Handle transaction, NewRun wanted, Optional<RunQuote> quote) {
        boolean isNew = runs.insert(transaction, wanted);
        if (isNew) {
            quote.ifPresent(told -> quotes.keep(transaction, wanted.id(), wanted.team(), told, wanted.createdAt()));
        }
        return isNew;
    }

    private void takeBack(NewRun run, String reason) {
        jdbi.useTransaction(transaction -> {
            keys.forget(transaction, OPERATION, run.id().toString());
            runs.delete(transaction, run.id());
        });
        throw new PlatformException.ValidationFailed("The cluster refuses the run, nothing was kept: " + reason);
    }

    private Run runOf(TeamKey team, Claim claim) {
        return switch (claim) {
            case Claim.Replay(String resource) -> find(team, UUID.fromString(resource));
            case Claim.Begun(String resource) -> find(team, UUID.fromString(resource));
            case Claim.Reused() ->
                throw new PlatformException.IdempotencyKeyReused(
                        "This Idempotency-Key was used for another request in the last 24 hours; use a new key for a"
                                + " new run, or send the same body to get the run of the first request.");
            case Claim.Fresh() -> throw new IllegalStateException("a fresh claim stands for no run");
        };
    }

    private Run find(TeamKey team, UUID id) {
        return runs.find(team, id)
                .orElseThrow(() -> new PlatformException.Conflict("The cluster refused the run of this Idempotency-Key"
                        + " just now; submit it again to see why."));
    }

    /** What a run would cost, and what it would do to the team's budget; nothing is written. */
    public QuoteView quote(Team there, String owner, RunRequest request) {
        Checked checked = check(TeamKey.of(there), owner, request);
        RunQuote quote = quote(checked);
        return QuoteView.of(
                checked.run().team().name(),
                checked.run().pipeline(),
                quote,
                gate.effect(there, quote).orElse(null));
    }

    /**
     * A cluster that cannot be asked, or rates that cannot be added up, do not stop a run; it has no quote then.
     *
     * @throws PlatformException.ValidationFailed when the quote is above what the run may cost
     */
    private Optional<RunQuote> quoteIfPossible(Checked checked) {
        RunQuote quote;
        try {
            quote = quote(checked);
        } catch (PlatformException.Unavailable | PlatformException.Conflict untold) {
            return Optional.empty();
        }
        MaxCost most = checked.run().terms().maxCost();
        if (most != null) {
            MaxCosts.requireFits(most, quote);
        }
        return Optional.of(quote);
    }

    private RunQuote quote(Checked checked) {
        NewRun run = checked.run();
        return quoting.quote(new Quoting.Asked(
                run.team(),
                run.pipeline(),
                checked.compiled().pipeline(),
                run.parameters(),
                run.hardwareClass(),
                run.deadline()));
    }

    /** A run that was found sound, with its pipeline. */
    private record Checked(NewRun run, Compiled compiled) {}

    private Checked check(TeamKey team, String owner, RunRequest request) {
        RunChecks.require(request);
        Compiled compiled = compiled(team, request);
        JsonNode parameters =
                request.parameters() == null || request.parameters().isNull()
                        ? JsonNodeFactory.instance.objectNode()
                        : request.parameters();
        List<IrProblem> wrong = Ir.check(compiled.pipeline(), parameters);
        if (!wrong.isEmpty()) {
            throw Compiled.fault(
                    "The parameters do not fit the pipeline "
                            + compiled.pipeline().name() + ".",
                    wrong);
        }
        requireHardwareClass(request.hardwareClass());
        NewRun run = new NewRun(
                UUID.randomUUID(),
                team,
                cluster,
                request.pipeline() == null ? compiled.pipeline().name() : request.pipeline(),
                request.version(),
                request.name(),
                compiled.pipeline().digest(),
                compiled.text(),
                parameters,
                request.hardwareClass(),
                request.deadline(),
                owner,
                terms(request),
                null,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        return new Checked(run, compiled);
    }

    private static RunTerms terms(RunRequest request) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (request.labels() != null) {
            request.labels().forEach((key, value) -> labels.put(key, String.valueOf(value)));
        }
        return new RunTerms(labels, request.priority() == null ? 0 : request.priority(), request.maxCost(), null);
    }

    private Compiled compiled(TeamKey team, RunRequest request) {
        if (request.ir() != null) {
            return reader.read(request.ir());
        }
        String pipeline = String.valueOf(request.pipeline());
        String version = String.valueOf(request.version());
        return pipelines
                .find(team, pipeline, version)
                .map(found -> reader.read(pipelines.ir(found)))
                .orElseThrow(() -> new PlatformException.ValidationFailed(
                        "Team " + team.name() + " has no version " + version + " of a pipeline " + pipeline
                                + "; PUT it first, or send it as ir.",
                        List.of(new FieldError("version", "is not known"))));
    }

    /** A cluster that cannot be asked does not stop a run; the operator looks again. */
    private void requireHardwareClass(@Nullable String name) {
        if (name == null) {
            return;
        }
        try {
            if (desired.find(HardwareClass.class, null, name).isPresent()) {
                return;
            }
        } catch (PlatformException.Unavailable later) {
            return;
        }
        throw new PlatformException.ValidationFailed(
                "There is no hardware class " + name + "; GET /api/v1/hardware-classes lists them.",
                List.of(new FieldError("hardwareClass", "is not known")));
    }
}
