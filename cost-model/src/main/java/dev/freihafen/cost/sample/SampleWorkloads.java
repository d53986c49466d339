package dev.freihafen.cost.sample;

import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.Resource.Accelerator;
import dev.freihafen.cost.ledger.Resource.Egress;
import dev.freihafen.cost.ledger.Resource.LoadBalancer;
import dev.freihafen.cost.ledger.Resource.Storage;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the teams and the platform itself run. */
final class SampleWorkloads {

    private static final Resource STORAGE = new Storage("standard");
    private static final Resource EGRESS = new Egress("internet");
    private static final Resource LOAD_BALANCER = new LoadBalancer();
    private static final int SYSTEM_PODS = 12;
    private static final int STRAY_PODS = 3;

    /** An accelerator, the hardware class that gives it, and what else that class gives. */
    private record Flavour(Resource accelerator, String hardwareClass, int cores, int gib) {}

    private static final List<Flavour> FLAVOURS = List.of(
            new Flavour(new Accelerator("H100", ""), "gpu-h100", 11, 120),
            new Flavour(new Accelerator("A100", ""), "gpu-a100", 11, 120),
            new Flavour(new Accelerator("A100", "3g.20gb"), "gpu-a100-slice", 5, 48),
            new Flavour(new Accelerator("A100", "1g.5gb"), "gpu-a100-slice", 2, 16));

    private final Shape shape;
    private final long seed;
    private final List<String> clusters;
    private final List<String> teams;
    private final Instant from;
    private final Instant until;

    SampleWorkloads(Shape shape, long seed) {
        this.shape = shape;
        this.seed = seed;
        this.clusters = Names.clusters(shape.clusters());
        this.teams = Names.teams(shape.teams());
        this.from = SampleRates.start(shape.month());
        this.until = SampleRates.start(shape.month().plusMonths(1));
    }

    Stream<UsageInterval> usage() {
        return Stream.of(
                        IntStream.range(0, shape.runs()).boxed().flatMap(this::run),
                        IntStream.range(0, shape.workspaces()).boxed().flatMap(this::workspace),
                        IntStream.range(0, shape.endpoints()).boxed().flatMap(this::endpoint),
                        IntStream.range(0, shape.clusters() * SYSTEM_PODS)
                                .boxed()
                                .flatMap(this::system),
                        IntStream.range(0, shape.clusters() * STRAY_PODS)
                                .boxed()
                                .flatMap(this::stray))
                .flatMap(objects -> objects);
    }

    private Stream<UsageInterval> run(int number) {
        Draw draw = new Draw(seed, "run", number);
        String cluster = draw.of(clusters);
        String team = teams.get(draw.skewed(0, teams.size() - 1));
        String name = draw.of(Names.PIPELINES) + "-" + (number + 1);
        String owner = draw.of(Names.PEOPLE);
        boolean spot = draw.percent(30);
        Instant start = from.plusSeconds(draw.between(-7_200, (int) seconds() - 3_600));
        List<UsageInterval> usage = new ArrayList<>();
        for (int step = 0; step < Shape.STEPS; step++) {
            boolean training = step == 1;
            boolean accelerated = (number * Shape.STEPS + step) * 37 % 100 < shape.gpuPercent();
            int minutes = training ? draw.skewed(20, 540) : draw.skewed(3, 45);
            Instant end = start.plusSeconds(minutes * 60L + draw.between(0, 59));
            boolean preempted = spot && draw.percent(12);
            Flavour flavour = accelerated ? draw.of(FLAVOURS) : null;
            SamplePod pod = new SamplePod(
                    cluster,
                    draw.uid(),
                    ObjectKind.POD,
                    name + "-" + Names.STEPS.get(step) + "-" + draw.suffix(),
                    team,
                    WorkloadKind.PIPELINE_RUN,
                    name,
                    Names.STEPS.get(step),
                    owner,
                    flavour == null ? "cpu-large" : flavour.hardwareClass(),
                    node(draw, flavour),
                    spot ? CapacityType.SPOT : CapacityType.ON_DEMAND,
                    start,
                    end,
                    end.plusSeconds(draw.between(0, 30)),
                    preempted ? Quality.ESTIMATED : Quality.EXACT);
            addPod(usage, pod, draw, flavour, training ? 2 : 1);
            start = end.plusSeconds(draw.between(5, 90));
        }
        return usage.stream();
    }

