package io.gantry.engine.hostile.cases;

import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Grounds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/** All rows. */
public final class Table {
  private static final List<Area> AREAS =
      List.of(
          LayerCases.area(),
          BombCases.area(),
          VolumeArchiveCases.area(),
          CheckpointCases.area(),
          ImageCases.area(),
          RootCases.area(),
          RunCases.area(),
          SubpathCases.area(),
          AccountCases.area(),
          PlantedCases.area(),
          SecretCases.area(),
          BundleCases.area(),
          NameCases.area(),
          NameCases.stored(),
          UserIdCases.area(),
          SettingCases.area(),
          LabelCases.area(),
          ProcessCases.area());

  private Table() {}

  /** The areas, in the order of the page. */
  public static List<Area> areas() {
    return AREAS;
  }

  /** The rows that need this much of a host, as tests. */
  static Stream<DynamicContainer> tests(Area.Needs needs, Grounds grounds) {
    return AREAS.stream()
        .filter(area -> area.needs() == needs)
        .map(
            area ->
                DynamicContainer.dynamicContainer(
                    area.title(),
                    area.cases().stream()
                        .map(
                            row ->
                                DynamicTest.dynamicTest(
                                    row.toString(), () -> grounds.play(row::play)))));
  }
}
