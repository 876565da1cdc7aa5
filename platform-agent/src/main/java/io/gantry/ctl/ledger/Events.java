package io.gantry.ctl.ledger;

import io.gantry.api.resource.EventResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.client.ServerSentEvents;
import io.gantry.ctl.output.Output;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Pause;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What happens to containers, past or live; a live view resumes where it was cut off. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = "Show what happens to containers.")
public final class Events implements Callable<Integer> {
  private static final Duration AWAY_LIMIT = Duration.ofMinutes(5);

  private final Shell shell;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what happens from now on.")
  private boolean follow;

  @Mixin private final Period period = new Period();
  @Mixin private final Limit limit = new Limit();

  Events(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    ApiPath path = period.addTo(ApiPath.of("events"), shell.clock());
    if (follow) {
      return stream(path);
    }
    shell
        .output()
        .list(shell.controlPlane().list(path, limit.rows()), EventResource.class, table());
    return 0;
  }

  private int stream(ApiPath path) {
    ServerSentEvents events = new ServerSentEvents();
    Pause away = new Pause(AWAY_LIMIT);
    while (true) {
      String before = events.lastId();
      RequestFailed failure = readUntilCutOff(path, events);
      if (events.lastId() != null && !events.lastId().equals(before)) {
        away = new Pause(AWAY_LIMIT);
      }
      if (failure != null && !failure.isUnreachable() && failure.status() < 500) {
        throw failure;
      }
      if (!away.sleep()) {
        throw failure == null
            ? RequestFailed.inStream(RequestFailed.UNREACHABLE, "the events broke off")
            : failure;
      }
    }
  }

  private @Nullable RequestFailed readUntilCutOff(ApiPath path, ServerSentEvents events) {
    String last = events.lastId();
    try (InputStream stream =
        last == null
            ? shell.controlPlane().open(path, ServerSentEvents.TYPE)
            : shell.controlPlane().openAfter(path, ServerSentEvents.TYPE, last)) {
      events.read(stream, this::print);
      return null;
    } catch (RequestFailed e) {
      return e;
    } catch (IOException e) {
      // Cut off in the middle: the next round resumes after the last whole event.
      return null;
    }
  }

  private void print(String data) {
    JsonNode event = Json.MAPPER.readTree(data);
    Output output = shell.output();
    output.event(event, line(Json.MAPPER.treeToValue(event, EventResource.class)));
  }

  private static String line(EventResource event) {
    StringBuilder line = new StringBuilder();
    line.append(event.at()).append(' ').append(event.action());
    if (event.container() != null) {
      line.append(' ').append(event.container().shortId());
    }
    if (event.node() != null) {
      line.append(" on ").append(event.node());
    }
    if (event.detail() != null) {
      line.append(' ').append(event.detail());
    }
    return line.append(event.actor() == null ? "" : " by " + event.actor()).toString();
  }

  private static Table<EventResource> table() {
    return new Table<EventResource>()
        .column("AT", EventResource::at)
        .column("ACTION", EventResource::action)
        .column("CONTAINER", row -> row.container() == null ? null : row.container().shortId())
        .column("NODE", EventResource::node)
        .column("BY", EventResource::actor)
        .column("DETAIL", EventResource::detail);
  }
}
