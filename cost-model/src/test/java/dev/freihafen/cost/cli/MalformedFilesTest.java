package dev.freihafen.cost.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every malformed file of {@code malformed.txt} is refused with the one line that stands beside it. */
class MalformedFilesTest {

    private static final Map<String, List<String>> SOUND = Map.of(
            "usage",
            List.of(
                    "cluster,objectUid,objectKind,objectName,team,workloadKind,workloadName,step,owner,hardwareClass,node,"
                            + "capacityType,resource,quantity,start,end,lastSeen,quality",
                    "hamburg,u1,Pod,train-0,vision,PipelineRun,train,fit,ada,gpu,n1,OnDemand,cpu,1000,"
                            + "2026-09-01T00:00:00Z,2026-09-01T10:00:00Z,2026-09-01T10:00:00Z,Exact"),
            "rates",
            List.of(
                    "id,cluster,resource,hardwareClass,capacityType,price,unit,currency,validFrom,validUntil,source",
                    "cpu,*,cpu,*,*,0.05,core-hour,EUR,2026-01-01T00:00:00Z,,contract"),
            "pool",
            List.of("cluster,amount,currency,text", "hamburg,1000.00,EUR,invoice"),
            "fx",
            List.of("month,base,quote,rate", "2026-09,EUR,USD,1.0847"),
            "policy",
            List.of("cluster,idle,shared", "hamburg,Central,ProRata"));
    /** Lines that make a fault together with the sound one, by the name that the cases use. */
    private static final Map<String, String> SECOND = Map.of(
            "$O",
            "hamburg,u1,Pod,train-0,vision,PipelineRun,train,fit,ada,gpu,n1,OnDemand,cpu,2000,"
                    + "2026-09-01T09:00:00Z,2026-09-01T11:00:00Z,2026-09-01T11:00:00Z,Exact",
            "$D",
            "hamburg,u1,Pod,train-0,vision,PipelineRun,train,fit,ada,gpu,n1,OnDemand,cpu,2000,"
                    + "2026-09-01T00:00:00Z,2026-09-01T10:00:00Z,2026-09-01T10:00:00Z,Exact",
            "$S",
            "other,*,cpu,*,*,0.06,core-hour,EUR,2026-01-01T00:00:00Z,,contract",
            "$U",
            "usd,*,cpu,*,*,0.06,core-hour,USD,2026-09-01T05:00:00Z,,contract");

    @TempDir
    private Path folder;

    @Test
    void eachIsRefusedWithItsOneLine() throws IOException {
        List<String> cases = cases();
        assertThat(cases).hasSizeGreaterThan(100);
        List<String> told = new ArrayList<>();
        for (String line : cases) {
            String[] parts = line.split(" \\| ", 3);
            told.add(parts[0] + " | " + parts[1] + " | " + refusal(parts[0], parts[1]));
        }
        if (Boolean.getBoolean("golden.update")) {
            rewrite(told);
        }
        assertThat(told).containsExactlyElementsOf(cases);
    }

    private String refusal(String file, String change) throws IOException {
        List<String> args = new ArrayList<>(List.of("statement", "--month", "2026-09"));
        for (String name : List.of("usage", "rates", "pool", "fx", "policy")) {
            Path path = folder.resolve(name + ".csv");
            List<String> sound = Objects.requireNonNull(SOUND.get(name));
            byte[] content = name.equals(file)
                    ? malformed(sound, change)
                    : (sound.get(0) + "\n" + sound.get(1) + "\n").getBytes(UTF_8);
            Files.write(path, content);
            boolean needed = name.equals("usage") || name.equals("rates") || name.equals(file);
            if (needed) {
                args.addAll(List.of("--" + name, path.toString()));
            }
        }
        if (file.equals("fx")) {
            args.addAll(List.of("--currency", "EUR"));
        }
        CommandLineResult result = CommandLineResult.of(args.toArray(String[]::new));
        assertThat(result.out()).as(file + " with " + change).isEmpty();
        assertThat(result.err()).as(file + " with " + change).endsWith("\n").hasLineCount(1);
        assertThat(result.exitCode()).as(file + " with " + change).isEqualTo(ExitCode.BAD_INPUT);
        return result.err().strip().replace(folder + "/", "");
    }

    private static byte[] malformed(List<String> sound, String change) {
        if (change.startsWith("raw=")) {
            String text = change.substring("raw=".length())
                    .replace("$H", sound.get(0))
                    .replace("$R", sound.get(1));
            for (Map.Entry<String, String> second : SECOND.entrySet()) {
                text = text.replace(second.getKey(), second.getValue());
            }
            return bytes(text);
        }
        List<String> columns = List.of(sound.get(0).split(","));
        String[] fields = Arrays.copyOf(sound.get(1).split(","), columns.size());
        Arrays.setAll(fields, place -> fields[place] == null ? "" : fields[place]);
        for (String part : change.split("; ")) {
            int equals = part.indexOf('=');
            fields[columns.indexOf(part.substring(0, equals))] = part.substring(equals + 1);
        }
        return bytes(sound.get(0) + "\\n" + String.join(",", fields) + "\\n");
    }

    /** Follows the escapes of the cases. */
    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int place = 0; place < text.length(); place++) {
            char character = text.charAt(place);
            if (character != '\\') {
                bytes.writeBytes(String.valueOf(character).getBytes(UTF_8));
                continue;
            }
            char escaped = text.charAt(++place);
            switch (escaped) {
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case 't' -> bytes.write('\t');
                case 'x' -> {
                    bytes.write(Integer.parseInt(text.substring(place + 1, place + 3), 16));
                    place += 2;
                }
                case 'u' -> {
                    int unit = Integer.parseInt(text.substring(place + 1, place + 5), 16);
                    bytes.writeBytes(Character.toString(unit).getBytes(UTF_8));
                    place += 4;
                }
                default -> bytes.writeBytes(String.valueOf(escaped).getBytes(ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(MalformedFilesTest.class.getResourceAsStream("malformed.txt"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static void rewrite(List<String> told) throws IOException {
        Path file = Path.of("src/test/resources/dev/freihafen/cost/cli/malformed.txt");
        List<String> comments = Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#"))
                .toList();
        List<String> lines = new ArrayList<>(comments);
        lines.addAll(told);
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
