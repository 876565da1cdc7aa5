package io.gantry.engine.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.image.document.RepositoryPrefix;
import io.gantry.engine.image.registry.Registries;
import io.gantry.engine.image.registry.RegistryRule;
import io.gantry.engine.image.signature.SigningKey;
import io.gantry.engine.image.signature.Trust;
import io.gantry.engine.image.signature.TrustPolicy;
import io.gantry.engine.image.signature.TrustRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what the node's owner wrote about registries and signatures. It is strict: a word that is
 * not known could be a rule that does not hold.
 */
public final class ImageSourcesFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private ImageSourcesFile() {}

  /** The whole file. */
  record Written(
      @Nullable List<RegistryRule> registries,
      @Nullable List<WrittenTrust> signatures,
      boolean archives) {
    ImageSources sources() {
      List<WrittenTrust> rules = signatures == null ? List.of() : signatures;
      return new ImageSources(
          registries == null ? Registries.DEFAULT : new Registries(registries),
          new TrustPolicy(rules.stream().map(WrittenTrust::rule).toList(), archives));
    }
  }

  enum Word {
    ACCEPT,
    REJECT,
    SIGNED
  }

  record WrittenTrust(RepositoryPrefix prefix, Word policy, @Nullable List<SigningKeyText> keys) {
    WrittenTrust {
      if (prefix == null || policy == null) {
        throw new IllegalArgumentException("a rule of signatures has a prefix and a policy");
      }
      if (policy != Word.SIGNED && keys != null) {
        throw new IllegalArgumentException("keys are for the policy 'signed'");
      }
      if (policy == Word.SIGNED && (keys == null || keys.isEmpty())) {
        throw new IllegalArgumentException("the policy 'signed' needs keys");
      }
    }

    TrustRule rule() {
      return new TrustRule(
          prefix,
          switch (policy) {
            case ACCEPT -> new Trust.Accept();
            case REJECT -> new Trust.Reject();
            case SIGNED ->
                new Trust.SignedBy(
                    keys == null ? List.of() : keys.stream().map(SigningKeyText::key).toList());
          });
    }
  }

  /** A key as text, read where it stands so that an error says where that is. */
  record SigningKeyText(SigningKey key) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    SigningKeyText(String pem) {
      this(SigningKey.parse(pem));
    }
  }

  /**
   * Reads the file; without one everything holds that holds by default.
   *
   * @throws GantryException INVALID_ARGUMENT naming the file, the line and the field
   */
  public static ImageSources read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return ImageSources.DEFAULT;
    }
    try {
      return JSON.readValue(Files.readAllBytes(file), Written.class).sources();
    } catch (JacksonException e) {
      throw invalid(file, where(e) + reason(e), e);
    } catch (IllegalArgumentException e) {
      throw invalid(file, ": " + e.getMessage(), e);
    }
  }

  private static String where(JacksonException e) {
    String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      path.append(
          step.getPropertyName() == null
              ? "[" + step.getIndex() + "]"
              : (path.isEmpty() ? "" : ".") + step.getPropertyName());
    }
    return line + (path.isEmpty() ? "" : ", " + path) + ": ";
  }

  private static String reason(JacksonException e) {
    Throwable own = e.getCause() instanceof IllegalArgumentException cause ? cause : e;
    String text = own == e ? e.getOriginalMessage() : own.getMessage();
    return text == null ? "it is not valid" : text.lines().findFirst().orElse("");
  }

  private static GantryException invalid(Path file, String what, Exception cause) {
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, file + what, cause);
  }
}
