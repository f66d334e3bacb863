package scalebook.microservices.exercise;

import scalebook.lab.exercise.Todo;

/**
 * The door of an instance that is to stop: no request comes in any more, and those inside finish.
 * Many threads use it, and several may wait for the end.
 */
public final class Draining {
  /** A request comes in; false when the instance drains, and then the caller must not leave. */
  public boolean tryEnter() {
    throw new Todo("one more inside, unless it drains");
  }

  /** A request is done. {@link IllegalStateException} when nobody is inside. */
  public void leave() {
    throw new Todo("one less; the last one wakes up who waits");
  }

  /**
   * From now on nobody comes in. Waits until nobody is inside, at most {@code mostMillis}: true
   * when nobody is; false when the time is over, and then somebody may wait again. With 0 it does
   * not wait. It uses no processor while it waits, and ends at once when the last one leaves. When
   * its thread is interrupted it throws, and the door stays shut.
   */
  public boolean drain(long mostMillis) throws InterruptedException {
    throw new Todo("shut the door, wait for the last one");
  }
}
