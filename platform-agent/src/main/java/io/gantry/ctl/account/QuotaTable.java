package io.gantry.ctl.account;

import io.gantry.api.account.Quota;
import io.gantry.api.account.QuotaResource;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.output.ByteSize;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A quota for people: a line for each amount. */
final class QuotaTable {
  private static final String WITHOUT_LIMIT = "-";

  private record Line(String what, Function<Quota, @Nullable Object> amount) {}

  private static final List<Line> LINES =
      List.of(
          new Line("containers", Quota::containers),
          new Line("cpus", Quota::cpus),
          new Line("memory", quota -> size(quota.memoryBytes())),
          new Line("volumes", Quota::volumes),
          new Line("published ports", Quota::publishedPorts),
          new Line("requests per second", Quota::requestsPerSecond));

  private QuotaTable() {}

  /** As the API gave it, or as a table. */
  static void print(Shell shell, JsonNode answer) {
    QuotaResource quota = Json.MAPPER.treeToValue(answer, QuotaResource.class);
    shell.output().object(answer, render(quota).stripTrailing());
  }

  private static String render(QuotaResource quota) {
    return new Table<Line>()
        .column("WHAT", Line::what)
        .column("LIMIT", line -> shown(line, quota.limits()))
        .column("USED", line -> shown(line, quota.used()))
        .column("LEFT", line -> shown(line, quota.left()))
        .render(LINES);
  }

  private static Object shown(Line line, Quota quota) {
    Object amount = line.amount().apply(quota);
    return amount == null ? WITHOUT_LIMIT : amount;
  }

  private static @Nullable String size(@Nullable Long bytes) {
    return bytes == null ? null : new ByteSize(bytes).toString();
  }
}
