package dev.freihafen.platform.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A model.
 *
 * @param lastVersion highest number that was ever given
 * @param aliases the version that each stands for, by name
 */
@Schema(name = "Model", examples = """
                {"team":"fraud","name":"digits","lastVersion":3,"aliases":{"production":3,"previous":2},\
                "createdBy":"scientist","createdAt":"2026-11-25T08:00:00Z"}""")
record ModelView(
        String team, String name, int lastVersion, Map<String, Integer> aliases, String createdBy, Instant createdAt) {
    static ModelView of(String team, ModelStore.Model model, List<ModelStore.Alias> aliases) {
        Map<String, Integer> own = new TreeMap<>();
        aliases.stream()
                .filter(alias -> alias.model().equals(model.name()))
                .forEach(alias -> own.put(alias.alias(), alias.version()));
        return new ModelView(team, model.name(), model.lastVersion(), own, model.createdBy(), model.createdAt());
    }
}
