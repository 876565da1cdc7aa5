package io.gantry.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.MultiplexedStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
  private FakeControlPlane server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeControlPlane();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void psShowsTheLiveOnesAsATable() {
    server.on("GET /containers", Answers.page(Answers.container("running", 1), Answers.ended(42)));

    Call live = Call.of(server, "ps");
    Call all = Call.of(server, "ps", "--all");

    assertThat(live.out().lines()).hasSize(2);
    assertThat(live.out().lines().toList().getLast())
        .matches("4f2a4f2a4f2a +web +demo/busybox:latest +sh -c exit 42 +2m +running 2m +node-1");
    assertThat(all.out()).contains("exited (42) 2m");
  }

  @Test
  void listsFollowTheirPages() {
    server
        .on(
            "GET /containers",
            "{\"items\":[" + Answers.container("running", 1) + "],\"next\":\"c2\"}")
        .on("GET /containers", Answers.page(Answers.container("running", 2)));

    Call call = Call.of(server, "ps", "--quiet");

    assertThat(call.out().lines()).hasSize(2);
    assertThat(server.asked().getLast().query()).contains("cursor=c2");
  }

  @Test
  void jsonIsWhatTheApiGaveWhereverTheOptionStands() {
    server.on("GET /nodes", "{\"items\":[{\"id\":\"n1\",\"future\":true}]}");

    assertThat(Call.of(server, "--json", "nodes").out()).contains("\"future\" : true");
    assertThat(Call.of(server, "nodes", "--json").out()).contains("\"future\" : true");
    assertThat(Call.of(server, "nodes", "--format", "{id}={future}").out()).isEqualTo("n1=true\n");
  }

  @Test
  void quotaShowsWhatIsLeft() {
    server.on("GET /quota", quota("{\"containers\":10}", "{\"containers\":7}"));

    Call call = Call.of(server, "quota");

    assertThat(call.out().lines().toList().get(1)).matches("containers +10 +3 +7");
    assertThat(call.out()).containsPattern("memory +- +1.5 GiB +-");
  }

  @Test
  void tenantQuotaKeepsTheLimitsThatAreNotGiven() {
    server
        .on("GET /tenants/blue/quota", quota("{\"containers\":10}", "{\"containers\":7}"))
        .on("PUT /tenants/blue/quota", quota("{\"containers\":10,\"cpus\":1.5}", "{}"));

    Call call = Call.of(server, "tenant", "quota", "blue", "--cpus", "1.5");

    assertThat(call.code()).isZero();
    assertThat(server.asked().getLast().body())
        .startsWith("{\"containers\":10,\"cpus\":1.5,\"memoryBytes\":null");
  }

  @Test
  void roleSaysWhatItCarriesAndIsGivenByName() {
    server
        .on(
            "GET /roles",
            "{\"items\":[{\"name\":\"VIEWER\",\"builtIn\":true,\"permissions\":[\"exit:read\"]}]}")
        .on("PUT /roles/stopper", "{\"name\":\"stopper\"}")
        .on("PUT /tenants/blue/members/ada", "")
        .on("DELETE /roles/stopper", "");

    Call list = Call.of(server, "role", "list");
    Call.of(server, "role", "set", "stopper", "container:read", "container:stop");
    String spec = server.asked().getLast().body();
    Call.of(server, "tenant", "grant", "blue", "ada", "viewer");
    String membership = server.asked().getLast().body();
    Call remove = Call.of(server, "role", "remove", "stopper");

    assertThat(list.out()).contains("VIEWER  yes       exit:read");
    assertThat(spec).isEqualTo("{\"permissions\":[\"container:read\",\"container:stop\"]}");
    assertThat(membership).isEqualTo("{\"role\":\"VIEWER\"}");
    assertThat(remove.code()).isZero();
  }

  @Test
  void groupsAndServiceAccountsAreSaidAnewAsAWhole() {
    server
        .on("PUT /groups/web", "{}")
        .on("PUT /service-accounts/ci", "{}")
        .on("POST /service-accounts/ci/tokens", "{\"token\":\"gantry_x\"}")
        .on("DELETE /service-accounts/ci/tokens/t1", "");

    Call.of(server, "group", "set", "web", "--role", "operator", "--member", "ada");
    String group = server.asked().getLast().body();
    Call.of(server, "service-account", "set", "ci", "--role", "stopper", "--role", "viewer");
    String account = server.asked().getLast().body();
    Call token = Call.of(server, "service-account", "token", "ci", "build", "--expires-in", "1h");
    String wish = server.asked().getLast().body();
    Call revoke = Call.of(server, "service-account", "revoke", "ci", "t1");

    assertThat(group).contains("\"roles\":[\"OPERATOR\"]", "\"members\":[\"ada\"]");
    assertThat(account).contains("\"roles\":[\"stopper\",\"VIEWER\"]", "\"disabled\":false");
    assertThat(wish).contains("\"name\":\"build\"", "expiresAt");
    assertThat(token.out()).isEqualTo("gantry_x\n");
    assertThat(revoke.code()).isZero();
  }

  @Test
  void sessionsAreOnesOwnOrAUsers() {
    server
        .on("GET /sessions", "{\"items\":[{\"id\":\"s1\",\"agent\":\"Desk\",\"current\":true}]}")
        .on("DELETE /sessions/s1", "")
        .on("DELETE /users/ada/sessions/s2", "")
        .on("PUT /users/ada", "");

    Call list = Call.of(server, "session", "list");
    Call own = Call.of(server, "session", "revoke", "s1");
    Call others = Call.of(server, "session", "revoke", "s2", "--user", "ada");
    Call.of(server, "user", "disable", "ada");

    assertThat(list.out()).containsPattern("s1 .*Desk +yes");
    assertThat(own.code()).isZero();
    assertThat(others.code()).isZero();
    assertThat(server.asked().getLast().body()).isEqualTo("{\"disabled\":true}");
  }

  private static String quota(String limits, String left) {
    return """
    {"tenant":"blue","limits":%s,"left":%s,
     "used":{"containers":3,"cpus":0.5,"memoryBytes":1610612736,"volumes":0,"publishedPorts":0}}
    """
        .formatted(limits, left);
  }

  @Test
  void doctorMendsWhatCanBeAndEndsWithWhetherAnythingIsStuck() {
    String container = "4f2a".repeat(16);
    server
        .on(
            "GET /stuck",
            "{\"items\":["
                + stuck("WISH_UNANSWERED", container, "\"REPEAT_ASSIGNMENT\"")
                + ","
                + stuck("END_UNTOLD", container + "/3", "\"END_RUN_AS_UNKNOWN\"")
                + ","
                + stuck("NODE_AWAY", container, "null")
                + "],\"more\":false}")
        .on("POST /stuck/mend", "{}");

    Call list = Call.of(server, "doctor");
    Call one = Call.of(server, "doctor", "mend", "4f2a4f2a4f2a/3");
    Call all = Call.of(server, "doctor", "mend", "--all");
    server.on("GET /stuck/platform", "{\"items\":[],\"more\":false}");

    assertThat(list.code()).isEqualTo(3);
    assertThat(list.out()).contains("4f2a4f2a4f2a/3", "repeat assignment", "do this");
    assertThat(one.out()).isEqualTo("END_UNTOLD " + container + "/3: END_RUN_AS_UNKNOWN\n");
    assertThat(all.out().lines()).hasSize(2);
    assertThat(Call.of(server, "doctor", "--platform").code()).isZero();
    assertThat(Call.of(server, "doctor", "mend", "web").code()).isEqualTo(1);
  }

  private static String stuck(String kind, String id, String mending) {
    return """
    {"kind":"%s","id":"%s","state":"s","since":"2026-11-24T11:00:00Z","deadline":"PT2M",
     "why":"because","remedy":"do this","mending":%s}
    """
        .formatted(kind, id, mending);
  }

  @Test
  void alertCreateSendsTheRuleAndPrintsTheSecret() {
    server.on("POST /alerts", "{\"alert\":{},\"secret\":\"gantry_alert_x\"}");

    Call call =
        Call.of(
            server,
            "alert",
            "create",
            "shop",
            "--url",
            "https://a.example/",
            "--failed",
            "--threshold",
            "3",
            "--within",
            "10m",
            "--per-container",
            "-l",
            "app=shop",
            "--code",
            "137,139");

    assertThat(call.out()).isEqualTo("gantry_alert_x\n");
    assertThat(server.last("POST").body())
        .contains("\"labels\":{\"app\":\"shop\"}", "\"window\":\"PT10M\"", "\"threshold\":3")
        .contains("137", "139", "\"perContainer\":true");
  }

  @Test
  void alertDeliveriesSaysWhatTheLastTryCameTo() {
    server.on(
        "GET /alerts/shop/deliveries",
        "{\"items\":[{\"id\":\"8f0c1a52-5d0e-4d0b-9a54-0c3f5e1d2b77\",\"number\":1,\"test\":false,"
            + "\"state\":\"WAITING\",\"createdAt\":\"2026-11-24T11:00:00Z\",\"attempts\":[{\"at\":"
            + "\"2026-11-24T11:00:00Z\",\"took\":\"PT1S\",\"status\":503,\"failure\":\"answered 503\"}]}]}");

    assertThat(Call.of(server, "alert", "deliveries", "shop").out())
        .contains("waiting", "answered 503");
  }

  @Test
  void auditVerifyEndsWithWhetherTheLogIsWhole(@TempDir Path directory) throws IOException {
    server
        .on(
            "POST /audit/verify",
            "{\"chain\":\"blue\",\"entries\":4,\"hash\":\"ab\",\"anchors\":1}")
        .on(
            "POST /audit/platform/verify",
            "{\"chain\":\"*\",\"entries\":1,\"hash\":\"ab\",\"anchors\":0,"
                + "\"broken\":{\"id\":2,\"kind\":\"CHANGED\",\"message\":\"entry 2 is other\"}}");
    Path anchors = directory.resolve("anchors");
    Files.writeString(
        anchors,
        "{\"at\":\"2026-01-01T00:00:00Z\",\"chain\":\"blue\",\"id\":4,\"hash\":\"ab\"}\n\n");

    Call whole = Call.of(server, "audit", "verify", "--anchors", anchors.toString());
    Call broken = Call.of(server, "audit", "verify", "--platform");

    assertThat(whole.code()).isZero();
    assertThat(whole.out()).isEqualTo("chain blue is whole: 4 entries, 1 anchors compared\n");
    assertThat(server.asked().getFirst().body()).contains("\"id\":4");
    assertThat(broken.code()).isEqualTo(3);
    assertThat(broken.out()).contains("broken at entry 2 (CHANGED)");
  }

  @Test
  void auditFiltersExportsAndPrintsAnchors() {
    server
        .on("GET /audit", Answers.page())
        .on("GET /audit/export", 200, "text/csv", "id,at\r\n".getBytes(StandardCharsets.UTF_8))
        .on("GET /audit/anchors", "{\"items\":[{\"id\":4,\"hash\":\"ab\"}]}");

    Call.of(server, "audit", "--outcome", "FORBIDDEN", "--request", "r1", "--limit", "5");
    Call export = Call.of(server, "audit", "export", "--as", "json_lines", "--actor", "ada");
    Call anchors = Call.of(server, "audit", "anchors");

    assertThat(server.asked().getFirst().query())
        .contains("outcome=FORBIDDEN", "requestId=r1", "limit=5");
    assertThat(export.out()).isEqualTo("id,at\r\n");
    assertThat(server.asked().get(1).query()).contains("format=JSON_LINES", "actor=ada");
    assertThat(anchors.out()).isEqualTo("{\"id\":4,\"hash\":\"ab\"}\n");
  }

  @Test
  void exitsFilters() {
    server.on("GET /exits", Answers.page(Answers.ledgerRow(42)));

    Call call =
        Call.of(
            server,
            "exits",
            "--container",
            "web",
            "--code",
            "42,43",
            "--cause",
            "ended",
            "--digest",
            "sha256:1",
            "--label",
            "app=web",
            "--failed",
            "--since",
            "1h");

    assertThat(call.out()).contains("CODE", "42", "ended", "0.123s", "node-1");
    assertThat(server.asked().getLast().query())
        .contains(
            "container=web",
            "code=42&code=43",
            "cause=ENDED",
            "imageDigest=sha256%3A1",
            "label=app%3Dweb",
            "failed=true",
            "since=2026-11-24T11%3A00%3A00Z");
  }

  @Test
  void exitsNamesTheNodesThatMayHaveMoreToTell() {
    server.on(
        "GET /exits",
        "{\"items\":["
            + Answers.ledgerRow(42)
            + "],\"completeness\":{\"upTo\":\"2026-11-24T11:00:00Z\",\"whole\":false,"
            + "\"heldBackBy\":[\"node-3\",\"node-1\"]}}");

    Call call = Call.of(server, "exits");

    assertThat(call.err())
        .isEqualTo(
            "Ends after 2026-11-24T11:00:00Z may be missing, as these nodes have not told them:"
                + " node-3, node-1.\n");
  }

  @Test
  void exitsGroupsAsksForWhatItShows() {
    server.on(
        "GET /exits/groups",
        """
        {"items":[{"key":{"image":"demo","from":"2026-11-24T00:00:00Z"},"runs":9,"failures":2,
        "outOfMemory":1,"durations":{"p50":"PT1S","p95":"PT2S","p99":"PT3S"}}],"more":true}
        """);

    Call call =
        Call.of(
            server, "exits", "groups", "--by", "image,day", "--zone", "Europe/Berlin", "--failed");

    assertThat(call.out())
        .contains("IMAGE  DAY", "demo   2026-11-24T00:00:00Z  9     2", "1.000s", "3.000s");
    assertThat(call.err()).contains("There are more than these 1");
    assertThat(server.asked().getLast().query())
        .isEqualTo("failed=true&limit=100&by=IMAGE&by=DAY&zone=Europe%2FBerlin");
  }

  @Test
  void exitsVerdictsSaysTheDoubt() {
    server.on(
        "GET /exits/verdicts",
        """
        {"items":[{"image":"demo","imageDigest":"sha256:2222222222222222","firstStartedAt":
        "2026-11-24T00:00:00Z","lastFinishedAt":"2026-11-24T01:00:00Z","sample":{"runs":80,
        "failures":48,"containers":3,"failureRate":0.6,"interval":{"low":0.49,"high":0.7}},
        "predecessor":{"imageDigest":"sha256:1","sample":{"runs":70,"failures":14,"containers":1,
        "failureRate":0.2,"interval":{"low":0.12,"high":0.31}},"difference":{"low":0.25,"high":0.53}},
        "verdict":"WORSE"}],"more":false}
        """);

    Call call = Call.of(server, "exits", "verdicts", "--image", "demo");

    assertThat(call.out())
        .contains(
            "sha256:222222222222  ",
            "worse",
            "48/80 = 60% (49%..70%)",
            "sha256:1: 14/70 = 20% (12%..31%)",
            "+25%..+53%");
    assertThat(server.asked().getLast().query()).isEqualTo("image=demo&limit=100");
  }

  @Test
  void exitsCrashLoopsSaysWhatComesNext() {
    server.on(
        "GET /exits/crash-loops",
        "{\"items\":[{\"runs\":20,\"failures\":18,\"failureRate\":0.9,\"failuresPerHour\":0.75,"
            + "\"nextAttempt\":\"DUE\",\"nextAttemptAt\":\"2026-11-24T12:01:00Z\",\"latest\":"
            + Answers.ledgerRow(42)
            + "}],\"more\":false,\"since\":\"2026-11-23T12:00:00Z\","
            + "\"until\":\"2026-11-24T12:00:00Z\"}");

    Call call = Call.of(server, "exits", "crash-loops", "--label", "app=web");

    assertThat(call.out()).contains("18/20", "0.8", "42", "due 2026-11-24T12:01:00Z");
    assertThat(server.asked().getLast().query()).isEqualTo("label=app%3Dweb&limit=100");
  }

  @Test
  void exitsExportWritesAWholeFile(@TempDir Path directory) throws IOException {
    server.on("GET /exits", 200, "text/csv", "a,b\r\n1,2\r\n".getBytes(StandardCharsets.UTF_8));
    Path file = directory.resolve("exits.csv");

    Call call =
        Call.of(server, "exits", "export", "--as", "csv", "--failed", "-o", file.toString());

    assertThat(call).isEqualTo(new Call(0, "", ""));
    assertThat(file).hasContent("a,b\r\n1,2\r\n");
    assertThat(directory).isDirectoryContaining(file::equals);
    assertThat(server.last("GET").headers()).containsEntry("accept", "text/csv");
    assertThat(server.last("GET").query()).isEqualTo("failed=true");
  }

  @Test
  void jobRunSendsWhatTheJobIsAndPrintsItsName() {
    server.on("POST /jobs", "{\"name\":\"report\"}");

    Call call =
        Call.of(
            server,
            "job",
            "run",
            "--name",
            "report",
            "--retries",
            "5",
            "--deadline",
            "1h",
            "--memory",
            "64m",
            "demo/report:1",
            "make",
            "--all");

    assertThat(call).isEqualTo(new Call(0, "report\n", ""));
    assertThat(server.last("POST").body())
        .contains("\"name\":\"report\"", "\"retries\":5", "\"deadline\":\"PT1H\"")
        .contains("\"command\":[\"make\",\"--all\"]", "\"memoryBytes\":67108864");
  }

  @Test
  void scheduleCreateSendsTimesAndJob() {
    server.on("POST /schedules", "{\"name\":\"nightly\"}");

    Call call =
        Call.of(
            server,
            "schedule",
            "create",
            "--name",
            "nightly",
            "--cron",
            "30 2 * * *",
            "--zone",
            "Europe/Berlin",
            "--concurrency",
            "forbid",
            "--retries",
            "5",
            "demo/report:1",
            "make");

    assertThat(call).isEqualTo(new Call(0, "nightly\n", ""));
    assertThat(server.last("POST").body())
        .contains("\"cron\":\"30 2 * * *\"", "\"zone\":\"Europe/Berlin\"")
        .contains("\"concurrency\":\"FORBID\"", "\"retries\":5");
  }

  @Test
  void serviceCreateSendsReplicasAndHowTheyAreReplaced() {
    server.on("POST /services", "{\"name\":\"web\"}");

    Call call =
        Call.of(
            server,
            "service",
            "create",
            "--name",
            "web",
            "--replicas",
            "3",
            "--max-unavailable",
            "1",
            "demo/web:1",
            "serve",
            "--port");

    assertThat(call).isEqualTo(new Call(0, "web\n", ""));
    assertThat(server.last("POST").body())
        .contains("\"replicas\":3", "\"maxUnavailable\":1", "\"command\":[\"serve\",\"--port\"]");
  }

  @Test
  void serviceStatusSaysHowFarTheRolloutIs() {
    server.on(
        "GET /services/web",
        """
        {"id":"1","tenant":"blue","name":"web","spec":{"container":{"image":"demo/web:1"},"replicas":3},
         "paused":false,"version":4,"status":{"state":"PROGRESSING","revision":4,"goodRevision":3,
         "replicas":4,"ready":3,"updated":2,"updatedReady":1,"failures":2,
         "nextAttemptAt":"2026-11-24T12:01:00Z"},"createdAt":"2026-11-24T11:58:00Z","createdBy":"ada"}
        """);

    assertThat(Call.of(server, "service", "status", "web").out())
        .isEqualTo(
            "web: progressing, revision 4: 1 of 3 updated and ready, 3 ready in all,"
                + " failed 2 times, next attempt 2026-11-24T12:01:00Z\n");
  }

  @Test
  void jobListShowsHowFarEachIs() {
    server.on(
        "GET /jobs",
        Answers.page(
            """
            {"id":"1","tenant":"blue","name":"report","spec":{"container":{"image":"demo/report:1"},
             "completions":4},"version":1,"status":{"state":"FAILED","reason":"RETRIES","active":0,
             "succeeded":2,"failed":4},"createdAt":"2026-11-24T11:58:00Z","createdBy":"ada"}
            """));

    Call call = Call.of(server, "job", "ls", "--state", "failed");

    assertThat(call.out())
        .containsPattern("report +demo/report:1 +failed \\(retries\\) +2/4 +0 +4");
    assertThat(server.last("GET").query()).contains("state=FAILED");
  }

  @Test
  void theTokenAndTheTenantGoWithEachRequest() {
    server.on("GET /nodes", Answers.page());

    Call.of(server, "--tenant", "blue", "nodes");

    assertThat(server.last("GET").headers())
        .containsEntry("authorization", "Bearer gantry_secret")
        .containsEntry("gantry-tenant", "blue");
  }

  @Test
  void aNodeTokenIsPrintedAlone() {
    server.on("POST /node-tokens", "{\"token\":\"abc\",\"expiresAt\":\"2026-11-25T00:00:00Z\"}");

    assertThat(Call.of(server, "node", "token", "create").out()).isEqualTo("abc\n");
    assertThat(Call.of(server, "--json", "node", "token", "create").out())
        .contains("\"token\" : \"abc\"");
  }

  @Test
  void importSendsTheFile(@TempDir Path directory) throws IOException {
    Path archive = Files.writeString(directory.resolve("root.tar"), "bytes");
    server.on("POST /images/import", "{\"names\":[\"demo/busybox:latest\"]}");

    Call call = Call.of(server, "image", "import", archive.toString(), "demo/busybox:latest");

    assertThat(call).isEqualTo(new Call(0, "demo/busybox:latest\n", ""));
    assertThat(server.last("POST").body()).isEqualTo("bytes");
    assertThat(server.last("POST").query()).isEqualTo("reference=demo%2Fbusybox%3Alatest");
  }

  @Test
  void importSaysHowTheImageRuns(@TempDir Path directory) throws IOException {
    Path archive = Files.writeString(directory.resolve("root.tar"), "bytes");
    server.on("POST /images/import", "{\"names\":[\"demo\"]}");

    Call.of(
        server,
        "image",
        "import",
        "--entrypoint=/bin/sh",
        "--entrypoint=-c",
        "-e",
        "A=1,2",
        "-w",
        "/tmp",
        "-u",
        "web",
        archive.toString(),
        "demo",
        "--",
        "echo",
        "-n");

    assertThat(server.last("POST").query())
        .isEqualTo(
            "reference=demo&command=echo&command=-n&entrypoint=%2Fbin%2Fsh&entrypoint=-c"
                + "&env=A%3D1%2C2&workingDirectory=%2Ftmp&user=web");
  }

  @Test
  void aPullThatEndsWithAProblemFails() {
    server.on(
        "POST /images/pull",
        200,
        "application/x-ndjson",
        "{\"item\":\"x\",\"bytes\":1,\"total\":-1}\n{\"code\":\"REGISTRY\",\"detail\":\"no answer\"}\n"
            .getBytes(StandardCharsets.UTF_8));

    Call call = Call.of(server, "image", "pull", "localhost:5000/x");

    assertThat(call.code()).isEqualTo(1);
    assertThat(call.err()).contains("no answer (REGISTRY)");
  }

  @Test
  void logsKeepTheStreamsApart() {
    server.on(
        "GET /containers/web/logs",
        200,
        MultiplexedStream.MEDIA_TYPE,
        Answers.frames("out\n", "err\n"));

    Call call = Call.of(server, "logs", "--tail", "5", "--timestamps", "web");

    assertThat(call).isEqualTo(new Call(0, "out\n", "err\n"));
    assertThat(server.last("GET").query()).isEqualTo("tail=5&timestamps=true");
  }

  @Test
  void stopWaitsUntilItIsSo() {
    String path = "/containers/" + Answers.ID;
    server
        .on("POST /containers/web/stop", Answers.container("running", 1))
        .on("GET " + path, Answers.container("stopping", 1))
        .on("GET " + path, Answers.ended(143));

    Call call = Call.of(server, "stop", "--time", "2s", "web");

    assertThat(call).isEqualTo(new Call(0, "web\n", ""));
    assertThat(server.last("POST").body()).isEqualTo("{\"timeout\":\"PT2S\"}");
  }

  @Test
  void oneRefusalDoesNotKeepTheOthersFromBeingTried() {
    server
        .refuse(
            "POST /containers/a/kill", 404, Answers.problem(ErrorCode.NO_SUCH_CONTAINER, "none"))
        .on("POST /containers/b/kill", Answers.container("running", 1));

    Call call = Call.of(server, "kill", "a", "b");

    assertThat(call.code()).isEqualTo(1);
    assertThat(call.out()).isEqualTo("b\n");
    assertThat(call.err()).contains("gantryctl ps --all");
  }

  @Test
  void updateNamesTheVersionItSaw() {
    server
        .on("GET /containers/web", Answers.container("running", 1))
        .on("PATCH /containers/web", Answers.container("running", 1));

    Call.of(server, "update", "--memory", "1g", "web");

    assertThat(server.last("PATCH").headers()).containsEntry("if-match", "\"7\"");
    assertThat(server.last("PATCH").body()).contains("\"memoryBytes\":1073741824");
  }

  @Test
  void aControlPlaneThatIsAwayIsSaidSoWithARemedy() {
    Call call = Call.of(Map.of("GANTRY_SERVER", "http://127.0.0.1:1"), "", "nodes");

    assertThat(call.code()).isEqualTo(1);
    assertThat(call.err()).contains("does not answer", "UNREACHABLE", "--server");
  }

  @Test
  void wrongUsageEndsWithTwo() {
    assertThat(Call.of(server, "ps", "--no-such").code()).isEqualTo(2);
    assertThat(Call.of(server, "logs", "--since", "yesterday", "web").code()).isEqualTo(2);
    assertThat(Call.of(server, "stop", "--time", "soon", "web").err()).contains("is no duration");
  }

  @Test
  void everyCommandHasHelp() {
    CommandLine root = GantryCtl.commandLine(Call.shell(Map.of()));

    assertThat(root.getSubcommands()).isNotEmpty();
    root.getSubcommands().forEach((name, command) -> assertHelp(command));
  }

  private static void assertHelp(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().description())
        .as(command.getCommandSpec().qualifiedName())
        .isNotEmpty();
    command.getSubcommands().values().forEach(CommandsTest::assertHelp);
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(Call.of(server, "completion").out()).contains("_complete_gantryctl", "unpause");
  }
}
