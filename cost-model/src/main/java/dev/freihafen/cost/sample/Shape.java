package dev.freihafen.cost.sample;

import java.time.YearMonth;

/**
 * How large a made-up month is.
 *
 * @param month in UTC
 * @param clusters from 1 up
 * @param teams from 1 up
 * @param runs pipeline runs; each has {@value #STEPS} pods
 * @param workspaces each is started {@code sessions} times, and has a volume
 * @param sessions starts of each workspace in the month, 1 to 20
 * @param endpoints model endpoints; each has two pods, a volume and a load balancer
 * @param gpuPercent of the pods of runs and workspaces that reserve an accelerator or a slice of one, 0 to 100
 * @param segmentsPerPod how often the processor and memory of a pod are metered anew, as after a resize, from 1 up
 */
public record Shape(
        YearMonth month,
        int clusters,
        int teams,
        int runs,
        int workspaces,
        int sessions,
        int endpoints,
        int gpuPercent,
        int segmentsPerPod) {

    /** Pods of a run. */
    public static final int STEPS = 4;

    /** @throws IllegalArgumentException if a number is outside its range */
    public Shape {
        require("clusters", clusters, 1, 99);
        require("teams", teams, 1, 9_999);
        require("runs", runs, 0, 10_000_000);
        require("workspaces", workspaces, 0, 1_000_000);
        require("sessions", sessions, 1, 20);
        require("endpoints", endpoints, 0, 100_000);
        require("gpuPercent", gpuPercent, 0, 100);
        require("segmentsPerPod", segmentsPerPod, 1, 100);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; it goes from " + least + " to " + most);
        }
    }

    /** The demo month: 3 clusters, 12 teams, 20,000 pods of 4,200 runs, 230 workspaces and 60 endpoints. */
    public static Shape demo(YearMonth month) {
        return new Shape(month, 3, 12, 4_200, 230, 13, 60, 35, 1);
    }

    /** The benchmark's month: 200,000 pods of 40,000 runs and 2,000 workspaces; a little over 1,000,000 intervals. */
    public static Shape benchmark(YearMonth month) {
        return new Shape(month, 3, 40, 40_000, 2_000, 20, 100, 40, 2);
    }

    /** The same with fewer runs, workspaces and endpoints. */
    public Shape dividedBy(int divisor) {
        return new Shape(
                month,
                clusters,
                teams,
                runs / divisor,
                workspaces / divisor,
                sessions,
                endpoints / divisor,
                gpuPercent,
                segmentsPerPod);
    }

    /** Pods of runs and workspaces. */
    public int pods() {
        return runs * STEPS + workspaces * sessions;
    }
}
