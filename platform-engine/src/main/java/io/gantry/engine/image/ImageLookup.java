package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.image.document.ImageName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the image a tenant means: by its name first, then by the beginning of its id. */
final class ImageLookup {
  private static final Pattern ID = Pattern.compile("(sha256:)?[0-9a-f]{12,64}");
  private static final Pattern ONLY_ID = Pattern.compile("sha256:[0-9a-f]{12,64}|[0-9a-f]{64}");

  private final ImageCatalog catalog;

  ImageLookup(ImageCatalog catalog) {
    this.catalog = catalog;
  }

  /** Whether the text can only be an id: no name looks like that. */
  static boolean isId(String reference) {
    return ONLY_ID.matcher(reference).matches();
  }

  /** The reference as names are recorded; what can only be an id stays as it is. */
  static String nameOf(String reference) {
    return isId(reference) ? reference : ImageName.parse(reference).toString();
  }

  /**
   * Finds the image.
   *
   * @throws GantryException NO_SUCH_IMAGE, INVALID_ARGUMENT
   */
  StoredImage find(TenantId tenant, String reference) {
    return byName(tenant, reference)
        .or(() -> byId(tenant, reference))
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NO_SUCH_IMAGE, "no such image here: pull, load or import it")
                    .about("image", reference));
  }

  private Optional<StoredImage> byName(TenantId tenant, String reference) {
    if (isId(reference)) {
      return Optional.empty();
    }
    ImageName name = ImageName.parse(reference);
    return catalog
        .byName(tenant, name)
        .or(() -> name.digest().flatMap(digest -> catalog.byManifest(tenant, digest)));
  }

  private Optional<StoredImage> byId(TenantId tenant, String reference) {
    if (!ID.matcher(reference).matches()) {
      return Optional.empty();
    }
    String prefix = reference.replaceFirst("^sha256:", "");
    List<StoredImage> found = catalog.byIdPrefix(tenant, prefix);
    if (found.size() > 1) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "several images begin with " + prefix + ": give more characters");
    }
    return found.stream().findFirst();
  }
}
