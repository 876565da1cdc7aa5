package io.gantry.engine.image;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ArchiveFormat;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.image.Cosigner.Signed;
import io.gantry.engine.image.FrontProxy.Asked;
import io.gantry.engine.image.FrontProxy.Reply;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.image.document.RepositoryPrefix;
import io.gantry.engine.image.document.Sha256;
import io.gantry.engine.image.registry.Registries;
import io.gantry.engine.image.signature.Trust;
import io.gantry.engine.image.signature.TrustPolicy;
import io.gantry.engine.image.signature.TrustRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signatures made as cosign makes them, beside images in a real registry. */
@RequiresHost({"root", "docker-registry"})
@Timeout(120)
class SignedImagesIT {
  private static final TransferProgress QUIET = TransferProgress.NONE;
  private static final byte[] LAYER = aTar().file("a", "text".repeat(1000)).build();

  private final Path directory;
  private final LocalRegistry registry;
  private final FrontProxy proxy;
  private final Publisher app;
  private final Publisher other;
  private final Cosigner signer = new Cosigner();
  private final List<ImageRoom> rooms = new ArrayList<>();

  SignedImagesIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    registry = LocalRegistry.start(Files.createDirectory(directory.resolve("registry")));
    proxy = FrontProxy.before(registry);
    app = new Publisher(registry, "team/app");
    other = new Publisher(registry, "team/other");
  }

  @AfterEach
  void closeAll() {
    rooms.forEach(ImageRoom::close);
    proxy.close();
    registry.close();
  }

  @Test
  void takesWhatOneOfTheKeysHasSigned() {
    Digest image = app.image("1", LAYER);
    Cosigner.publish(app, image, signer.sign(repository("team/app"), image));

    assertThat(pulled(room(new Cosigner(), signer))).containsExactly("signature of the manifest");
  }

  @Test
  void takesWhatAnIndexOfWasSigned() {
    Digest own = app.image("own", LAYER);
    Digest index = app.index("1", Map.of(Platform.ofHost(), own));
    Cosigner.publish(app, index, signer.sign(repository("team/app"), index));

    assertThat(pulled(room(signer))).containsExactly("signature of the index");
  }

  @Test
  void takesAnImageOfAnIndexThatWasSignedItself() {
    Digest own = app.image("own", LAYER);
    app.index("1", Map.of(Platform.ofHost(), own));
    Cosigner.publish(app, own, signer.sign(repository("team/app"), own));

    assertThat(pulled(room(signer))).containsExactly("signature of the manifest");
  }

  @Test
  void findsTheGoodSignatureAmongOthers() {
    Digest image = app.image("1", LAYER);
    Signed good = signer.sign(repository("team/app"), image);
    Signed foreign = new Cosigner().sign(repository("team/app"), image);
    Signed none = new Signed(good.payload(), "no base64!");
    Cosigner.publish(app, image, List.of(foreign, none, good));

    assertThat(pulled(room(signer))).hasSize(1);
  }

  @Test
  void refusesWhatSomebodyElseHasSigned() {
    Digest image = app.image("1", LAYER);
    Cosigner.publish(app, image, new Cosigner().sign(repository("team/app"), image));

    assertDenied("none of its 1 signatures is good");
  }

  @Test
  void refusesTheSignatureOfAnotherImage() {
    Digest older = app.image("older", aTar().file("b", "old").build());
    Digest image = app.image("1", LAYER);
    Cosigner.publish(app, image, signer.sign(repository("team/app"), older));

    assertDenied("none of its 1 signatures is good");
  }

  @Test
  void refusesTheSignatureOfTheSameImageElsewhere() {
    Digest image = app.image("1", LAYER);
    assertThat(other.image("1", LAYER)).isEqualTo(image);
    Cosigner.publish(app, image, signer.sign(repository("team/other"), image));

    assertDenied("none of its 1 signatures is good");
  }

  @Test
  void refusesAPayloadThatWasChangedAfterItWasSigned() {
    Digest older = app.image("older", aTar().file("b", "old").build());
    Digest image = app.image("1", LAYER);
    Signed signed = signer.sign(repository("team/app"), older);
    String changed = signed.payload().replace(older.value(), image.value());
    Cosigner.publish(app, image, new Signed(changed, signed.signature()));

    assertDenied("none of its 1 signatures is good");
  }

  @Test
  void refusesWhatHasNoSignature() {
    app.image("1", LAYER);

    assertDenied("has no signature");
  }

  @Test
  void readsNoEndlessListOfSignatures() {
    Digest image = app.image("1", LAYER);
    Signed foreign = new Cosigner().sign(repository("team/app"), image);
    Cosigner.publish(app, image, Collections.nCopies(65, foreign));

    assertFails(room(signer), ErrorCode.IMAGE_INVALID, "more than 64 signatures");
  }

  @Test
  void saysThatTheRegistryIsOutOfOrderAndNotThatThereIsNoSignature() {
    Digest image = app.image("1", LAYER);
    Cosigner.publish(app, image, signer.sign(repository("team/app"), image));
    proxy.spoil(
        (request, forward) ->
            request.path().endsWith(".sig") ? Reply.of(403, Map.of()) : forward.to(request));

    assertFails(room(signer), ErrorCode.REGISTRY, "refuses");
  }

  @Test
  void fetchesNothingOfWhatIsNotSigned() {
    app.image("1", LAYER);

    assertDenied("");

    assertThat(proxy.asked()).noneMatch(Asked::isBlob);
    assertThat(directory.resolve("room0/layers")).isEmptyDirectory();
  }

  @Test
  void takesNothingFromWhereTheOwnerRejectsAll() {
    app.image("1", LAYER);
    ImageRoom room =
        room(
            new TrustPolicy(
                List.of(
                    new TrustRule(new RepositoryPrefix("*"), new Trust.Accept()),
                    new TrustRule(
                        new RepositoryPrefix(proxy.host() + "/team"), new Trust.Reject())),
                false));

    assertFails(room, ErrorCode.POLICY_DENIED, "takes no image from there");
  }

  @Test
  void asksTheRuleThatSaysMost() {
    app.image("1", LAYER);
    ImageRoom room =
        room(
            new TrustPolicy(
                List.of(
                    new TrustRule(new RepositoryPrefix("*"), new Trust.Reject()),
                    new TrustRule(
                        new RepositoryPrefix(proxy.host() + "/team/app"), new Trust.Accept())),
                false));

    assertThat(pulled(room)).isEmpty();
  }

  @Test
  void takesNoArchiveForASignedImage() throws IOException {
    ImageRoom making = room(TrustPolicy.DEFAULT);
    making.images().importRootfs(TenantId.DEFAULT, name(), rootfs(), ImageConfig.EMPTY, QUIET);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    making.images().save(TenantId.DEFAULT, List.of(name()), ArchiveFormat.OCI, archive);
    ImageRoom strict = room(signer);

    assertDenied(
        () ->
            strict
                .images()
                .importRootfs(TenantId.DEFAULT, name(), rootfs(), ImageConfig.EMPTY, QUIET));
    assertDenied(
        () ->
            strict
                .images()
                .load(TenantId.DEFAULT, new ByteArrayInputStream(archive.toByteArray()), QUIET));
    assertThat(strict.layers().known()).isEmpty();
    strict.images().importRootfs(TenantId.DEFAULT, "mine:1", rootfs(), ImageConfig.EMPTY, QUIET);
  }

  @Test
  void takesArchivesForSignedImagesWhereTheOwnerSaysSo() {
    ImageRoom room = room(new TrustPolicy(policy(signer).rules(), true));

    room.images().importRootfs(TenantId.DEFAULT, name(), rootfs(), ImageConfig.EMPTY, QUIET);

    assertThat(room.layers().known()).containsExactly(Sha256.of(LAYER));
  }

  private static ByteArrayInputStream rootfs() {
    return new ByteArrayInputStream(LAYER);
  }

  private String name() {
    return proxy.image("team/app:1");
  }

  /** As it is pulled: by the address of the proxy. */
  private String repository(String path) {
    return proxy.host() + "/" + path;
  }

  private ImageRoom room(Cosigner... signers) {
    return room(policy(signers));
  }

  private TrustPolicy policy(Cosigner... signers) {
    Trust trust = new Trust.SignedBy(List.of(signers).stream().map(Cosigner::key).toList());
    return new TrustPolicy(
        List.of(new TrustRule(new RepositoryPrefix(proxy.host()), trust)), false);
  }

  private ImageRoom room(TrustPolicy policy) {
    ImageRoom room =
        new ImageRoom(
            directory.resolve("room" + rooms.size()), new ImageSources(Registries.DEFAULT, policy));
    rooms.add(room);
    return room;
  }

  /** Pulls, and returns what was said of signatures. */
  private List<String> pulled(ImageRoom room) {
    List<String> said = new CopyOnWriteArrayList<>();
    var unused =
        room.images()
            .pull(
                TenantId.DEFAULT,
                name(),
                null,
                (item, bytes, total) -> {
                  if (item.startsWith("signature")) {
                    said.add(item);
                  }
                });
    return said;
  }

  private void assertDenied(String words) {
    assertFails(room(signer), ErrorCode.POLICY_DENIED, words);
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED));
  }

  private void assertFails(ImageRoom room, ErrorCode code, String words) {
    assertThatThrownBy(() -> pulled(room))
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(words);
    assertThat(room.images().list(TenantId.DEFAULT)).isEmpty();
  }
}
