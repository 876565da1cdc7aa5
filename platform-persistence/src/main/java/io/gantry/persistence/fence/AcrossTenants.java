package io.gantry.persistence.fence;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The bean's method, or each of its methods, works in the scope of the platform. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AcrossTenants {
  /** Why the rows of one tenant are not enough. */
  PlatformWork value();
}
