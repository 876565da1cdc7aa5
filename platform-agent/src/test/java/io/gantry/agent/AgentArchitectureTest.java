package io.gantry.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.gantry.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class AgentArchitectureTest {
  @ArchTest
  static final ArchRule itsPackagesFormNoCircle =
      slices().matching("io.gantry.agent.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule itIsAPlainProgram =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "io.gantry.ctl..");

  @ArchTest
  static final ArchRule onlyTheEdgesKnowTheEngine =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.gantry.agent.work..",
              "io.gantry.agent.client..",
              "io.gantry.agent.identity..",
              "io.gantry.agent.watch..",
              "io.gantry.agent.assignment..",
              "io.gantry.agent.observe..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gantry.engine..");
}
