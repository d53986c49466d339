package dev.freihafen.cost.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.freihafen.cost.build.OnPremServer;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code server.yaml}: a server of one's own, one {@code name: value} a line. */
public final class ServerYaml {

    private static final int MOST_BYTES = 1 << 16;
    private static final Map<String, String> SOUND = Map.ofEntries(
            Map.entry("model", "H100"),
            Map.entry("currency", "EUR"),
            Map.entry("capex", "1"),
            Map.entry("lifeMonths", "1"),
            Map.entry("kilowatts", "1"),
            Map.entry("load", "1"),
            Map.entry("pue", "1"),
            Map.entry("pricePerKwh", "1"),
            Map.entry("maintenancePerYear", "1"),
            Map.entry("rackPerYear", "1"),
            Map.entry("staffPerYear", "1"),
            Map.entry("networkPerYear", "1"),
            Map.entry("accelerators", "1"),
            Map.entry("targetUtilisation", "1"));

    private final String file;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private ServerYaml(String file) {
        this.file = file;
    }

    /** @throws FileFault with the first fault */
    public static OnPremServer read(InputStream in, String file) {
        try {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new FileFault(file, 1, "model", "is more than a server: the file is larger than 64 KiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new ServerYaml(file).read(text);
        } catch (CharacterCodingException malformed) {
            throw new FileFault(file, 1, "model", "the file is not UTF-8; save it as UTF-8");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private OnPremServer read(String text) throws IOException {
        try (YAMLParser yaml = new YAMLFactory().createParser(text)) {
            if (yaml.nextToken() != JsonToken.START_OBJECT) {
                throw new FileFault(file, 1, "model", "is missing: the file is not a list of 'name: value' lines");
            }
            while (yaml.nextToken() == JsonToken.FIELD_NAME) {
                readField(yaml);
            }
            if (yaml.nextToken() != null) {
                throw new FileFault(file, yaml.currentTokenLocation().getLineNr(), "model", "is a second document");
            }
        } catch (JsonProcessingException malformed) {
            int line = malformed.getLocation() == null
                    ? 1
                    : Math.max(1, malformed.getLocation().getLineNr());
            throw new FileFault(
                    file,
                    line,
                    lastField(),
                    "is not readable as YAML: "
                            + malformed.getOriginalMessage().lines().findFirst().orElse(""));
        }
        requireSound();
        return OnPremServer.fromText(fields);
    }

    private void readField(YAMLParser yaml) throws IOException {
        String name = yaml.currentName();
        int line = yaml.currentTokenLocation().getLineNr();
        if (!OnPremServer.FIELDS.contains(name)) {
            requireSound(fields);
            throw new FileFault(
                    file,
                    line,
                    Fields.quoted(name),
                    "is not known; known are " + String.join(", ", OnPremServer.FIELDS));
        }
        boolean plain = yaml.nextToken().isScalarValue() && !yaml.isCurrentAlias();
        if (!plain || fields.containsKey(name)) {
            requireSound(fields);
            throw new FileFault(file, line, name, plain ? "stands twice" : "is not a plain value");
        }
        lines.put(name, line);
        fields.put(name, yaml.currentToken() == JsonToken.VALUE_NULL ? "" : yaml.getText());
    }

    private String lastField() {
        return lines.isEmpty() ? "model" : List.copyOf(lines.keySet()).getLast();
    }

    private void requireSound() {
        requireSound(fields);
        for (String name : OnPremServer.FIELDS) {
            if (!fields.containsKey(name)) {
                int last = lines.values().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(1);
                throw new FileFault(file, last, name, "is missing in the file");
            }
        }
    }

    private void requireSound(Map<String, String> given) {
        List<String> order = new ArrayList<>(given.keySet());
        RowRules rules = new RowRules(OnPremServer.FIELDS, ServerYaml::check, SOUND);
        rules.firstFault(new ArrayList<>(given.values()), order, Collections.nCopies(order.size(), ""))
                .ifPresent(found -> {
                    throw new FileFault(file, lines.getOrDefault(found.column(), 1), found.column(), found.reason());
                });
    }

    private static void check(Map<String, String> row) {
        try {
            OnPremServer.fromText(row);
        } catch (InvalidFact resource) {
            throw resource.column().equals("resource") ? new InvalidFact("model", resource.reason()) : resource;
        }
    }
}
