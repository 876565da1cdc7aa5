package io.gantry.api.resource;

import org.jspecify.annotations.Nullable;

/**
 * One value an audited change made another. Values are for people: long ones are cut, and in place
 * of what looks like a secret there is {@code ***}.
 *
 * @param field path of the value, as in {@code resources.memoryBytes}
 * @param from absent if there was none
 * @param to absent if there is none any more
 */
public record AuditChange(String field, @Nullable String from, @Nullable String to) {}
