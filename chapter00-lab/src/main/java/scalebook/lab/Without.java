package scalebook.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A mechanism that carries some of a lesson's claims. {@code --without NAME} takes it away, in the
 * mechanism itself, and exactly these claims must fall: a claim that holds without its reason
 * proves nothing.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Without.All.class)
public @interface Without {
  /** One word, the same in code, prose and pictures: {@code lease}. */
  String name();

  /** What it is, in a few words. */
  String what();

  /** The texts of the claims that must fall without it. */
  String[] falls();

  /** All mechanisms of one lesson. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    Without[] value();
  }
}
