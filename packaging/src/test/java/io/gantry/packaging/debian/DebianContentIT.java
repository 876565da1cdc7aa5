package io.gantry.packaging.debian;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.packaging.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is in the packages and said about them. */
@RequiresHost({"dpkg-deb", "systemd-analyze"})
class DebianContentIT {
  static final List<String> NAMES = Packages.NAMES;

  private static Path directory;
  private static Packages packages;

  @BeforeAll
  static void build(@TempDir Path temporary) throws IOException, InterruptedException {
    directory = temporary;
    packages = Packages.build(directory);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void filesAreRootsAndWhereTheyBelong(String name) throws IOException, InterruptedException {
    assertThat(packages.contents(name))
        .allMatch(line -> line.matches("[-d]rw[-x]r-[-x]r-[-x] root/root .*"))
        .allMatch(
            line ->
                line.matches(
                    ".* \\./((etc|usr|usr/s?bin|usr/lib|usr/share|usr/share/doc)/)?"
                        + "|.* \\./(etc/gantry|usr/share/gantry|usr/lib/systemd)/.*"
                        + "|.* \\./usr/(s?bin|share/doc)/gantry.*"));
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everySettingIsAConffile(String name) throws IOException, InterruptedException {
    List<String> settings =
        packages.contents(name).stream()
            .filter(line -> line.startsWith("-") && line.contains(" ./etc/"))
            .map(line -> line.substring(line.indexOf(" ./etc/") + 2))
            .toList();

    assertThat(packages.control(name, "conffiles").lines()).containsExactlyElementsOf(settings);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void nothingIsLeftToBeFilledIn(String name) throws IOException, InterruptedException {
    for (String file : List.of("control", "postinst", "prerm", "postrm")) {
      assertThat(packages.control(name, file)).doesNotContainPattern("@[A-Z_]+@");
    }
    assertThat(packages.field(name, "Installed-Size")).matches("[0-9]+");
    assertThat(packages.field(name, "Version")).matches("[0-9]+\\.[0-9]+\\.[0-9]+(~SNAPSHOT)?");
  }

  @Test
  void theAgentNeedsWhatItDrives() throws IOException, InterruptedException {
    assertThat(packages.field("gantry-agent", "Depends").split(", "))
        .contains("runc | crun", "conmon", "netavark", "aardvark-dns", "iptables")
        .contains("gantryctl (= " + packages.field("gantryctl", "Version") + ")");
    assertThat(packages.field("gantryctl", "Depends").split(" \\| "))
        .contains("openjdk-25-jre-headless", "temurin-25-jre", "java25-runtime-headless");
  }

  @Test
  void theAgentsServiceLeavesContainersAlone() throws IOException, InterruptedException {
    assertThat(unit("gantry-agent"))
        .contains("\nKillMode=process\n", "\nDelegate=yes\n", "\nRestart=always\n")
        .doesNotContainPattern("\n(NoNewPrivileges|PrivateTmp|ProtectSystem|SystemCallFilter)=")
        // would take the mounts of running containers away at each stop
        .doesNotContain("\nRuntimeDirectory=");
  }

  @Test
  void theControlPlanesServiceMayDoLittle() throws IOException, InterruptedException {
    Path file = directory.resolve("gantry-control-plane.service");
    Files.writeString(file, unit("gantry-control-plane"));

    Outcome exposure =
        Outcome.of(
            "systemd-analyze", "security", "--offline=yes", "--threshold=20", file.toString());

    assertThat(exposure.code()).as(exposure.output()).isZero();
  }

  private static String unit(String name) throws IOException, InterruptedException {
    Path tree = Files.createDirectories(directory.resolve("tree-" + name));
    Outcome.of("dpkg-deb", "--extract", packages.file(name).toString(), tree.toString())
        .successfully();
    return Files.readString(tree.resolve("usr/lib/systemd/system/" + name + ".service"));
  }
}
