package io.gantry.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.gantry.api.container.ContainerId;
import io.gantry.engine.cgroup.CgroupMode;
import io.gantry.engine.storage.ContainerStorage;
import java.nio.file.Path;
import java.time.Instant;

/** Who may know whom inside the engine. */
@AnalyzeClasses(packages = "io.gantry.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ROOMS_HAVE_NO_CIRCLES =
      slices().matching("io.gantry.engine.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NOTHING_KNOWS_THE_FACADE =
      noClasses()
          .that()
          .resideInAPackage("io.gantry.engine.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gantry.engine");

  @ArchTest
  static final ArchRule THE_LIFECYCLE_KNOWS_ONLY_STATE_AND_SYSTEM_CALLS =
      noClasses()
          .that()
          .resideInAPackage("io.gantry.engine.lifecycle..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gantry.engine.runtime..",
              "io.gantry.engine.network..",
              "io.gantry.engine.mount..",
              "io.gantry.engine.storage..",
              "io.gantry.engine.image..",
              "io.gantry.engine.exec..",
              "java.sql..");

  /** It matters to rootless engines only; a pause asks whether there are cgroups, no more. */
  @ArchTest
  @Rule("STOP-3")
  static void nobodyAsksForTheModeOfTheCgroups(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage("io.gantry.engine.lifecycle..", "io.gantry.engine.runtime..")
        .or()
        .belongToAnyOf(RuntimeRoom.class)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(CgroupMode.class)
        .check(classes);
  }

  /** What lies where is asked from the rooms below. */
  @ArchTest
  @Rule("PATHS-3")
  static void theLifecycleBuildsNoPaths(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAPackage("io.gantry.engine.lifecycle..")
        .should()
        .callMethod(Path.class, "resolve", String.class)
        .orShould()
        .callMethod(Path.class, "of", String.class, String[].class)
        .check(classes);
  }

  @ArchTest
  @Rule("SIZE-5")
  static void nothingButARequestMeasures(JavaClasses classes) {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Engine.class)
        .should()
        .callMethod(ContainerStorage.class, "sizes", ContainerId.class)
        .check(classes);
  }

  @ArchTest
  static final ArchRule NO_SPRING =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule NO_STANDARD_STREAMS =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule TIME_COMES_FROM_A_CLOCK =
      noClasses().should().callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_IT_IS =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Manager");
}
