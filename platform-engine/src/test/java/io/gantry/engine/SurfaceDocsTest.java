package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Who uses the engine as a library finds a word on everything it offers: on each type that comes
 * out of {@link Engine} or goes into it, on all of the vocabulary, and on their methods.
 */
class SurfaceDocsTest {
  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../platform-api/src/main/java"));
  private static final String VOCABULARY = "io.gantry.api";

  @Test
  void everythingTheEngineOffersIsDocumented() throws IOException {
    assertThat(undocumented(surface())).isEmpty();
  }

  private static Set<String> surface() {
    JavaClasses all = new ClassFileImporter().importPath(Path.of("target/classes"));
    Set<String> surface = new TreeSet<>();
    add(all.get(Engine.class), surface);
    add(all.get(EngineConfig.class), surface);
    return surface;
  }

  private static void add(JavaClass type, Set<String> surface) {
    if (!type.getPackageName().startsWith("io.gantry.")
        || !type.getModifiers().contains(JavaModifier.PUBLIC)
        || !surface.add(type.getName())) {
      return;
    }
    for (JavaMember member : type.getMembers()) {
      if (member.getModifiers().contains(JavaModifier.PUBLIC)
          && !member.getName().equals("<init>")) {
        member.getAllInvolvedRawTypes().forEach(involved -> add(involved, surface));
      }
    }
    type.getSubclasses().forEach(variant -> add(variant, surface));
  }

  private static Set<String> undocumented(Set<String> surface) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(sources());
      JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
      Undocumented found =
          new Undocumented(
              DocTrees.instance(task),
              type -> type.startsWith(VOCABULARY) || surface.contains(type));
      for (CompilationUnitTree unit : task.parse()) {
        found.scan(unit, null);
      }
      return found.places();
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path root : SOURCES) {
      try (Stream<Path> files = Files.walk(root)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }
}
