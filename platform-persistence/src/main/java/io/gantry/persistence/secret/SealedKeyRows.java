package io.gantry.persistence.secret;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keys of the platform's own. */
@Repository
@Transactional
public class SealedKeyRows {
  private final JdbcClient jdbc;

  SealedKeyRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The key of that purpose: the given one, unless there is one. */
  public SealedKey addOrFind(SealedKey fresh) {
    jdbc.sql("insert into sealed_keys values (:purpose, :key, :sealed) on conflict do nothing")
        .param("purpose", fresh.purpose())
        .param("key", fresh.keyId())
        .param("sealed", fresh.bytes())
        .update();
    return jdbc.sql("select * from sealed_keys where purpose = :purpose")
        .param("purpose", fresh.purpose())
        .query(SealedKeyRows::key)
        .single();
  }

  /** Those that another key than this one sealed. */
  public List<SealedKey> sealedOtherwise(String keyId) {
    return jdbc.sql("select * from sealed_keys where key_id <> :key")
        .param("key", keyId)
        .query(SealedKeyRows::key)
        .list();
  }

  /** The same key, sealed with another. */
  public void seal(SealedKey sealed) {
    jdbc.sql("update sealed_keys set key_id = :key, sealed = :sealed where purpose = :purpose")
        .param("purpose", sealed.purpose())
        .param("key", sealed.keyId())
        .param("sealed", sealed.bytes())
        .update();
  }

  private static SealedKey key(ResultSet row, int number) throws SQLException {
    return new SealedKey(row.getString("purpose"), row.getString("key_id"), row.getBytes("sealed"));
  }
}
