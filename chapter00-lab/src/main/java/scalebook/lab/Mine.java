package scalebook.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An exercise whose class can take the place of ours in a lesson: {@code --mine} puts the reader's
 * there, and the claims judge it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Mine.All.class)
public @interface Mine {
  /** The exercise: {@code LeastConnections}. */
  String value();

  /** What it stands for in this lesson, in a few words. */
  String as();

  /** All exercises of one lesson. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    Mine[] value();
  }
}
