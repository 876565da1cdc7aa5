package io.gantry.persistence.notification;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one thread of a replica that listens to the database. It keeps one connection and opens
 * another when that breaks; then it wakes everybody, as something may have been missed.
 */
@Component
class NotificationListener implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  /** Saying it again changes nothing and shows that the connection lives. */
  private static final String LISTEN = "listen " + Notifier.CHANNEL;

  /** After this silence the connection is asked whether it still lives. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final HikariDataSource dataSource;
  private final Wakeups wakeups;
  private final ThreadFactory threads;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Thread thread;
  private volatile @Nullable Connection connection;

  @Autowired
  NotificationListener(DataSource dataSource, Wakeups wakeups) throws SQLException {
    this(
        dataSource.unwrap(HikariDataSource.class),
        wakeups,
        Thread.ofPlatform().name("gantry-notifications").daemon().factory());
  }

  NotificationListener(HikariDataSource dataSource, Wakeups wakeups, ThreadFactory threads) {
    this.dataSource = dataSource;
    this.wakeups = wakeups;
    this.threads = threads;
  }

  @Override
  public void start() {
    Thread listening = threads.newThread(this::run);
    thread = listening; // first, as the thread ends unless this is running
    listening.start();
  }

  private void run() {
    while (isRunning()) {
      try (Connection opened = dataSource.getConnection()) {
        connection = opened;
        listenUntilItBreaks(opened);
      } catch (SQLException | RuntimeException e) { // without this thread nobody is woken again
        if (isRunning()) {
          LOG.atWarn().addKeyValue("cause", e.getMessage()).log("the database is not listened to");
        }
      }
      pause();
    }
  }

  /** A broken connection must not go back to the pool: the next to take it would fail. */
  private void listenUntilItBreaks(Connection opened) throws SQLException {
    try {
      listen(opened);
    } catch (SQLException e) {
      dataSource.evictConnection(opened);
      throw e;
    }
  }

  private void listen(Connection opened) throws SQLException {
    opened.setAutoCommit(true);
    try (Statement statement = opened.createStatement()) {
      statement.execute(LISTEN);
      wakeups.wakeAll();
      PGConnection source = opened.unwrap(PGConnection.class);
      while (isRunning()) {
        PGNotification[] notifications = source.getNotifications((int) SILENCE.toMillis());
        if (notifications == null || notifications.length == 0) {
          statement.execute(LISTEN);
        } else {
          for (PGNotification notification : notifications) {
            wakeups.wake(notification.getParameter());
          }
        }
      }
    }
  }

  /** Waits before the next connection, or until the end. */
  private void pause() {
    try {
      if (stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("no longer listening");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  /** Breaks the connection, which ends the wait for the next notification. */
  @Override
  public void stop() {
    stopped.countDown();
    Connection current = connection;
    if (current != null) {
      try {
        current.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).log("the connection was closed already");
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null && stopped.getCount() > 0;
  }
}
