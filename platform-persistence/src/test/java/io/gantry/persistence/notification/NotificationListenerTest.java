package io.gantry.persistence.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NotificationListenerTest {
  private final CountDownLatch asked = new CountDownLatch(2);

  @Test
  void listensAlsoIfItsThreadIsFasterThanItsStarter() throws InterruptedException {
    try (HikariDataSource nowhere = new Nowhere()) {
      NotificationListener listener =
          new NotificationListener(nowhere, new Wakeups(), HastyThread::new);

      listener.start();

      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      listener.stop();
    }
  }

  /** A database that cannot be reached, and is asked for again and again. */
  private final class Nowhere extends HikariDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      asked.countDown();
      throw new SQLException("there is no database");
    }
  }

  /** Has run for a while before its start returns. */
  private static final class HastyThread extends Thread {
    private HastyThread(Runnable task) {
      super(task);
      setDaemon(true);
    }

    @Override
    public void start() {
      super.start();
      try {
        join(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
