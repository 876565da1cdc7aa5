package io.gantry.web.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Autowired;

@AnalyzeClasses(
    packages = {"io.gantry.web", "io.gantry.security"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule WEB_SPEAKS_TO_THE_FLEET_ONLY =
      noClasses()
          .that()
          .resideInAPackage("io.gantry.web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gantry.persistence..",
              "io.gantry.engine..",
              "io.gantry.agent..",
              "jakarta.persistence..",
              "org.hibernate..");

  @ArchTest
  static final ArchRule FEATURES_OF_THE_WEB_FORM_NO_CIRCLE =
      slices().matching("io.gantry.web.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FEATURES_OF_SECURITY_FORM_NO_CIRCLE =
      slices().matching("io.gantry.security.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule INJECTION_IS_BY_CONSTRUCTOR =
      noFields().should().beAnnotatedWith(Autowired.class);

  @ArchTest
  static final ArchRule TIME_COMES_FROM_A_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest static final ArchRule NOBODY_PRINTS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule NO_ATTIC =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..", "..impl..")
          .orShould()
          .haveSimpleNameEndingWith("Impl");
}
