package dev.freihafen.cost.sample;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A made-up month of several clusters and teams: pipeline runs, workspaces, model endpoints, volumes, load balancers,
 * traffic, the platform's own pods, pods of nobody, and the nodes that carry them; accelerators whole and in slices, spot
 * capacity that is taken away, ends that are only estimated, objects that outlast the month.
 *
 * <p>Pure: shape and seed decide everything. Streaming: nothing is kept per pod. It is valid as a ledger: no segment
 * overlaps with another of its object and resource.
 */
public final class SampleMonth {

    private final Shape shape;
    private final SampleWorkloads workloads;
    private final SampleNodes nodes;

    public SampleMonth(Shape shape, long seed) {
        this.shape = shape;
        this.workloads = new SampleWorkloads(shape, seed);
        this.nodes = new SampleNodes(shape, seed, workloads);
    }

    public Shape shape() {
        return shape;
    }

    /** All intervals, those of one object together; a new stream with the same content at each call. */
    public Stream<UsageInterval> usage() {
        return Stream.concat(nodes.usage(), workloads.usage());
    }

    /** A rate card that prices all of it; the price of an H100 falls in the middle of the month. */
    public List<Rate> rates() {
        return SampleRates.of(shape.month(), shape.clusters());
    }

    /** What the provider's invoice says for each cluster, in euro: near the cost of its nodes, but not quite. */
    public SortedMap<String, BigDecimal> invoices() {
        return nodes.invoices(rates());
    }

    /** Nodes by cluster and node class. */
    public Map<String, Map<String, Integer>> nodes() {
        return nodes.counts();
    }

    /** The clusters' names. */
    public List<String> clusters() {
        return Names.clusters(shape.clusters());
    }

    /** The teams' names. */
    public List<String> teams() {
        return Names.teams(shape.teams());
    }
}
