package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.refused;
import static io.gantry.engine.storage.TarBuilder.aTar;
import static io.gantry.engine.storage.TarBuilder.digest;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.image.ImageRoom;
import io.gantry.engine.storage.TarBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Images whose documents name what is not theirs, or are none. */
final class ImageCases {
  private static final byte[] LAYER = aTar().file("a", "1").build();
  private static final ErrorCode[] REFUSALS = {
    ErrorCode.IMAGE_INVALID, ErrorCode.DIGEST_MISMATCH, ErrorCode.INVALID_ARGUMENT
  };

  private ImageCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>();
    for (String name : List.of("../../beside/secret", "/etc/passwd", "..", "", "a\0b", "missing")) {
      cases.add(loaded("layer " + NameCases.shown(name), g -> docker(name, config(LAYER))));
    }
    for (LinkKind kind : List.of(LinkKind.ABSOLUTE, LinkKind.CLIMBING, LinkKind.DANGLING)) {
      cases.add(loaded("%s as a layer".formatted(kind), g -> linked(g, kind)));
    }
    documents().forEach(cases::add);
    digests().forEach(cases::add);
    names().forEach(cases::add);
    return new Area("images: documents, digests, names", Area.Needs.ROOT, cases);
  }

  private static Stream<Case> documents() {
    return Stream.of("", "[]", "{", "null", "\"x\"", "[".repeat(500_000), "x".repeat(9 << 20))
        .map(
            text ->
                loaded(
                    "configuration " + NameCases.shown(text),
                    g -> docker("layer.tar", bytes(text))));
  }

  private static Stream<Case> digests() {
    Stream<Case> words =
        Stream.of("../x", "sha256:../../x", "sha256:" + "0".repeat(63), "md5:" + "0".repeat(32), "")
            .map(
                digest ->
                    loaded(
                        "layer digest " + NameCases.shown(digest),
                        g -> docker("layer.tar", rootfs(digest))));
    return Stream.concat(
        words,
        Stream.of(
            loaded(
                "a layer that is another than announced",
                g -> docker("layer.tar", config(new byte[] {1}))),
            loaded("an index that leads to itself", g -> index(zeros())),
            loaded("a digest of an index that climbs", g -> index("sha256:../../../beside"))));
  }

  private static Stream<Case> names() {
    return Stream.of(
            "../x", "a b", "a\nb", "a\0b", "x".repeat(600), "a@sha256:0", "-", "", "A/B:../c")
        .map(
            name ->
                Case.planted("image name " + NameCases.shown(name), g -> g.bring(LAYER))
                    .when("a root file system is imported", g -> importAs(g, name))
                    .then(refused(ErrorCode.INVALID_ARGUMENT)));
  }

  private static Object importAs(Ground ground, String name) {
    try (ImageRoom room = new ImageRoom(ground.home())) {
      return room.images()
          .importRootfs(
              TenantId.DEFAULT, name, ground.brought(), ImageConfig.EMPTY, TransferProgress.NONE);
    }
  }

  private static Case loaded(String what, Function<Ground, TarBuilder> archive) {
    return Case.planted(what, g -> g.bring(archive.apply(g).build()))
        .when("the image is loaded", ImageCases::load)
        .then(refusedAndGone());
  }

  private static Object load(Ground ground) {
    try (ImageRoom room = new ImageRoom(ground.home())) {
      return room.images().load(TenantId.DEFAULT, ground.brought(), TransferProgress.NONE);
    }
  }

  private static Expected refusedAndGone() {
    Expected refused = refused(REFUSALS);
    return new Expected(
        refused.words() + ", nothing stays",
        (ground, outcome) -> {
          refused.check().of(ground, outcome);
          try (Stream<Path> left = Files.list(ground.home().resolve("layers"))) {
            LayerCases.require(left.findAny().isEmpty(), "something of it stays");
          }
        });
  }

  private static TarBuilder docker(String layer, byte[] config) {
    return aTar()
        .file("layer.tar", LAYER)
        .file("config.json", config)
        .file("manifest.json", manifest(layer));
  }

  private static TarBuilder linked(Ground ground, LinkKind kind) {
    return aTar()
        .symlink("layer.tar", kind.target(ground.canary(), "secret"))
        .file("config.json", config(LAYER))
        .file("manifest.json", manifest("layer.tar"));
  }

  private static TarBuilder index(String digest) {
    byte[] index =
        bytes(
            """
            {"manifests": [{"mediaType": "application/vnd.oci.image.index.v1+json",
              "digest": "%s", "size": 2, "platform": {"architecture": "amd64", "os": "linux"}}]}
            """
                .formatted(digest));
    return aTar()
        .file("oci-layout", "{}")
        .file("index.json", index)
        .file("blobs/sha256/" + zeros().substring(7), index);
  }

  private static String zeros() {
    return "sha256:" + "0".repeat(64);
  }

  private static byte[] manifest(String layer) {
    return bytes(
        """
        [{"Config": "config.json", "RepoTags": ["app:1"], "Layers": ["%s"]}]
        """
            .formatted(layer.replace("\0", "\\u0000")));
  }

  private static byte[] config(byte[] layer) {
    Digest id = digest(layer);
    return rootfs(id.value());
  }

  private static byte[] rootfs(String diffId) {
    return bytes(
        """
        {"architecture": "amd64", "os": "linux",
         "rootfs": {"type": "layers", "diff_ids": ["%s"]}}
        """
            .formatted(diffId));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
