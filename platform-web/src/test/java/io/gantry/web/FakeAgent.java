package io.gantry.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gantry.api.node.Enrolment;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.NodeFacts;
import io.gantry.api.node.Report;
import io.gantry.api.node.ReportBatch;
import io.gantry.api.node.ReportBatch.Acknowledgement;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import io.gantry.api.node.WatchEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An agent that speaks the true protocol over HTTP and WebSockets, and has no engine. */
public final class FakeAgent implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Client client;
  private final ECKey key;
  private final Enrolled identity;
  private final String epoch = UUID.randomUUID().toString();
  private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final InputStream watch;
  private long sequence;

  private FakeAgent(Client client, ECKey key, Enrolled identity) {
    this.client = client;
    this.key = key;
    this.identity = identity;
    this.watch = openWatch();
    report();
  }

  /** A host that enrols with a token of the admin, and watches. */
  public static FakeAgent enrol(Client admin, Client nobody) {
    String token = admin.post("/api/v1/node-tokens").json().get("token").stringValue();
    ECKey key = newKey();
    Client.Answer answer =
        nobody.post(
            "/agent/v1/enrol",
            new Enrolment(token, key.toPublicJWK().toJSONString(), null, facts()));
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.text());
    }
    return new FakeAgent(nobody, key, answer.as(Enrolled.class));
  }

  /** The same node, whose watch is at another replica from now on. */
  public FakeAgent movedTo(Client nobody) {
    return new FakeAgent(nobody, key, identity);
  }

  /** Waits until the control plane ends the watch. */
  public void awaitEnd() throws InterruptedException {
    if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the watch does not end");
    }
  }

  public static NodeFacts facts() {
    return new NodeFacts(
        "host-" + UUID.randomUUID().toString().substring(0, 8),
        "amd64",
        4,
        8L << 30,
        100L << 30,
        50L << 30,
        "v2",
        Map.of("agent", "0.1.0"),
        Map.of("privileged", false),
        null);
  }

  public String nodeId() {
    return identity.nodeId();
  }

  public String name() {
    return identity.name();
  }

  /** The client with a token signed for one request. */
  public Client signed() {
    return client.with("Authorization", authorization());
  }

  public String authorization() {
    try {
      Instant now = Instant.now();
      SignedJWT token =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.ES256),
              new JWTClaimsSet.Builder()
                  .subject(nodeId())
                  .audience("gantry")
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plusSeconds(60)))
                  .jwtID(UUID.randomUUID().toString())
                  .build());
      token.sign(new ECDSASigner(key));
      return "Bearer " + token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next event of the watch that fits. */
  public WatchEvent await(Predicate<WatchEvent> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    WatchEvent event;
    do {
      event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new IllegalStateException("the watch told nothing that fits");
      }
    } while (!wanted.test(event));
    return event;
  }

  /** The next stream the control plane wants to be dialled. */
  public StreamRequest awaitStream() throws InterruptedException {
    StreamRequest stream = await(event -> event.type() == WatchEvent.Type.STREAM).stream();
    if (stream == null) {
      throw new IllegalStateException("an event of a stream names none");
    }
    return stream;
  }

  /** Dials the stream that was asked for. */
  public FrameSocket dial(StreamRequest stream) {
    FrameSocket socket = dialSilently(stream);
    socket.send(StreamControl.ready());
    return socket;
  }

  /** Dials, and does not say that it can receive. */
  public FrameSocket dialSilently(StreamRequest stream) {
    return FrameSocket.open(
        client.address() + stream.path(),
        List.of("Gantry-Ticket", stream.ticket(), "Authorization", authorization()));
  }

  /** Sends reports with the next sequence numbers; without any it tells that it lives. */
  public long report(Report... bodies) {
    List<Report> reports = List.of(bodies).stream().map(this::numbered).toList();
    return signed()
        .post("/agent/v1/reports", new ReportBatch(epoch, Instant.now(), facts(), reports, null))
        .as(Acknowledgement.class)
        .sequence();
  }

  private Report numbered(Report body) {
    sequence++;
    return new Report(sequence, body.at(), body.status(), body.exit(), body.event(), body.images());
  }

  private InputStream openWatch() {
    InputStream body = signed().open("GET", "/agent/v1/watch", BodyPublishers.noBody()).body();
    Thread.ofVirtual().start(() -> read(body));
    return body;
  }

  private void read(InputStream body) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(Client.JSON.readValue(line, WatchEvent.class));
      }
    } catch (IOException e) {
      // The test is over and has closed the watch.
    } finally {
      ended.countDown();
    }
  }

  private static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
