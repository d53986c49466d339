package dev.freihafen.platform.template;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.freihafen.ir.Ir;
import dev.freihafen.ir.ParameterType;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The templates that come with the program. */
@Singleton
class Templates {
    /** Their names, in the order in which somebody who begins should look at them. */
    static final List<String> NAMES = List.of("train-evaluate-register", "batch-scoring", "scheduled-retraining");

    private static final ObjectMapper YAML = YAMLMapper.builder().build();

    private final Map<String, TemplateView> templates =
            NAMES.stream().collect(Collectors.toMap(Function.identity(), Templates::read));

    /** All of them. */
    List<TemplateView.Item> list() {
        return NAMES.stream().map(this::find).map(TemplateView::item).toList();
    }

    /**
     * One of them.
     *
     * @throws PlatformException.NotFound when there is none of that name
     */
    TemplateView find(String name) {
        TemplateView found = templates.get(name);
        if (found == null) {
            throw new PlatformException.NotFound(
                    "There is no template " + name + "; GET /api/v1/pipeline-templates lists them.");
        }
        return found;
    }

    private static TemplateView read(String name) {
        String ir = text(name, "pipeline.yaml");
        try {
            TemplateCard card = YAML.readValue(text(name, "template.yaml"), TemplateCard.class);
            return new TemplateView(
                    name,
                    card.title(),
                    card.description(),
                    parameters(ir),
                    card.run(),
                    card.schedule(),
                    text(name, "pipeline.py"),
                    ir);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("template " + name + " cannot be read", unreadable);
        }
    }

    private static List<TemplateView.ParameterView> parameters(String ir) {
        return Ir.parse(ir).root().inputDefinitions().parameters().entrySet().stream()
                .map(parameter -> new TemplateView.ParameterView(
                        parameter.getKey(),
                        type(parameter.getValue().parameterType()),
                        parameter.getValue().defaultValue(),
                        parameter.getValue().required(),
                        parameter.getValue().description()))
                .toList();
    }

    private static String type(@Nullable ParameterType type) {
        return type == null ? ParameterType.String.text() : type.text();
    }

    private static String text(String name, String file) {
        try (InputStream stream = Templates.class.getResourceAsStream("/pipeline-templates/" + name + "/" + file)) {
            if (stream == null) {
                throw new IllegalStateException(file + " of template " + name + " is not in the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
