package io.gantry.ctl.workload;

import io.gantry.api.service.CreateService;
import io.gantry.api.service.RollbackService;
import io.gantry.api.service.ServiceResource;
import io.gantry.api.service.ServiceRevisionResource;
import io.gantry.api.service.ServiceSpec;
import io.gantry.api.service.UpdateService;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import io.gantry.ctl.spec.ImageAndCommand;
import io.gantry.ctl.spec.SpecOptions;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** All commands about services. */
@Command(
    name = "service",
    mixinStandardHelpOptions = true,
    description = "Work with services: so many containers, replaced one after the other.",
    synopsisSubcommandLabel = "COMMAND")
public final class Services {
  private static final String ROOT = "services";
  private static final String NAME = "Name of the service.";

  private final Shell shell;

  @Spec private CommandSpec command = CommandSpec.create();

  Services(Shell shell) {
    this.shell = shell;
  }

  @Command(
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Make a service; needs --name.")
  void create(
      @Option(names = "--replicas", description = "How many (default 1).")
          @Nullable Integer replicas,
      @Mixin RolloutOptions rollout,
      @Mixin SpecOptions container,
      @Mixin ImageAndCommand image) {
    String name = name(container);
    ServiceSpec spec =
        new ServiceSpec(
            container.nameless(image.image(), image.command()),
            container.node(),
            replicas,
            rollout.rollout());
    shell
        .output()
        .object(shell.controlPlane().post(ApiPath.of(ROOT), new CreateService(name, spec)), name);
  }

  @Command(
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Give the service --name another container as a whole: a new revision.")
  void update(
      @Mixin RolloutOptions rollout, @Mixin SpecOptions container, @Mixin ImageAndCommand image) {
    change(
        name(container),
        new UpdateService(
            container.nameless(image.image(), image.command()), null, rollout.rollout(), null));
  }

  private String name(SpecOptions container) {
    String name = container.name();
    if (name == null) {
      throw new ParameterException(command.commandLine(), "--name is needed");
    }
    return name;
  }

  @Command(mixinStandardHelpOptions = true, description = "Want another number of replicas.")
  void scale(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Parameters(paramLabel = "REPLICAS", description = "How many.") int replicas) {
    change(name, new UpdateService(null, replicas, null, null));
  }

  @Command(mixinStandardHelpOptions = true, description = "Let replicas stay as they are.")
  void pause(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    change(name, new UpdateService(null, null, null, true));
  }

  @Command(mixinStandardHelpOptions = true, description = "Let a paused rollout go on.")
  void resume(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    change(name, new UpdateService(null, null, null, false));
  }

  private void change(String name, UpdateService change) {
    ApiPath path = ApiPath.of(ROOT, name);
    long version = shell.controlPlane().get(path).path("version").asLong();
    shell.output().object(shell.controlPlane().patch(path, change, version), name);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Go back to a revision (default: the last good one).")
  void rollback(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(names = "--revision", description = "Number of the revision.")
          @Nullable Integer revision) {
    JsonNode changed =
        shell
            .controlPlane()
            .post(ApiPath.of(ROOT, name, "rollback"), new RollbackService(revision));
    shell.output().object(changed, name);
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List services.")
  void list() {
    shell
        .output()
        .list(
            shell.controlPlane().list(ApiPath.of(ROOT), 0),
            ServiceResource.class,
            table(shell.clock()));
  }

  @Command(
      aliases = "inspect",
      mixinStandardHelpOptions = true,
      description = "Print all that is known of a service, as JSON.")
  void show(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell.output().object(shell.controlPlane().get(ApiPath.of(ROOT, name)));
  }

  @Command(mixinStandardHelpOptions = true, description = "Say how far the rollout is.")
  void status(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    JsonNode service = shell.controlPlane().get(ApiPath.of(ROOT, name));
    shell
        .output()
        .object(service, RolloutText.of(Json.MAPPER.treeToValue(service, ServiceResource.class)));
  }

  @Command(mixinStandardHelpOptions = true, description = "List the revisions of a service.")
  void revisions(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell
        .output()
        .list(
            shell.controlPlane().list(ApiPath.of(ROOT, name, "revisions"), 0),
            ServiceRevisionResource.class,
            new Table<ServiceRevisionResource>()
                .column("REVISION", ServiceRevisionResource::number)
                .column("IMAGE", row -> row.container().image())
                .column("CREATED", row -> Times.ago(row.createdAt(), shell.clock()))
                .column("BY", ServiceRevisionResource::createdBy));
  }

  @Command(
      name = "rm",
      aliases = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove services with all their containers.")
  void remove(
      @Parameters(arity = "1..*", paramLabel = "NAME", description = NAME) List<String> names) {
    for (String name : names) {
      shell.controlPlane().delete(ApiPath.of(ROOT, name));
      shell.output().line(name);
    }
  }

  private static Table<ServiceResource> table(Clock clock) {
    return new Table<ServiceResource>()
        .column("NAME", ServiceResource::name)
        .column("IMAGE", row -> row.spec().container().image())
        .column("READY", row -> row.status().ready() + "/" + row.spec().replicas())
        .column("REVISION", row -> row.status().revision())
        .column("ROLLOUT", RolloutText::state)
        .column("CREATED", row -> Times.ago(row.createdAt(), clock))
        .column("BY", ServiceResource::createdBy);
  }
}
