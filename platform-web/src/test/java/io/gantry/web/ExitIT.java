package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Questions to the exit ledger over REST. */
@WebTest
class ExitIT {
  private static final String EXITS = "/api/v1/exits";
  private static final Instant END = Instant.parse("2026-11-24T10:00:00Z");

  @Autowired private Installation installation;
  private Client admin = new Client("", null);
  private Client viewer = new Client("", null);
  private FakeAgent agent;

  /** Codes 1 to 5, the newest first in lists. */
  @BeforeEach
  void endFiveRuns() {
    TenantId tenant = installation.newTenant();
    admin = installation.asPlatformAdmin(tenant);
    viewer = installation.as(tenant, Role.VIEWER);
    agent = FakeAgent.enrol(admin, installation.asNobody());
    ContainerSpec spec =
        ContainerSpec.builder("busybox").name("web").labels(Map.of("app", "shop")).build();
    ContainerResource web =
        admin
            .post("/api/v1/containers", new CreateContainer(spec, true, agent.name()))
            .as(ContainerResource.class);
    for (int run = 1; run <= 5; run++) {
      agent.report(exit(web.id(), run));
    }
  }

  @AfterEach
  void removeNode() throws Exception {
    agent.close();
    admin.delete("/api/v1/nodes/" + agent.nodeId() + "?force=true");
  }

  @Test
  void filtersByWhatItsParametersName() {
    assertThat(codes("?code=2&code=4")).isEqualTo("[4,2]");
    assertThat(codes("?code=2,4")).isEqualTo("[4,2]");
    assertThat(codes("?label=app=shop&imageDigest=sha256:3")).isEqualTo("[3]");
    assertThat(codes("?label=app=shop&label=app=other")).isEqualTo("[]");
    assertThat(codes("?failed=true&since=2026-11-24T10:00:04Z")).isEqualTo("[5,4]");
    assertThat(codes("?cause=ENDED&until=2026-11-24T10:00:03Z&node=" + agent.name()))
        .isEqualTo("[2,1]");
  }

  @Test
  void namesTheParameterThatIsWrong() {
    Answer mistyped = viewer.get(EXITS + "?code=two&since=yesterday");

    assertThat(mistyped.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(mistyped.json().get("fields").propertyNames())
        .containsExactlyInAnyOrder("code", "since");
    assertThat(viewer.get(EXITS + "?label=app").code()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void saysThatANodeHasNotSaidHowFarItTold() {
    for (String question : List.of("", "/groups?by=CODE")) {
      Answer answer = viewer.get(EXITS + question);

      assertThat(answer.json().at("/completeness/upTo").isMissingNode()).isTrue();
      assertThat(answer.json().at("/completeness/whole").booleanValue()).isFalse();
      assertThat(answer.json().at("/completeness/heldBackBy/0").stringValue())
          .isEqualTo(agent.name());
    }
  }

  @Test
  void countsByWhatByNames() {
    Answer groups = viewer.get(EXITS + "/groups?by=IMAGE&by=HOUR&zone=Europe/Berlin&code=1,2,3");

    assertThat(groups.json().at("/items").size()).isEqualTo(1);
    assertThat(groups.json().at("/items/0/key/image").stringValue()).isEqualTo("busybox");
    assertThat(groups.json().at("/items/0/key/from").stringValue())
        .isEqualTo("2026-11-24T10:00:00Z");
    assertThat(groups.json().at("/items/0/failures").intValue()).isEqualTo(3);
    assertThat(groups.json().at("/items/0/durations/p99").stringValue()).isEqualTo("PT3S");
    assertThat(groups.json().at("/more").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/groups",
        "/groups?by=WEATHER",
        "/groups?by=DAY&by=HOUR",
        "/groups?by=DAY&zone=Mars/Olympus",
        "/groups?by=DAY&zone=%2B02:00",
        "/groups?by=DAY&limit=501",
        "/verdicts?failed=true",
        "/crash-loops?code=1",
        "/crash-loops?since=2026-11-24T10:00:00Z&until=2026-11-24T09:00:00Z"
      })
  void refusesQuestionsThatMeanNothing(String question) {
    assertThat(viewer.get(EXITS + question).code()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void judgesImagesAndListsCrashLoops() {
    Answer verdicts = viewer.get(EXITS + "/verdicts?image=busybox");
    Answer loops =
        viewer.get(EXITS + "/crash-loops?since=2026-11-24T10:00:00Z&until=2026-11-24T11:00:00Z");

    assertThat(verdicts.json().at("/items/0/imageDigest").stringValue()).isEqualTo("sha256:5");
    assertThat(verdicts.json().at("/items/0/verdict").stringValue()).isEqualTo("TOO_FEW_RUNS");
    assertThat(verdicts.json().at("/items/4/verdict").stringValue()).isEqualTo("NO_PREDECESSOR");
    assertThat(loops.json().at("/items/0/failures").intValue()).isEqualTo(5);
    assertThat(loops.json().at("/items/0/latest/record/code").intValue()).isEqualTo(5);
    assertThat(loops.json().at("/items/0/nextAttempt").stringValue()).isEqualTo("DUE");
  }

  private String codes(String query) {
    StringBuilder codes = new StringBuilder();
    viewer
        .get(EXITS + query)
        .json()
        .get("items")
        .forEach(item -> codes.append(',').append(item.at("/record/code").intValue()));
    return "[" + (codes.isEmpty() ? "" : codes.substring(1)) + "]";
  }

  private static Report exit(ContainerId container, int run) {
    ExitRecord record =
        new ExitRecord(
            container,
            run,
            run,
            null,
            false,
            ExitCause.ENDED,
            null,
            null,
            END.plusSeconds(run - 1),
            END.plusSeconds(run),
            Duration.ofSeconds(run),
            "sha256:" + run);
    return new Report(0, END, null, record, null, null);
  }
}
