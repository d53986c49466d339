package dev.freihafen.cost.file;

import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the segments of an object have in common, kept once: numbers of texts, in the order of {@link #COLUMNS}, and the
 * texts themselves, each of which has been checked.
 */
final class Subjects {

    /** The columns that make a subject. */
    static final List<String> COLUMNS = List.of(
            "cluster",
            "objectUid",
            "objectKind",
            "objectName",
            "team",
            "workloadKind",
            "workloadName",
            "step",
            "owner",
            "hardwareClass",
            "node",
            "capacityType");

    private static final int WIDTH = COLUMNS.size();
    private static final int CLUSTER = 0;
    private static final int UID = 1;

    private final Texts[] texts = new Texts[WIDTH];
    private final Texts resources = new Texts(this::addResource);
    private final List<Resource> resourceOf = new ArrayList<>();
    private final Ints numbers = new Ints();
    private int[] slots = new int[1 << 10];
    private int last = -1;

    Subjects() {
        texts[0] = new Texts(text -> Fields.dnsLabel("cluster", text));
        texts[1] = new Texts(text -> Fields.requiredText("objectUid", text, UsageInterval.LONGEST_NAME));
        texts[2] = new Texts(text -> ObjectKind.of("objectKind", text));
        texts[3] = new Texts(text -> Fields.text("objectName", text, UsageInterval.LONGEST_NAME));
        texts[4] = new Texts(text -> Fields.dnsLabelOrEmpty("team", text));
        texts[5] = new Texts(text -> WorkloadKind.of("workloadKind", text));
        texts[6] = new Texts(text -> Fields.dnsLabelOrEmpty("workloadName", text));
        texts[7] = new Texts(text -> Fields.text("step", text, UsageInterval.LONGEST_TEXT));
        texts[8] = new Texts(text -> Fields.text("owner", text, UsageInterval.LONGEST_TEXT));
        texts[9] = new Texts(text -> Fields.text("hardwareClass", text, UsageInterval.LONGEST_NAME));
        texts[10] = new Texts(text -> Fields.text("node", text, UsageInterval.LONGEST_NAME));
        texts[11] = new Texts(Subjects::capacityType);
        Arrays.fill(slots, -1);
    }

    /** The number of a column's text. */
    int text(int column, char[] characters, int begin, int end) {
        return texts[column].number(characters, begin, end);
    }

    int resource(char[] characters, int begin, int end) {
        return resources.number(characters, begin, end);
    }

    int resource(String text) {
        return resources.number(text);
    }

    private void addResource(String text) {
        resourceOf.add(Resource.parse("resource", text));
    }

    int number(UsageInterval interval) {
        CapacityType capacityType = interval.capacityType();
        List<String> fields = List.of(
                interval.cluster(),
                interval.objectUid(),
                interval.objectKind().text(),
                interval.objectName(),
                interval.team(),
                interval.workloadKind().text(),
                interval.workloadName(),
                interval.step(),
                interval.owner(),
                interval.hardwareClass(),
                interval.node(),
                capacityType == null ? "" : capacityType.text());
        return number(IntStream.range(0, WIDTH)
                .map(column -> texts[column].number(fields.get(column)))
                .toArray());
    }

    /** The subject with these numbers of texts. */
    int number(int[] fields) {
        if (last >= 0 && matches(last, fields)) {
            return last;
        }
        int slot = slot(fields[CLUSTER], fields[UID]);
        while (slots[slot] >= 0) {
            if (matches(slots[slot], fields)) {
                last = slots[slot];
                return last;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        last = size();
        slots[slot] = last;
        for (int field : fields) {
            numbers.add(field);
        }
        if (size() * 2L > slots.length) {
            grow();
        }
        return last;
    }

    private int size() {
        return numbers.size() / WIDTH;
    }

    private boolean matches(int subject, int[] fields) {
        int from = subject * WIDTH;
        for (int column = 0; column < WIDTH; column++) {
            if (numbers.get(from + column) != fields[column]) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        for (int subject = 0; subject < size(); subject++) {
            int slot = slot(cluster(subject), uid(subject));
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = subject;
        }
    }

    private int slot(int cluster, int uid) {
        int hash = (uid * 31 + cluster) * 0x9E3779B9;
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }

    int cluster(int subject) {
        return numbers.get(subject * WIDTH + CLUSTER);
    }

    int uid(int subject) {
        return numbers.get(subject * WIDTH + UID);
    }

    UsageInterval interval(
            int subject,
            int resource,
            long quantity,
            Instant start,
            @Nullable Instant end,
            Instant lastSeen,
            Quality quality) {
        return new UsageInterval(
                text(subject, 0),
                text(subject, 1),
                ObjectKind.of("objectKind", text(subject, 2)),
                text(subject, 3),
                text(subject, 4),
                WorkloadKind.of("workloadKind", text(subject, 5)),
                text(subject, 6),
                text(subject, 7),
                text(subject, 8),
                text(subject, 9),
                text(subject, 10),
                capacityType(text(subject, 11)),
                resourceOf.get(resource),
                quantity,
                start,
                end,
                lastSeen,
                quality);
    }

    private String text(int subject, int column) {
        return texts[column].get(numbers.get(subject * WIDTH + column));
    }

    private static @Nullable CapacityType capacityType(String text) {
        return text.isEmpty() ? null : CapacityType.of("capacityType", text);
    }

    int[] ranksOfClusters() {
        return ranks(texts[CLUSTER]);
    }

    int[] ranksOfUids() {
        return ranks(texts[UID]);
    }

    int[] ranksOfResources() {
        return ranks(resources);
    }

    /** For each text its place in the order of UTF-8 bytes. */
    private static int[] ranks(Texts column) {
        String[] sorted = column.all().toArray(String[]::new);
        Arrays.sort(sorted, Utf8Order.INSTANCE);
        int[] ranks = new int[sorted.length];
        for (int rank = 0; rank < sorted.length; rank++) {
            ranks[column.number(sorted[rank])] = rank;
        }
        return ranks;
    }
}
