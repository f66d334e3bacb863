package scalebook.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The {@linkplain Guest guests} that a lesson starts, by their names. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Needs {
  String[] value();

  /** Whether the lab's MySQL must be a MariaDB. */
  boolean mariadb() default false;
}
