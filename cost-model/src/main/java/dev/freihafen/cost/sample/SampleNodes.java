package dev.freihafen.cost.sample;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.Resource.Accelerator;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.PriceSpan;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The nodes that carry the workloads: as many as they reserve on average, and a quarter more. */
final class SampleNodes {

    private static final int HEADROOM_PERCENT = 125;

    private final Shape shape;
    private final long seed;
    private final Instant from;
    private final Instant until;
    private final SortedMap<String, Map<Machine, Integer>> counts = new TreeMap<>();

    SampleNodes(Shape shape, long seed, SampleWorkloads workloads) {
        this.shape = shape;
        this.seed = seed;
        this.from = SampleRates.start(shape.month());
        this.until = SampleRates.start(shape.month().plusMonths(1));
        Map<String, Map<Resource, BigInteger>> reserved = reserved(workloads);
        for (String cluster : Names.clusters(shape.clusters())) {
            counts.put(cluster, count(reserved.getOrDefault(cluster, Map.of())));
        }
    }

    /** Base units x seconds by cluster and resource; slices as the share of a device that they are. */
    private Map<String, Map<Resource, BigInteger>> reserved(SampleWorkloads workloads) {
        Map<String, Map<Resource, BigInteger>> reserved = new TreeMap<>();
        workloads.usage().forEach(interval -> {
            Resource resource = interval.resource();
            long quantity = interval.quantity();
            if (resource instanceof Accelerator accelerator && accelerator.isSlice()) {
                resource = accelerator.whole();
                quantity = quantity * (accelerator.slice().charAt(0) - '0') / 7 + 1;
            }
            Instant start = interval.start().isBefore(from) ? from : interval.start();
            Instant end = interval.chargedUntil().isAfter(until) ? until : interval.chargedUntil();
            if (start.isBefore(end)) {
                BigInteger amount = BigInteger.valueOf(quantity)
                        .multiply(
                                BigInteger.valueOf(Duration.between(start, end).toSeconds()));
                reserved.computeIfAbsent(interval.cluster(), cluster -> new HashMap<>())
                        .merge(resource, amount, BigInteger::add);
            }
        });
        return reserved;
    }

    /** First the machines with accelerators, then general ones for the processors and memory still missing. */
    private Map<Machine, Integer> count(Map<Resource, BigInteger> reserved) {
        Map<Machine, Integer> nodes = new TreeMap<>();
        for (Map.Entry<Resource, BigInteger> entry : reserved.entrySet()) {
            Resource resource = entry.getKey();
            Machine.with(resource)
                    .ifPresent(machine -> nodes.put(machine, needed(entry.getValue(), machine.offers(resource))));
        }
        int general = 1;
        for (Resource resource : List.of(Machine.CPU, Machine.MEMORY)) {
            long offered = nodes.entrySet().stream()
                    .mapToLong(entry -> entry.getKey().offers(resource) * entry.getValue())
                    .sum();
            long each = Machine.GENERAL.offers(resource);
            int all = needed(reserved.getOrDefault(resource, BigInteger.ZERO), each);
            general = Math.max(general, all - Math.toIntExact(offered / each));
        }
        nodes.put(Machine.GENERAL, general);
        return nodes;
    }

    private int needed(BigInteger quantitySeconds, long each) {
        BigInteger seconds = BigInteger.valueOf(Duration.between(from, until).toSeconds());
        return quantitySeconds
                        .multiply(BigInteger.valueOf(HEADROOM_PERCENT))
                        .divide(BigInteger.valueOf(each).multiply(seconds).multiply(BigInteger.valueOf(100)))
                        .intValueExact()
                + 1;
    }

    Map<String, Map<String, Integer>> counts() {
        SortedMap<String, Map<String, Integer>> named = new TreeMap<>();
        counts.forEach((cluster, nodes) -> {
            SortedMap<String, Integer> byClass = new TreeMap<>();
            nodes.forEach((machine, count) -> byClass.put(machine.nodeClass(), count));
            named.put(cluster, byClass);
        });
        return named;
    }

    Stream<UsageInterval> usage() {
        return counts.entrySet().stream()
                .flatMap(cluster -> cluster.getValue().entrySet().stream()
                        .flatMap(nodes -> IntStream.range(0, nodes.getValue())
                                .boxed()
                                .flatMap(number -> node(cluster.getKey(), nodes.getKey(), number))));
    }

    /** Nodes were there before the month and outlast it. */
    private Stream<UsageInterval> node(String cluster, Machine machine, int number) {
        String name = machine.nodeClass() + "-" + (number + 1);
        Draw draw = new Draw(seed, "node/" + cluster + "/" + machine, number);
        SamplePod node = new SamplePod(
                cluster,
                draw.uid(),
                ObjectKind.NODE,
                name,
                "",
                WorkloadKind.OTHER,
                "",
                "",
                "",
                machine.nodeClass(),
                name,
                CapacityType.ON_DEMAND,
                from.minus(Duration.ofDays(draw.between(1, 200))),
                null,
                until.plus(Duration.ofHours(1)),
                Quality.EXACT);
        return machine.capacity().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Resource::text)))
                .map(capacity -> node.reserves(capacity.getKey(), capacity.getValue()));
    }

    /** The exact cost of the nodes, and between 1.2 % less and 2.4 % more of it. */
    SortedMap<String, BigDecimal> invoices(List<Rate> rates) {
        RateCard card = RateCard.of(rates);
        SortedMap<String, Fraction> costs = new TreeMap<>();
        usage().forEach(node -> {
            for (PriceSpan span : card.spans(PriceKey.of(node), from, until)) {
                BigInteger quantitySeconds = BigInteger.valueOf(node.quantity())
                        .multiply(BigInteger.valueOf(
                                Duration.between(span.from(), span.until()).toSeconds()));
                Fraction cost = span.price() == null
                        ? Fraction.ZERO
                        : span.price().amount(quantitySeconds, Duration.between(from, until));
                costs.merge(node.cluster(), cost, Fraction::plus);
            }
        });
        SortedMap<String, BigDecimal> invoices = new TreeMap<>();
        costs.forEach((cluster, cost) -> {
            int perMille = new Draw(seed, "invoice/" + cluster, 0).between(988, 1024);
            invoices.put(cluster, cost.times(Fraction.of(perMille, 1000)).decimal(2));
        });
        return invoices;
    }
}
