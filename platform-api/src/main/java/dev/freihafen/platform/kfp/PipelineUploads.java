package dev.freihafen.platform.kfp;

import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.Catalogue.Pipeline;
import dev.freihafen.platform.kfp.Catalogue.Version;
import dev.freihafen.platform.kfp.CatalogueChanges.Document;
import dev.freihafen.platform.pipeline.Compiled;
import dev.freihafen.platform.pipeline.PipelineReader;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes pipelines and versions of what clients upload; each is checked as one that is PUT. */
@Singleton
final class PipelineUploads {
    private final PipelineReader reader;
    private final CatalogueChanges catalogue;
    private final Clock clock;

    PipelineUploads(PipelineReader reader, CatalogueChanges catalogue, Clock clock) {
        this.reader = reader;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /**
     * What is said of a pipeline or version that is made.
     *
     * @param name null for that of the compiled pipeline
     * @param displayName null for the name
     */
    record Said(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String description) {
        static Said of(@Nullable String name, @Nullable String displayName, @Nullable String description) {
            return new Said(emptyAsNull(name), emptyAsNull(displayName), emptyAsNull(description));
        }

        private static @Nullable String emptyAsNull(@Nullable String text) {
            return text == null || text.isEmpty() ? null : text;
        }
    }

    /** A pipeline without a version. */
    Pipeline pipeline(TeamKey team, Said said) {
        if (said.name() == null) {
            throw new PlatformException.BadRequest("The pipeline's name is missing.");
        }
        return create(team, said, said.name(), null, "");
    }

    /** A pipeline with a first version of the same name. */
    Pipeline pipeline(TeamKey team, Said said, byte[] upload, String by) {
        Compiled compiled = reader.read(PackageReader.read(upload));
        String name = said.name() == null ? compiled.pipeline().name() : said.name();
        return create(team, said, name, new Document(compiled.pipeline().digest(), compiled.text()), by);
    }

    private Pipeline create(TeamKey team, Said said, String name, @Nullable Document document, String by) {
        String shown = said.displayName() == null ? name : said.displayName();
        requireGood(name);
        requireGood(shown);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Pipeline made = new Pipeline(UUID.randomUUID(), Names.ofPipeline(name), shown, said.description(), now);
        Optional<Version> first = document == null
                ? Optional.empty()
                : Optional.of(version(made, new Said(name, shown, said.description()), name, document, by, now));
        if (!catalogue.create(team, made, first, document)) {
            throw new PlatformException.AlreadyThere("The pipeline name " + name
                    + " already exists. Please specify a new name, or upload a version of that pipeline.");
        }
        return made;
    }

    /** One more version. */
    Version version(TeamKey team, Pipeline of, Said said, byte[] upload, String by) {
        Compiled compiled = reader.read(PackageReader.read(upload));
        String name = said.name() == null ? compiled.pipeline().name() : said.name();
        requireGood(name);
        Document document = new Document(compiled.pipeline().digest(), compiled.text());
        Version made = version(of, said, name, document, by, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return catalogue
                .create(team, made, document)
                .orElseThrow(() -> new PlatformException.AlreadyThere("The version name " + name
                        + " already exists in pipeline " + of.shown()
                        + ", and versions never change. Please specify a new name."));
    }

    private static Version version(Pipeline of, Said said, String name, Document document, String by, Instant now) {
        return new Version(
                of.id(),
                UUID.randomUUID(),
                of.name(),
                Names.ofVersion(name),
                said.displayName() == null ? name : said.displayName(),
                said.description(),
                document.digest(),
                by,
                now);
    }

    private static void requireGood(String name) {
        if (!Names.isGood(name)) {
            throw new PlatformException.BadRequest("A name must be 1 to 128 characters without control characters.");
        }
    }
}
