package io.gantry.agent.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/** The node's EC P-256 key pair, kept in {@code node.key} with mode 0600. */
public final class NodeKey {
  private static final String FILE = "node.key";

  private final ECKey pair;

  private NodeKey(ECKey pair) {
    this.pair = pair;
  }

  /** The pair kept in the home directory, made at the first call. */
  public static NodeKey loadOrMake(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (Files.exists(file)) {
      return new NodeKey(parse(file));
    }
    ECKey made = make();
    PrivateFile.write(file, made.toJSONString());
    return new NodeKey(made);
  }

  private static ECKey parse(Path file) throws IOException {
    try {
      return ECKey.parse(Files.readString(file));
    } catch (ParseException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL,
          file + " holds no key: move it away together with node.json and enrol this node again",
          e);
    }
  }

  private static ECKey make() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "this JVM makes no EC P-256 key pair", e);
    }
  }

  /** The public half as a JSON Web Key. */
  public String publicKey() {
    return pair.toPublicJWK().toJSONString();
  }

  ECKey pair() {
    return pair;
  }
}