    /** A workspace is used on workdays of its owner; its volume stays all month. */
    private Stream<UsageInterval> workspace(int number) {
        Draw draw = new Draw(seed, "workspace", number);
        String cluster = draw.of(clusters);
        String team = teams.get(draw.skewed(0, teams.size() - 1));
        String owner = draw.of(Names.PEOPLE);
        String name = owner + "-" + (number + 1);
        List<UsageInterval> usage = new ArrayList<>();
        usage.add(volume(draw, cluster, team, WorkloadKind.WORKSPACE, name, owner, draw.skewed(20, 500)));
        long day = seconds() / shape.sessions();
        for (int session = 0; session < shape.sessions(); session++) {
            Instant start = from.plusSeconds(session * day + draw.between(0, (int) Math.min(day / 3, 14_400)));
            Instant end = start.plusSeconds(draw.skewed(1_200, (int) Math.min(day / 2, 32_400)));
            boolean accelerated = (number * shape.sessions() + session) * 37 % 100 < shape.gpuPercent();
            Flavour flavour = accelerated ? FLAVOURS.get(draw.between(2, 3)) : null;
            SamplePod pod = new SamplePod(
                    cluster,
                    draw.uid(),
                    ObjectKind.POD,
                    name + "-0",
                    team,
                    WorkloadKind.WORKSPACE,
                    name,
                    "",
                    owner,
                    flavour == null ? "cpu-small" : flavour.hardwareClass(),
                    node(draw, flavour),
                    CapacityType.ON_DEMAND,
                    start,
                    end,
                    end.plusSeconds(draw.between(0, 30)),
                    Quality.EXACT);
            addPod(usage, pod, draw, flavour, 1);
        }
        return usage.stream();
    }

    private Stream<UsageInterval> endpoint(int number) {
        Draw draw = new Draw(seed, "endpoint", number);
        String cluster = draw.of(clusters);
        String team = teams.get(draw.skewed(0, teams.size() - 1));
        String name = draw.of(Names.MODELS) + "-" + (number + 1);
        Flavour flavour = draw.percent(shape.gpuPercent()) ? FLAVOURS.get(draw.between(1, 3)) : null;
        List<UsageInterval> usage = new ArrayList<>();
        usage.add(volume(draw, cluster, team, WorkloadKind.MODEL_ENDPOINT, name, "", draw.skewed(5, 100)));
        for (int replica = 0; replica < 2; replica++) {
            boolean lasts = replica == 0;
            Instant start = lasts
                    ? from.minusSeconds(draw.between(3_600, 2_000_000))
                    : from.plusSeconds(draw.between(0, (int) seconds() / 2));
            SamplePod pod = lasting(
                    draw,
                    cluster,
                    team,
                    WorkloadKind.MODEL_ENDPOINT,
                    name,
                    flavour == null ? "cpu-small" : flavour.hardwareClass(),
                    start,
                    lasts ? null : start.plusSeconds(draw.between(40_000, 900_000)));
            addPod(usage, pod, draw, flavour, 1);
        }
        SamplePod service = new SamplePod(
                cluster,
                draw.uid(),
                ObjectKind.SERVICE,
                name,
                team,
                WorkloadKind.MODEL_ENDPOINT,
                name,
                "",
                "",
                "",
                "",
                null,
                from.minusSeconds(draw.between(3_600, 2_000_000)),
                null,
                until.plusSeconds(3_600),
                Quality.EXACT);
        usage.add(service.reserves(LOAD_BALANCER, Machine.WHOLE));
        return usage.stream();
    }

