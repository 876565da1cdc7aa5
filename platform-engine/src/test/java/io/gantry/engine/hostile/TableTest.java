package io.gantry.engine.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.hostile.cases.Table;
import io.gantry.engine.hostile.races.Race;
import io.gantry.engine.hostile.races.Races;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps the counts of {@code docs/hostile-images.md} true. After a change of the table, write them
 * anew with {@code -Dhostile.write=true}.
 */
class TableTest {
  private static final Path PAGE = Path.of("../docs/hostile-images.md");
  private static final String BEGIN = "<!-- counted -->\n";
  private static final String END = "<!-- /counted -->\n";

  private final List<Case> cases =
      Table.areas().stream().flatMap(area -> area.cases().stream()).toList();

  @Test
  void isLargeEnough() {
    assertThat(cases).hasSizeGreaterThanOrEqualTo(120);
    assertThat(Races.all()).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void hasNoRowTwice() {
    for (Area area : Table.areas()) {
      assertThat(area.cases().stream().map(Case::toString)).doesNotHaveDuplicates();
    }
    assertThat(Races.all().stream().map(Race::operation)).doesNotHaveDuplicates();
  }

  @Test
  void isCountedByThePage() throws IOException {
    String page = Files.readString(PAGE);
    String counted =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + counts()
            + page.substring(page.indexOf(END));

    if (Boolean.getBoolean("hostile.write")) {
      Files.writeString(PAGE, counted);
    }

    assertThat(PAGE).content().isEqualTo(counted);
  }

  private String counts() {
    String areas =
        Table.areas().stream()
            .map(area -> "| %s | %d |\n".formatted(area.title(), area.cases().size()))
            .collect(Collectors.joining());
    String races =
        Races.all().stream()
            .map(race -> "- " + race.operation() + "\n")
            .collect(Collectors.joining());
    return "\n| area | cases |\n| --- | --- |\n%s| all | %d |\n\nThe %d races, while names are exchanged:\n\n%s\n"
        .formatted(areas, cases.size(), Races.all().size(), races);
  }
}
