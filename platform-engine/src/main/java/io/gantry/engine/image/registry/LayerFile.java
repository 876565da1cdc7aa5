package io.gantry.engine.image.registry;

import io.gantry.api.container.TenantId;
import io.gantry.engine.image.document.ImageInvalid;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.storage.LayerStore;
import io.gantry.engine.storage.ScratchFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Fetches one layer into a file, from the first place that gives it whole. */
final class LayerFile {
  private final TenantId tenant;
  private final Source source;
  private final Manifest.Descriptor part;
  private final LayerStore store;
  private final Slots slots;

  LayerFile(
      TenantId tenant, Source source, Manifest.Descriptor part, LayerStore store, Slots slots) {
    this.tenant = tenant;
    this.source = source;
    this.part = part;
    this.store = store;
    this.slots = slots;
  }

  /** Returns the whole file, or leaves nothing. */
  ScratchFile fetch(LongConsumer progress) {
    if (part.size() > store.limits().maxBytes()) {
      throw ImageInvalid.because("a layer is larger than " + store.limits().maxBytes() + " bytes");
    }
    ScratchFile file = store.scratchFile();
    boolean done = false;
    try {
      int unused = source.any(remote -> from(remote, file, progress));
      done = true;
      return file;
    } finally {
      if (!done) {
        close(file);
      }
    }
  }

  private int from(Remote remote, ScratchFile file, LongConsumer progress) throws IOException {
    Slots.Slot slot = slots.take(tenant);
    try (OutputStream out = new HastyOutput(open(file), store.limits().longest())) {
      new BlobDownload(source, remote, part).to(out, progress);
      return 1;
    } finally {
      slot.giveBack();
    }
  }

  private OutputStream open(ScratchFile file) {
    try {
      return file.write();
    } catch (IOException e) {
      throw RegistryFailure.storing(source.name(), e);
    }
  }

  private void close(ScratchFile file) {
    try {
      file.close();
    } catch (IOException e) {
      throw RegistryFailure.storing(source.name(), e);
    }
  }
}
