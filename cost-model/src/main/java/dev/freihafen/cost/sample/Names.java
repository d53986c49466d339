package dev.freihafen.cost.sample;

import java.util.List;
import java.util.stream.IntStream;

/** Names that read like a company's. */
final class Names {

    private static final List<String> CLUSTERS = List.of("hamburg", "rotterdam", "antwerp");
    private static final List<String> TEAMS = List.of(
            "fraud",
            "pricing",
            "search",
            "vision",
            "forecast",
            "speech",
            "ranking",
            "risk",
            "logistics",
            "support",
            "research",
            "claims");

    static final List<String> PIPELINES = List.of("nightly-train", "backfill", "evaluate", "tune", "embed", "distil");
    static final List<String> STEPS = List.of("prepare", "train", "evaluate", "register");
    static final List<String> PEOPLE =
            List.of("ada", "bela", "chidi", "dana", "emre", "fatou", "gesa", "hiro", "ines", "jonas", "kofi", "lena");
    static final List<String> MODELS = List.of("scorer", "embedder", "classifier", "ranker", "transcriber");

    private Names() {}

    static List<String> clusters(int count) {
        return names(CLUSTERS, "harbour-", count);
    }

    static List<String> teams(int count) {
        return names(TEAMS, "team-", count);
    }

    private static List<String> names(List<String> known, String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> index < known.size() ? known.get(index) : prefix + (index + 1))
                .toList();
    }
}
