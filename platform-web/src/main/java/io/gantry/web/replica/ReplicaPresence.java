package io.gantry.web.replica;

import io.gantry.fleet.replica.Replicas;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Tells the other replicas where this one is, from when it listens until it ends. */
@Component
@EnableConfigurationProperties(ReplicaSettings.class)
class ReplicaPresence implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaPresence.class);

  private final Replicas replicas;
  private final ReplicaSettings settings;
  private volatile @Nullable URI address;

  ReplicaPresence(Replicas replicas, ReplicaSettings settings) {
    this.replicas = replicas;
    this.settings = settings;
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    URI set = settings.address();
    URI reached = set == null ? ownAddress(event.getWebServer().getPort()) : set;
    address = reached;
    replicas.live(reached);
  }

  private static URI ownAddress(int port) {
    InetAddress host;
    try {
      host = InetAddress.getLocalHost();
    } catch (UnknownHostException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.getMessage())
          .log("the host's name has no address: set GANTRY_REPLICA_ADDRESS if there are replicas");
      host = InetAddress.getLoopbackAddress();
    }
    String text = host.getHostAddress();
    return URI.create("http://" + (text.contains(":") ? "[" + text + "]" : text) + ":" + port);
  }

  @Scheduled(fixedDelayString = "${gantry.replica.presence-interval:10s}")
  void live() {
    URI reached = address;
    if (reached == null) {
      return;
    }
    try {
      replicas.live(reached);
    } catch (DataAccessException | TransactionException e) {
      LOG.atDebug().setCause(e).log("the database is away; the others are told when it is back");
    }
  }

  @Override
  public void destroy() {
    address = null;
    try {
      replicas.leave();
    } catch (DataAccessException | TransactionException e) {
      LOG.atDebug().setCause(e).log("the others find out by the silence");
    }
  }
}
