package io.gantry.bench;

import java.util.List;

/** A part of the life of a short container. */
enum Phase {
  CREATE,
  START,
  WAIT,
  REMOVE;

  /** Does it; returns the container's id. */
  String carryOut(Peer peer, String image, String id) throws Exception {
    switch (this) {
      case CREATE -> {
        return peer.create(image, false, List.of("true"));
      }
      case START -> peer.start(id);
      case WAIT -> peer.await(id);
      case REMOVE -> peer.remove(id);
    }
    return id;
  }
}
