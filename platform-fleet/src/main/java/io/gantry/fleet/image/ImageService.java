package io.gantry.fleet.image;

import io.gantry.api.resource.ImageResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.node.NodeImageRows;
import io.gantry.persistence.node.NodeImageRows.Position;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which images the tenant has, as the nodes last told. */
@Service
public class ImageService {
  private final NodeImageRows rows;

  ImageService(NodeImageRows rows) {
    this.rows = rows;
  }

  /**
   * By node and id.
   *
   * @param node name or id; absent is every node
   */
  @Requires(Permission.IMAGE_READ)
  @Transactional(readOnly = true)
  public Page<ImageResource> list(Caller caller, @Nullable String node, PageRequest page) {
    Position after = Cursor.after(page, 2, key -> new Position(key.getFirst(), key.getLast()));
    return Cursor.page(
        rows.list(caller.tenant(), node, after, page.limit() + 1),
        page,
        image -> List.of(image.node(), image.image().id()));
  }
}
