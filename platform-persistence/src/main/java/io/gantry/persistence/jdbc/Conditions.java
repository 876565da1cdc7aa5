package io.gantry.persistence.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The conditions of one query with their parameters; an absent value adds none. */
public final class Conditions {
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  public Conditions and(String condition) {
    conditions.add(condition);
    return this;
  }

  /** Adds the condition if there is a value for its parameter. */
  public Conditions and(String condition, String parameter, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      parameters.put(parameter, Columns.parameter(value));
    }
    return this;
  }

  /** Adds a parameter that is used elsewhere in the query. */
  public Conditions with(String parameter, Object value) {
    parameters.put(parameter, Columns.parameter(value));
    return this;
  }

  /** The where clause; all conditions must hold. */
  public String where() {
    return "where " + String.join(" and ", conditions);
  }

  /** The query with every parameter bound. */
  public StatementSpec bind(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql).params(parameters);
  }
}
