package io.gantry.fleet.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import jakarta.persistence.Version;
import java.time.Clock;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Repository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@AnalyzeClasses(
    packages = "io.gantry",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  @ArchTest
  static final ArchRule API_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("io.gantry.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gantry.persistence..",
              "io.gantry.security..",
              "io.gantry.fleet..",
              "org.springframework..",
              "jakarta..",
              "org.hibernate..");

  @ArchTest
  static final ArchRule PERSISTENCE_KNOWS_ONLY_THE_API =
      noClasses()
          .that()
          .resideInAPackage("io.gantry.persistence..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gantry.security..", "io.gantry.fleet..", "io.gantry.web..");

  @ArchTest
  static final ArchRule SECURITY_KNOWS_ONLY_THE_API =
      noClasses()
          .that()
          .resideInAPackage("io.gantry.security..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gantry.persistence..", "io.gantry.fleet..", "io.gantry.web..");

  @ArchTest
  static final ArchRule FLEET_DOES_NOT_KNOW_THE_WEB =
      noClasses()
          .that()
          .resideInAPackage("io.gantry.fleet..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gantry.web..", "io.gantry.engine..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule STATEMENTS_ARE_IN_A_TRANSACTION_WHICH_CARRIES_THEIR_SCOPE =
      classes()
          .that()
          .areAnnotatedWith(Repository.class)
          .should()
          .beAnnotatedWith(Transactional.class);

  @ArchTest
  static final ArchRule ENTITIES_LIVE_IN_PERSISTENCE_AND_CARRY_A_VERSION =
      classes()
          .that()
          .areAnnotatedWith(Entity.class)
          .should()
          .resideInAPackage("io.gantry.persistence..")
          .andShould()
          .haveSimpleNameEndingWith("Entity");

  @ArchTest
  static final ArchRule VERSIONS_ARE_OF_JPA =
      fields()
          .that()
          .haveName("version")
          .and()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(Entity.class)
          .should()
          .beAnnotatedWith(Version.class);

  @ArchTest
  static final ArchRule ENTITIES_HAVE_VERBS_INSTEAD_OF_SETTERS =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(Entity.class)
          .should()
          .haveNameNotMatching("set[A-Z].*");

  @ArchTest
  static final ArchRule SERVICES_GIVE_NO_ENTITIES_AWAY =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(Service.class)
          .and()
          .arePublic()
          .should()
          .notHaveRawReturnType(resideInAPackage("io.gantry.persistence.."));

  @ArchTest
  static final ArchRule INJECTION_IS_BY_CONSTRUCTOR =
      noFields().should().beAnnotatedWith(Autowired.class);

  @ArchTest
  static final ArchRule TIME_COMES_FROM_A_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("tests give the time by a " + Clock.class.getSimpleName());

  @ArchTest static final ArchRule NOBODY_PRINTS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule NO_ATTIC =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..", "..impl..")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule FEATURES_OF_THE_FLEET_FORM_NO_CIRCLE =
      slices().matching("io.gantry.fleet.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FEATURES_OF_PERSISTENCE_FORM_NO_CIRCLE =
      slices().matching("io.gantry.persistence.(*)..").should().beFreeOfCycles();

  /** What modules lend to the tests of others, which come packed. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
