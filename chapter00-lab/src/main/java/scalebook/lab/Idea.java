package scalebook.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What to read after a lesson: the one or two classes that are the idea, and the test that pins it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idea {
  Class<?>[] value();

  /** Where to begin, as in {@code SingleFlight.get}. */
  String method() default "";

  /** The test's class, from the chapter's root package on: {@code cache.SingleFlightTest}. */
  String test();
}
