package dev.freihafen.cost.file;

import java.util.Arrays;

/** For each series of a ledger its newest segment. A series is known by a number from 0. */
final class SeriesHeads {

    private final Ints cluster = new Ints();
    private final Ints uid = new Ints();
    private final Ints resource = new Ints();
    private final Ints newest = new Ints();
    private int[] slots = new int[1 << 10];

    SeriesHeads() {
        Arrays.fill(slots, -1);
    }

    /** The series; a new one has no segment. */
    int find(int inCluster, int ofObject, int ofResource) {
        int slot = slot(inCluster, ofObject, ofResource);
        while (slots[slot] >= 0) {
            int series = slots[slot];
            if (uid.get(series) == ofObject && resource.get(series) == ofResource && cluster.get(series) == inCluster) {
                return series;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        int series = newest.size();
        slots[slot] = series;
        cluster.add(inCluster);
        uid.add(ofObject);
        resource.add(ofResource);
        newest.add(-1);
        if (newest.size() * 2L > slots.length) {
            grow();
        }
        return series;
    }

    /** The newest segment, or -1. */
    int newest(int series) {
        return newest.get(series);
    }

    void setNewest(int series, int segment) {
        newest.set(series, segment);
    }

    private void grow() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        for (int series = 0; series < newest.size(); series++) {
            int slot = slot(cluster.get(series), uid.get(series), resource.get(series));
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = series;
        }
    }

    private int slot(int inCluster, int ofObject, int ofResource) {
        long hash = (ofObject * 31L + ofResource) * 31L + inCluster;
        hash *= 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) & (slots.length - 1);
    }

    /** All series by cluster, object and resource, as UTF-8 bytes. */
    int[] inOrder(Subjects subjects) {
        int[] clusters = subjects.ranksOfClusters();
        int[] uids = subjects.ranksOfUids();
        int[] resources = subjects.ranksOfResources();
        int[] clusterOf = inverse(clusters);
        int[] uidOf = inverse(uids);
        int[] resourceOf = inverse(resources);
        long[] keys = new long[newest.size()];
        for (int series = 0; series < keys.length; series++) {
            keys[series] =
                    ((long) clusters[cluster.get(series)] * uids.length + uids[uid.get(series)]) * resources.length
                            + resources[resource.get(series)];
        }
        Arrays.sort(keys);
        int[] ordered = new int[keys.length];
        for (int place = 0; place < keys.length; place++) {
            long key = keys[place];
            int ofResource = resourceOf[(int) (key % resources.length)];
            long object = key / resources.length;
            ordered[place] =
                    find(clusterOf[(int) (object / uids.length)], uidOf[(int) (object % uids.length)], ofResource);
        }
        return ordered;
    }

    private static int[] inverse(int[] ranks) {
        int[] numbers = new int[ranks.length];
        for (int number = 0; number < ranks.length; number++) {
            numbers[ranks[number]] = number;
        }
        return numbers;
    }
}
