package io.wizd.dist;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.wizd.handlers.spec.MessageHandler;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Dependencies go one way: server → handlers → dbaccess → protocol, and client → protocol. */
@AnalyzeClasses(
        packages = "io.wizd",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** In a whole build the helpers of another module's tests come as a jar. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule PROTOCOL_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("io.wizd.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.wizd.db..", "io.wizd.handlers..", "io.wizd.server..", "io.wizd.client..", "java.sql..");

    @ArchTest
    static final ArchRule DAO_KNOWS_NO_HANDLERS = noClasses()
            .that()
            .resideInAPackage("io.wizd.db..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wizd.handlers..", "io.wizd.server..", "io.wizd.client..");

    @ArchTest
    static final ArchRule HANDLERS_KNOW_NO_TRANSPORT = noClasses()
            .that()
            .resideInAPackage("io.wizd.handlers..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wizd.server..", "io.wizd.client..", "io.netty.channel..", "io.netty.handler..");

    @ArchTest
    static final ArchRule CLIENT_KNOWS_THE_PROTOCOL_ALONE = noClasses()
            .that()
            .resideInAPackage("io.wizd.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wizd.db..", "io.wizd.handlers..", "io.wizd.server..");

    @ArchTest
    static final ArchRule ONLY_THE_DAO_SPEAKS_JDBC = noClasses()
            .that()
            .resideInAnyPackage("io.wizd.handlers..", "io.wizd.server..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Connection.class);

    @ArchTest
    static final ArchRule A_HANDLER_IS_CALLED_ONE =
            classes().that().implement(MessageHandler.class).should().haveSimpleNameEndingWith("Handler");

    /** At DEBUG a class may log what it likes. */
    @ArchTest
    static final ArchRule WHOEVER_RUNS_WIZD_IS_TOLD_BY_EVENTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.wizd.event")
            .should()
            .callMethodWhere(target(owner(name("org.slf4j.Logger")))
                    .and(target(
                            nameMatching("info|warn|error|atInfo|atWarn|atError|atLevel|makeLoggingEventBuilder"))));

    /** The lines of examples and lists would be broken anywhere. */
    @ArchTest
    static final ArchRule A_HELP_FITS_INTO_80_COLUMNS = classes()
            .that()
            .areAnnotatedWith(Command.class)
            .should(ArchCondition.from(describe(
                    "have lines in their footer that are shorter than 80 characters",
                    (JavaClass command) -> Stream.of(
                                    command.getAnnotationOfType(Command.class).footer())
                            .allMatch(line -> line.length() < 80))));

    /** Picocli wraps what a method throws, so that a closed output would be told as a defect. */
    @ArchTest
    static final ArchRule A_COMMAND_IS_A_CLASS = noMethods().should().beAnnotatedWith(Command.class);

    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_EACH_OTHER = slices().matching("io.wizd.handlers.(*)..")
            .should()
            .notDependOnEachOther()
            // The contract of all, and the history that all write.
            .ignoreDependency(alwaysTrue(), resideInAnyPackage("io.wizd.handlers.spec", "io.wizd.handlers.audit"));

    @ArchTest
    static final ArchRule NO_TWO_PACKAGES_KNOW_EACH_OTHER =
            slices().matching("io.wizd.(**)").should().beFreeOfCycles();

    /** Who reads it in a signature, a log or a search knows which is meant; a nested class is told by its owner. */
    @ArchTest
    static void aNameIsUsedOnce(JavaClasses all) {
        Map<String, List<String>> byName = all.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(byName.values()).allSatisfy(names -> assertThat(names).hasSize(1));
    }
}
