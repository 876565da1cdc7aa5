package io.gantry.web.route;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Everybody who is signed in may use the route, whatever their role. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AnyCaller {
  /** Whether a token with fewer rights than its account will do. */
  boolean restrictedToo() default true;
}
