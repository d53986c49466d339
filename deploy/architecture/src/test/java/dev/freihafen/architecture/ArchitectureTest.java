package dev.freihafen.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the architecture, checked against the compiled modules. */
class ArchitectureTest {
    private static final Path ROOT = root();
    private static final List<String> MODULES =
            List.of("operator/ir", "cost-model", "operator/model", "operator/controller", "platform-api");

    private static final String[] COST_MODEL_EDGES = {
        "dev.freihafen.cost.file..",
        "dev.freihafen.cost.focus..",
        "dev.freihafen.cost.price..",
        "dev.freihafen.cost.document..",
        "dev.freihafen.cost.pipeline..",
        "dev.freihafen.cost.cli.."
    };

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("^public [a-z -]*(class|interface|record|enum|@interface) ", Pattern.MULTILINE);

    private static JavaClasses all;

    @BeforeAll
    static void readClasses() {
        List<Path> compiled = MODULES.stream()
                .map(module -> ROOT.resolve(module).resolve("target/classes"))
                .toList();
        assertThat(compiled)
                .as("compile every module first")
                .allSatisfy(folder -> assertThat(folder).isDirectory());
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPaths(compiled);
        assertThat(all).hasSizeGreaterThan(100);
    }

    /** Files, documents and the command line may use libraries; what counts the money may not. */
    @Test
    void theCostModelKnowsNothingButTheJdk() {
        check(classes()
                .that(areOfTheCostModel())
                .and()
                .resideOutsideOfPackages(COST_MODEL_EDGES)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are the cost model's, the JDK's or JSpecify's",
                        type -> ofTheCostModel(type)
                                || type.isPrimitive()
                                || type.getPackageName().startsWith("java.")
                                || type.getPackageName().startsWith("org.jspecify.")
                                || type.isArray())));
    }

    @Test
    void theCostModelHasNoClockAndNoNetwork() {
        check(noClasses()
                .that(areOfTheCostModel())
                .and()
                .resideOutsideOfPackage("dev.freihafen.cost.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.sql..", "java.nio.file..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .callMethod(java.time.Instant.class, "now"));
    }

    @Test
    void moneyIsNeverAFloatingPointNumber() {
        check(noFields()
                .that()
                .areDeclaredInClassesThat(areOfTheCostModel())
                .should()
                .haveRawType(double.class)
                .orShould()
                .haveRawType(float.class)
                .orShould()
                .haveRawType(Double.class)
                .orShould()
                .haveRawType(Float.class));
    }

    @Test
    void operatorAndApiMeetOnlyAtTheCustomResources() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.freihafen.operator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.freihafen.platform..", "dev.freihafen.cost.."));
        check(noClasses()
                .that()
                .resideInAPackage("dev.freihafen.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.freihafen.operator.."));
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.freihafen.api..", "dev.freihafen.ir..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.freihafen.operator..", "dev.freihafen.platform..", "dev.freihafen.cost.."));
    }

    @Test
    void packagesAreNamedByFeature() {
        check(noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..impl..",
                        "..dto..",
                        "..manager..",
                        "..helper..",
                        "..constants.."));
    }

    @Test
    void operatorPackagesHaveNoCycles() {
        check(slices().matching("dev.freihafen.operator.(*)..").should().beFreeOfCycles());
    }

    /** The framework gives up after five tries, and an outage may last longer. */
    @Test
    void reconcilersTryAgainUntilTheySucceed() {
        check(classes()
                .that()
                .areAnnotatedWith("io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration")
                .should()
                .beAnnotatedWith(DescribedPredicate.describe(
                        "retry = UntilItSucceeds.class", ArchitectureTest::triesUntilItSucceeds)));
    }

    @Test
    void dependenciesComeByTheConstructor() {
        check(noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty"));
    }

    @Test
    void fieldsThatAreConstantsAreFinal() {
        check(fields().that().areStatic().and().areNotPrivate().should().beFinal());
    }

    @Test
    void nothingIsMocked() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContain("org.mock" + "ito");
        }
    }

    @Test
    void noTestIsSwitchedOff() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContain("@Dis" + "abled");
        }
    }

    @Test
    void publicTypesSayWhatTheyAre() throws IOException {
        for (Path file : sources()) {
            String text = Files.readString(file);
            Matcher type = PUBLIC_TYPE.matcher(text);
            if (type.find()) {
                assertThat(text.substring(0, type.start()))
                        .as(file + " has Javadoc before its public type")
                        .contains("/**");
            }
        }
    }

    @Test
    void filesStayReadable() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readAllLines(file))
                    .as(file + " asks for a reason to be this long")
                    .hasSizeLessThan(420);
        }
    }

    private static boolean triesUntilItSucceeds(JavaAnnotation<?> annotation) {
        return annotation
                .get("retry")
                .filter(retry -> retry instanceof JavaClass type
                        && type.getName().equals("dev.freihafen.operator.UntilItSucceeds"))
                .isPresent();
    }

    private static DescribedPredicate<JavaClass> areOfTheCostModel() {
        return DescribedPredicate.describe("are of the cost model", ArchitectureTest::ofTheCostModel);
    }

    private static boolean ofTheCostModel(JavaClass type) {
        return type.getBaseComponentType().getPackageName().startsWith("dev.freihafen.cost");
    }

    private static void check(ArchRule rule) {
        rule.check(all);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("cost-model"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
