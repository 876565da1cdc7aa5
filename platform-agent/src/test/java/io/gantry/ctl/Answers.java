package io.gantry.ctl;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ContainerResource.Status;
import io.gantry.api.resource.ExitResource;
import io.gantry.ctl.client.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies the control plane would answer with. */
final class Answers {
  static final ContainerId ID = new ContainerId("4f2a".repeat(16));
  private static final Instant THEN = Instant.parse("2026-11-24T11:58:00Z");

  private Answers() {}

  static String container(String state, long run) {
    return json(container(state, run, null, null));
  }

  static String ended(int code) {
    return json(container("exited", 1, code, null));
  }

  static String notStarted(ErrorCode code, String message) {
    return json(container("created", 0, null, new Failure(code, message)));
  }

  private static ContainerResource container(
      String state, long run, @Nullable Integer code, @Nullable Failure failure) {
    Status status =
        new Status(
            state,
            run,
            code,
            run > 0 ? THEN : null,
            code == null ? null : THEN,
            0,
            null,
            false,
            null,
            List.of(),
            null,
            failure,
            failure == null ? null : THEN,
            true);
    return new ContainerResource(
        ID,
        TenantId.DEFAULT,
        "web",
        ContainerSpec.builder("demo/busybox:latest").command("sh", "-c", "exit 42").build(),
        7,
        Goal.RUNNING,
        status,
        "node-1",
        THEN,
        "admin",
        THEN);
  }

  static String exit(int code) {
    return json(record(code, ExitCause.ENDED, null));
  }

  static String exit(int code, ExitCause cause, String evidence) {
    return json(record(code, cause, evidence));
  }

  static String ledgerRow(int code) {
    return json(
        new ExitResource(
            record(code, ExitCause.ENDED, null),
            "web",
            "demo/busybox:latest",
            Map.of("app", "web"),
            "node-1",
            TenantId.DEFAULT,
            THEN));
  }

  private static ExitRecord record(int code, ExitCause cause, @Nullable String evidence) {
    return new ExitRecord(
        ID, 1, code, null, false, cause, evidence, null, THEN, THEN, Duration.ofMillis(123), null);
  }

  static String page(String... items) {
    return "{\"items\":[" + String.join(",", items) + "]}";
  }

  static String problem(ErrorCode code, String detail) {
    return """
        {"type":"about:blank","title":"t","status":400,"code":"%s","detail":"%s",
         "object":"container web","state":"running","requestId":"req-7",
         "fields":{"spec.name":"too long"}}
        """
        .formatted(code, detail);
  }

  /** Output as the logs' frames. */
  static byte[] frames(String out, String err) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    frame(bytes, 1, out);
    frame(bytes, 2, err);
    return bytes.toByteArray();
  }

  private static void frame(ByteArrayOutputStream bytes, int stream, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(ByteBuffer.allocate(8).put((byte) stream).putInt(4, payload.length).array());
    bytes.writeBytes(payload);
  }

  private static String json(Object value) {
    return Json.MAPPER.writeValueAsString(value);
  }
}