    /** The platform's own pods: shared by all. */
    private Stream<UsageInterval> system(int number) {
        Draw draw = new Draw(seed, "system", number);
        String name = List.of("gateway", "monitoring", "registry", "queue").get(number % 4);
        String cluster = clusters.get(number / SYSTEM_PODS);
        SamplePod pod = lasting(draw, cluster, "", WorkloadKind.SYSTEM, name, "", from.minusSeconds(90_000), null);
        return Stream.of(pod.reserves(Machine.CPU, 2_000), pod.reserves(Machine.MEMORY, 8 * Machine.GIB));
    }

    /** Somebody's pods in a namespace of no team. */
    private Stream<UsageInterval> stray(int number) {
        Draw draw = new Draw(seed, "stray", number);
        String cluster = clusters.get(number / STRAY_PODS);
        Instant start = from.plusSeconds(draw.between(0, (int) seconds() / 2));
        SamplePod pod = lasting(
                draw, cluster, "", WorkloadKind.OTHER, "", "", start, start.plusSeconds(draw.between(4_000, 90_000)));
        return Stream.of(pod.reserves(Machine.CPU, 1_000), pod.reserves(Machine.MEMORY, 2 * Machine.GIB));
    }

    private SamplePod lasting(
            Draw draw,
            String cluster,
            String team,
            WorkloadKind kind,
            String workload,
            String hardwareClass,
            Instant start,
            @Nullable Instant end) {
        return new SamplePod(
                cluster,
                draw.uid(),
                ObjectKind.POD,
                (workload.isEmpty() ? "debug" : workload) + "-" + draw.suffix(),
                team,
                kind,
                workload,
                "",
                "",
                hardwareClass,
                node(draw, null),
                CapacityType.ON_DEMAND,
                start,
                end,
                end == null ? until.plusSeconds(3_600) : end.plusSeconds(draw.between(0, 30)),
                Quality.EXACT);
    }

    private UsageInterval volume(
            Draw draw, String cluster, String team, WorkloadKind kind, String workload, String owner, int gib) {
        SamplePod volume = new SamplePod(
                cluster,
                draw.uid(),
                ObjectKind.PERSISTENT_VOLUME_CLAIM,
                workload,
                team,
                kind,
                workload,
                "",
                owner,
                "",
                "",
                null,
                from.minusSeconds(draw.between(-1_000_000, 2_000_000)),
                null,
                until.plusSeconds(3_600),
                Quality.EXACT);
        return volume.reserves(STORAGE, gib * Machine.GIB);
    }

    /** Processor and memory in each segment, then the accelerator, or traffic where segments are asked for. */
    private void addPod(List<UsageInterval> usage, SamplePod pod, Draw draw, @Nullable Flavour flavour, int times) {
        long cores = (flavour == null ? draw.of(List.of(1, 2, 4)) : flavour.cores()) * (long) times;
        long gib = (flavour == null ? cores * 4 : flavour.gib()) * times;
        int segments = shape.segmentsPerPod();
        Instant last = pod.end() == null ? pod.lastSeen() : pod.end();
        long part = Math.max(1, Duration.between(pod.start(), last).toSeconds() / segments);
        for (int segment = 0; segment < segments; segment++) {
            Instant start = pod.start().plusSeconds(segment * part);
            Instant end = segment == segments - 1 ? pod.end() : start.plusSeconds(part);
            long cpu = (cores + segment) * Machine.WHOLE;
            usage.add(pod.reserves(Machine.CPU, cpu, start, end));
            usage.add(pod.reserves(Machine.MEMORY, (gib + segment) * Machine.GIB, start, end));
        }
        if (flavour != null) {
            usage.add(pod.reserves(flavour.accelerator(), times * Machine.WHOLE));
        } else if (segments > 1) {
            usage.add(pod.reserves(EGRESS, draw.skewed(1, 4_000) * (Machine.GIB / 1_000)));
        }
    }

    private static String node(Draw draw, @Nullable Flavour flavour) {
        Machine machine = flavour == null
                ? Machine.GENERAL
                : Machine.with(flavour.accelerator()).orElse(Machine.GENERAL);
        return machine.nodeClass() + "-" + draw.between(1, 9);
    }

    private long seconds() {
        return Duration.between(from, until).toSeconds();
    }
}
