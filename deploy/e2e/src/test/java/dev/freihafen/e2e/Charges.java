package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the ledger charges for a run, held against what the API server told of its pods. */
final class Charges {
    private final Ledger ledger;
    private final PodWitness witness;

    Charges(Ledger ledger, PodWitness witness) {
        this.ledger = ledger;
        this.witness = witness;
    }

    /** Each pod is charged from the second it was scheduled to the second it ended, once for each resource. */
    void assertChargedForWhatPodsLived(Run run) {
        Map<String, PodWitness.Life> lives =
                witness.ofRun(run.id()).stream().collect(Collectors.toMap(PodWitness.Life::uid, Function.identity()));
        List<Ledger.Interval> charged = closedIntervals(run, lives.size());
        assertThat(charged).allSatisfy(interval -> {
            PodWitness.Life life = lives.get(interval.pod());
            assertThat(life).as("the pod of %s", interval).isNotNull();
            assertThat(interval.step()).isEqualTo(life.step());
            assertThat(interval.start())
                    .as("%s", interval)
                    .isEqualTo(life.scheduled().orElseThrow());
            assertThat(interval.end()).as("%s", interval).isEqualTo(life.finished());
            assertThat(interval.quality()).isEqualTo("Exact");
        });
        assertThat(charged)
                .extracting(interval -> interval.pod() + " " + interval.resource())
                .as("one interval for each pod and resource")
                .doesNotHaveDuplicates();
    }

    private List<Ledger.Interval> closedIntervals(Run run, int pods) {
        Eventually.holds(
                "the ends of " + pods + " pods in the ledger",
                Duration.ofSeconds(60),
                () -> {
                    List<Ledger.Interval> found = ledger.ofRun(run.id());
                    return found.stream().allMatch(interval -> interval.end().isPresent())
                            && found.stream()
                                            .map(Ledger.Interval::pod)
                                            .distinct()
                                            .count()
                                    == pods;
                },
                () -> ledger.ofRun(run.id()).toString());
        return ledger.ofRun(run.id());
    }
}
